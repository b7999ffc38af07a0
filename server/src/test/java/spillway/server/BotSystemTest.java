package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.Fault;
import spillway.server.testing.SlackStandIn;
import spillway.server.testing.SlackStandIn.Received;

/** A bot's threads: one parent for each group and hour, its details in its thread, its count kept up to date. */
class BotSystemTest {
    /** What Slack answers for {@code #alerts}. */
    private static final String ROOM = "C0ALERTS";

    @TempDir
    private Path directory;

    private final SlackStandIn slack = new SlackStandIn();
    private RunningServer server;
    private DrainConnection drain;
    private int frames;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory, """
                drains: [{name: shop}]
                channels:
                  - {name: alerts, bot-token: xoxb-1, room: "#alerts", api-url: "%s", threads: true}
                  - {name: other, webhook: "%s"}
                rules: [{name: all, post-to: alerts}]
                group: {by: [app], wait: 1s, interval: 1s}
                """.formatted(slack.api(), slack.webhook("other")));
        drain = server.connect();
    }

    @AfterEach
    void close() throws Exception {
        drain.close();
        server.close();
        slack.close();
    }

    @Test
    void group_hasOneParent_withALiveCount_andItsDetailsInTheThread() throws Exception {
        send("failed a", "failed b");
        awaitRequests(2);
        send("failed c", "failed d");
        awaitRequests(4);

        String parent = ts(0);
        assertEquals(
                List.of(
                        "post: 2 lines",
                        "post in " + parent + ": 2 lines",
                        "post in " + parent + ": 2 lines",
                        "update " + parent + ": 4 lines"),
                requests());
        server.awaitAllEnded(4);
        assertEquals(List.of(), slack.violations());
    }

    @Test
    void deletedParent_isReplacedByANewOne() throws Exception {
        send("failed a", "failed b");
        awaitRequests(2);
        slack.delete(ts(0));
        send("failed c", "failed d");
        awaitRequests(5);

        assertEquals(
                List.of(
                        "post: 2 lines",
                        "post in " + ts(0) + ": 2 lines",
                        "post in " + ts(0) + ": 2 lines thread_not_found",
                        "post: 2 lines",
                        "post in " + ts(3) + ": 2 lines"),
                requests());
        server.awaitAllEnded(4);
        assertEquals(List.of(), slack.violations());
    }

    @Test
    void parentThatCanNotBeUpdated_isReplacedByANewOne() throws Exception {
        slack.next(ROOM, Fault.none(), Fault.none(), Fault.none(), Fault.apiError("message_not_found"));
        send("failed a", "failed b");
        awaitRequests(2);
        send("failed c", "failed d");
        awaitRequests(4);
        send("failed e", "failed f");
        awaitRequests(6);

        assertEquals(
                List.of(
                        "post: 2 lines",
                        "post in " + ts(0) + ": 2 lines",
                        "post in " + ts(0) + ": 2 lines",
                        "update " + ts(0) + ": 4 lines message_not_found",
                        "post: 2 lines",
                        "post in " + ts(4) + ": 2 lines"),
                requests());
        server.awaitAllEnded(6);
    }

    @Test
    void throttledParent_takesInWhatComesMeanwhile() throws Exception {
        slack.next(ROOM, Fault.tooManyRequests(3));
        send("failed a", "failed b");
        awaitRequests(1);
        send("failed c");
        awaitRequests(3);

        assertEquals(
                List.of("post: 2 lines rate_limited", "post: 3 lines", "post in " + ts(1) + ": 3 lines"), requests());
        server.awaitAllEnded(3);
        assertEquals(List.of(), slack.violations());
    }

    @Test
    void closedRoom_isLeftAlone_andToldInAnotherChannel() throws Exception {
        slack.always(ROOM, Fault.apiError("channel_not_found"));
        send("failed a");
        List<Received> told = slack.awaitPosts("other", 1, RunningServer.DEADLINE);

        assertEquals(
                "Channel alerts takes no posts: channel_not_found",
                told.get(0).json().path("text").asText().split(": Its messages")[0]);
        assertEquals(1, slack.requests(ROOM).size());
        server.awaitMetric("spillway_groups", groups -> groups == 1);
    }

    private void awaitRequests(int count) throws Exception {
        RunningServer.await(count + " requests", () -> slack.requests(ROOM).size() == count);
    }

    private String ts(int request) {
        return slack.requests(ROOM).get(request).ts();
    }

    /** What was asked, without the times in the title. */
    private List<String> requests() {
        return slack.requests(ROOM).stream().map(BotSystemTest::told).toList();
    }

    private static String told(Received request) {
        JsonNode json = request.json();
        boolean update = request.request().target().endsWith("chat.update");
        String where = update
                ? "update " + json.path("ts").asText()
                : json.has("thread_ts") ? "post in " + json.path("thread_ts").asText() : "post";
        String title = json.path("text").asText().replaceFirst("^.* · (\\d+ lines) .*$", "$1");
        String error = request.posted() ? "" : " " + request.answer().replaceFirst("^.*\"error\":\"(.*)\".*$", "$1");
        return where + ": " + title + error;
    }

    private void send(String... texts) throws Exception {
        StringBuilder body = new StringBuilder();
        for (String text : texts) {
            String message = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - " + text + "\n";
            body.append(message.length()).append(' ').append(message);
        }
        String frameId = String.format(Locale.ROOT, "%032x", frames++);
        byte[] octets = body.toString().getBytes(StandardCharsets.UTF_8);
        assertEquals(200, drain.exchange(DrainConnection.logplex("", frameId, texts.length, octets)));
    }
}
