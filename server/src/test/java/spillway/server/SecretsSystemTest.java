package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.Fault;
import spillway.server.testing.ServerProcess;
import spillway.server.testing.SlackStandIn;

/** Planted secrets, on every path where something goes wrong, with every logger open: none is told anywhere. */
class SecretsSystemTest {
    private static final Duration DEADLINE = RunningServer.DEADLINE;
    private static final String HOOK = "PLANTEDHOOK";
    private static final String TOKEN = "xoxb-PLANTEDTOKEN-1";
    private static final String PASSWORD = "PLANTEDPASSWORD";
    private static final String BASIC = "cTpQTEFOVEVEUEFTU1dPUkQ="; // q:PLANTEDPASSWORD
    private static final String LOGGED = "PLANTEDINALOGLINE";

    @TempDir
    private Path directory;

    private int frames;

    @Test
    void noSecret_isToldAnywhere_whateverGoesWrong() throws Exception {
        try (SlackStandIn slack = new SlackStandIn()) {
            slack.next(HOOK, Fault.serverError(), Fault.notOk(slack.webhook(HOOK)));
            slack.next("C1", Fault.status(400, "invalid_blocks " + TOKEN), Fault.closeWithoutAnswer());
            int port = RunningServer.freePort();
            Path file = RunningServer.write(directory, port, configuration(slack));
            try (ServerProcess server =
                    new ServerProcess(ServerCommand.serve(file), directory, Map.of("SPILLWAY_LOG_LEVEL", "TRACE"))) {
                server.awaitListening(DEADLINE);
                assertEquals(200, post(port, "Basic " + BASIC, "password=" + LOGGED + " failed"));
                assertEquals(401, post(port, "Basic UExBTlRFRFBBU1NXT1JEOng=", "x"));
                assertEquals(401, post(port, "Bearer " + PASSWORD, "x"));
                assertEquals(400, broken(port));
                slack.awaitPosts(HOOK, 1, DEADLINE);
                slack.awaitPosts("C1", 1, DEADLINE);
                RunningServer.await("all told", () -> server.admin().metric("spillway_groups") == 0);
                // Title, summary and line say it, at each of several attempts: one secret, in two channels.
                assertEquals(2, server.admin().metric("spillway_redactions_total"));

                List<String> told = new ArrayList<>();
                for (String page : List.of("/", "/metrics", "/posts.json", "/health/ready")) {
                    told.add(server.admin().get(page).body());
                }
                assertTrue(told.get(2).contains("failed"), told.get(2));
                kill(server, "HUP");
                RunningServer.await(
                        "read again",
                        () -> server.log().stream().anyMatch(line -> line.contains("configuration taken over")));
                assertEquals(0, server.stop(DEADLINE));
                told.addAll(server.log());
                told.add(slack.view(HOOK));
                told.add(slack.view("C1"));
                assertTrue(server.log().stream().anyMatch(line -> line.contains("delivery delayed")));
                for (String secret : List.of(HOOK, "PLANTEDTOKEN", PASSWORD, BASIC, LOGGED)) {
                    assertEquals(
                            List.of(),
                            told.stream().filter(text -> text.contains(secret)).toList(),
                            secret);
                }
            }
        }
    }

    private static void kill(ServerProcess server, String signal) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid()))
                        .start()
                        .waitFor());
    }

    private int post(int port, String authorization, String text) throws Exception {
        String message = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - " + text + "\n";
        byte[] body = (message.length() + " " + message).getBytes(StandardCharsets.UTF_8);
        try (DrainConnection drain = new DrainConnection(port)) {
            return drain.exchange(
                    DrainConnection.logplex(authorization, String.format(Locale.ROOT, "%032x", frames++), 1, body));
        }
    }

    private static int broken(int port) throws Exception {
        try (DrainConnection drain = new DrainConnection(port)) {
            return drain.exchange(
                    ("POST /logs HTTP/1.1\r\nAuthorization: Basic " + BASIC + "\r\nHost: a\r\nHost: b\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String configuration(SlackStandIn slack) {
        return """
                drains: [{name: shop, credentials: ["q:%s"]}]
                channels:
                  - {name: hook, webhook: "%s"}
                  - {name: bot, bot-token: "%s", room: C1, api-url: "%s"}
                rules: [{name: all, post-to: [hook, bot]}]
                group: {wait: 50ms, interval: 100ms}
                """.formatted(PASSWORD, slack.webhook(HOOK), TOKEN, slack.api());
    }
}
