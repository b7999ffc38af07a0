package spillway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.Fault;
import spillway.server.testing.ManyConnections;
import spillway.server.testing.SlackStandIn;
import spillway.server.testing.SlackView;
import spillway.server.testing.StoredTexts;

/** Many connections at once, their requests cut anywhere and interleaved; every text is in the store once, and whole. */
class ManyConnectionsSystemTest {
    private static final int ROUNDS = 160;

    private final long seed = System.nanoTime();

    @TempDir
    private Path directory;

    @Test
    void everyText_isAcceptedOnce_andWhole_howeverRequestsAreCutAndInterleaved() throws Exception {
        int sent;
        try (SlackStandIn slack = new SlackStandIn()) {
            slack.always("all", Fault.noService()); // nothing is told: all stays in the store
            try (RunningServer server = new RunningServer(directory, configuration(slack))) {
                sent = new ManyConnections(server.port, "", seed).send(round -> round < ROUNDS);
                assertEquals(sent, server.metric("spillway_messages_received_total"));
                assertEquals(ROUNDS * ManyConnections.CONNECTIONS, server.metric("spillway_requests_total"));
                assertEquals(0, server.metric("spillway_frames_malformed_total"));
            }
        }
        List<String> problems = StoredTexts.problems(directory.resolve("store"), List.of("all"), sent);
        assertEquals(List.of(), problems, () -> "seed " + seed);
    }

    /** Logplex has a connection for each of its nodes, and event loops share them out. */
    @Test
    void stackTrace_isOneEvent_whateverConnectionsItsLinesComeOver() throws Exception {
        List<String> trace = List.of(
                "Traceback (most recent call last):",
                "  File \"/app/shop.py\", line 3, in pay",
                "    charge(card)",
                "ValueError: the card is empty");
        try (SlackStandIn slack = new SlackStandIn();
                RunningServer server = new RunningServer(directory, errorsOnly(slack));
                DrainConnection first = server.connect();
                DrainConnection second = server.connect();
                DrainConnection third = server.connect()) {
            List<DrainConnection> connections = List.of(first, second, third);
            for (int i = 0; i < trace.size(); i++) {
                byte[] message = ("<190>1 2024-01-01T00:00:00+00:00 host app web.1 - " + trace.get(i)).getBytes(UTF_8);
                byte[] body = (message.length + " " + new String(message, UTF_8)).getBytes(UTF_8);
                assertEquals(200, connections.get(i % 3).exchange(DrainConnection.logplex("", "frame-" + i, 1, body)));
            }
            server.awaitAllEnded(trace.size());
            assertEquals(
                    List.of(trace.get(0), "  " + trace.get(1), "  " + trace.get(2), "  " + trace.get(3)),
                    slack.posts("all").stream()
                            .flatMap(post -> SlackView.lines(post.json()).stream())
                            .map(SlackView.ShownLine::text)
                            .toList());
        }
    }

    private static String errorsOnly(SlackStandIn slack) {
        return """
                drains: [{name: shop}]
                channels: [{name: all, webhook: "%s"}]
                rules: [{name: errors, when: {min-severity: error}, post-to: all}]
                """.formatted(slack.webhook("all"));
    }

    private static String configuration(SlackStandIn slack) {
        return """
                drains: [{name: shop}]
                channels: [{name: all, webhook: "%s"}]
                rules: [{name: all, post-to: all}]
                """.formatted(slack.webhook("all"));
    }
}
