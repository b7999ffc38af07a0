package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.SlackStandIn;
import spillway.server.testing.Storm;

/** A short storm as fast as it is taken; scripts/soak --storm runs the long one. */
class StormSystemTest {
    private static final int LINES = 60_000;
    private static final int BATCH = 100;

    /** The last digest may be due only a minute after the one before. */
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    @Test
    void storm_becomesAFewPosts_withExactCountsOfItsPatterns() throws Exception {
        Storm storm = new Storm(5);
        try (SlackStandIn slack = new SlackStandIn();
                RunningServer server = new RunningServer(directory, """
                        drains: [{name: shop, credentials: ["storm:test"]}]
                        channels: [{name: alerts, webhook: "%s"}]
                        rules: [{name: warnings, when: {min-severity: warning}, post-to: alerts}]
                        group: {collapse-similar: true}
                        """.formatted(slack.webhook("alerts")));
                DrainConnection drain = server.connect()) {
            for (int sent = 0; sent < LINES; sent += BATCH) {
                Instant now = Instant.now(Clock.systemUTC());
                assertEquals(200, drain.exchange(storm.request("storm:test", BATCH, now)));
            }
            slack.await(
                    "alerts",
                    posts -> Storm.told(posts).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            >= LINES,
                    DEADLINE);
            server.awaitAllEnded(LINES);
            assertEquals(storm.made(), Storm.told(slack.posts("alerts")));
            assertEquals(LINES, server.metric("spillway_messages_posted_total"));
            int most = Storm.mostAMinute(slack.requests("alerts"));
            assertTrue(most <= Storm.MOST_POSTS, () -> most + " posts a minute:\n" + slack.view("alerts"));
            assertEquals(List.of(), slack.violations());
        }
    }
}
