package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.Fault;
import spillway.server.testing.ManyConnections;
import spillway.server.testing.SlackStandIn;
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

    private static String configuration(SlackStandIn slack) {
        return """
                drains: [{name: shop}]
                channels: [{name: all, webhook: "%s"}]
                rules: [{name: all, post-to: all}]
                """.formatted(slack.webhook("all"));
    }
}
