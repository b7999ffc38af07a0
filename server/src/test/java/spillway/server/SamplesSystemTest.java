package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.SlackStandIn;
import spillway.server.testing.SlackView;

/** Every sample, posted with its headers: the status it must get, and its texts as they stand in the channel. */
class SamplesSystemTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app-levels",
                "count-too-large",
                "l10-abutting",
                "metrics",
                "multibyte",
                "no-count",
                "odd-header",
                "platform",
                "postgres",
                "raw-bytes",
                "router",
                "shield"
            })
    void sample_isAnsweredAsExpected_andEveryTextReachesTheChannel(String name) throws Exception {
        JsonNode expected = JSON.readTree(resource(name + ".expected.json"));
        try (SlackStandIn slack = new SlackStandIn(0, false);
                RunningServer server = new RunningServer(directory, configuration(slack));
                DrainConnection drain = server.connect()) {
            assertEquals(expected.path("status").asInt(), drain.exchange(request(name, expected)));

            server.awaitAllEnded(accepted(name, expected));
            String shown = squeeze(String.join("\n", shown(slack)));
            assertEquals(List.of(), missing(expected, shown), () -> slack.view("all"));
            assertEquals(0, server.metric("spillway_messages_dropped_total"));
            assertEquals(List.of(), slack.violations());
        }
    }

    /** A full group tells its patterns: the notice, and the one of all messages, which differ by a number. */
    @Test
    void afterOutage_isOnePost_thatTellsItsPatterns() throws Exception {
        JsonNode expected = JSON.readTree(resource("after-outage.expected.json"));
        try (SlackStandIn slack = new SlackStandIn(0, false);
                RunningServer server = new RunningServer(directory, configuration(slack));
                DrainConnection drain = server.connect()) {
            assertEquals(200, drain.exchange(request("after-outage", expected)));

            server.awaitAllEnded(2 * 1_025);
            assertEquals(
                    Map.of(expected.path("messages").path(0).path("text").asText(), 1L, "message 0", 1_024L),
                    SlackView.lines(slack.posts("all").get(0).json()).stream()
                            .collect(Collectors.toMap(SlackView.ShownLine::text, SlackView.ShownLine::count)));
            assertEquals(1_025, server.metric("spillway_messages_posted_total{channel=\"all\"}"));
            assertEquals(483, server.metric("spillway_heroku_lost_messages_total"));
        }
    }

    private static String configuration(SlackStandIn slack) {
        return """
                drains: [{name: shop, credentials: ["u:p"]}]
                channels:
                  - {name: all, webhook: "%s", pace: 0s}
                  - {name: screen, console: true, pace: 0s}
                rules: [{name: all, post-to: [all, screen]}]
                group: {by: [drain], wait: 400ms, interval: 0s, max-lines: 10000}
                redact: {secrets: false}
                """.formatted(slack.webhook("all"));
    }

    private static byte[] request(String name, JsonNode expected) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Authorization", "Basic dTpw");
        expected.path("headers").properties().forEach(header -> {
            if (header.getValue().isTextual()) {
                headers.put(header.getKey(), header.getValue().asText());
            }
        });
        try (InputStream body = resource(name + ".body")) {
            return DrainConnection.request(headers, body.readAllBytes());
        }
    }

    /** Two channels get each; what has no header is accepted as raw text, though the sample does not list it. */
    private static int accepted(String name, JsonNode expected) {
        return 2 * (expected.path("messages").size() + (name.equals("odd-header") ? 1 : 0));
    }

    private static List<String> shown(SlackStandIn slack) {
        return slack.posts("all").stream()
                .flatMap(post -> SlackView.texts(post.json()).stream())
                .toList();
    }

    private static List<String> missing(JsonNode expected, String shown) {
        List<String> missing = new ArrayList<>();
        for (JsonNode message : expected.path("messages")) {
            String text = message.path("text").asText();
            if (told(text).stream().anyMatch(part -> !shown.contains(squeeze(part)))) {
                missing.add(text);
            }
        }
        return missing;
    }

    /** A request is told by its code, path and id; what Postgres says from its level on. */
    private static List<String> told(String text) {
        Matcher request = Pattern.compile("at=\\w+ (?:code=(\\S+) )?.*path=\"?([^\" ]+)\"? .*(request_id=\\S+) .*")
                .matcher(text);
        if (request.matches()) {
            String code = Objects.requireNonNullElse(request.group(1), "");
            return List.of(code, request.group(2), request.group(3));
        }
        Matcher postgres =
                Pattern.compile("\\[\\w+] \\[\\d+-\\d+]  .*?([A-Z]+:  .*)").matcher(text);
        return List.of(postgres.matches() ? postgres.group(1) : text);
    }

    /** What is left when escapes, blanks, controls and replacement characters do not count. */
    private static String squeeze(String text) {
        return text.replaceAll("\u001B\\[[0-9;]*m", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("[\\s\\p{Cntrl}\uFFFD]", "");
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(SamplesSystemTest.class.getResourceAsStream("/samples/" + name), name);
    }
}
