package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.Fault;
import spillway.server.testing.SlackStandIn;
import spillway.server.testing.SlackStandIn.Received;
import spillway.server.testing.SlackView;

/** What requests and other channels feel of a Slack that fails: nothing; and what comes of the messages: all are told. */
class SlackDownSystemTest {
    private static final Duration DEADLINE = RunningServer.DEADLINE;

    @TempDir
    private Path directory;

    private int frames;

    @Test
    void requestsAreAnswered_whileSlackHangs_andAllIsToldAfterwards() throws Exception {
        try (SlackStandIn slack = new SlackStandIn()) {
            slack.next("one", Fault.hang(Duration.ofSeconds(20)));
            try (RunningServer server = new RunningServer(directory, configuration(slack));
                    DrainConnection drain = server.connect()) {
                assertEquals(200, drain.exchange(request("web.1", "first")));
                RunningServer.await(
                        "post in flight", () -> slack.requests("one").size() == 1);
                for (int i = 0; i < 200; i++) {
                    assertEquals(200, drain.exchange(request("web.1", "failed " + i % 3)));
                }
                assertEquals(1, slack.requests("one").size(), "the hang was over before the last answer");
                assertEquals(0, server.metric("spillway_messages_posted_total"));

                slack.endHangs();
                server.awaitAllEnded(201);
                assertEquals(0, server.metric("spillway_messages_dropped_total"));
                assertEquals(201, counted(slack, "one"), () -> slack.view("one"));
            }
            assertEquals(List.of(), slack.violations());
        }
    }

    @Test
    void retryAfter_isKept_thenOneMergedPostComes() throws Exception {
        try (SlackStandIn slack = new SlackStandIn();
                RunningServer server = new RunningServer(directory, configuration(slack));
                DrainConnection drain = server.connect()) {
            slack.next("one", Fault.tooManyRequests(4));
            assertEquals(200, drain.exchange(request("web.1", "first")));
            RunningServer.await("throttled", () -> slack.requests("one").size() == 1);
            for (int i = 0; i < 30; i++) {
                assertEquals(200, drain.exchange(request(i % 2 == 0 ? "web.1" : "worker.1", "failed " + i % 3)));
            }
            assertEquals(1, slack.requests("one").size());

            server.awaitAllEnded(31);
            List<Received> requests = slack.requests("one");
            assertEquals(
                    List.of(429, 200), requests.stream().map(Received::status).toList());
            assertTrue(
                    requests.get(1).nanos() - requests.get(0).nanos() >= TimeUnit.SECONDS.toNanos(4),
                    "a request inside the Retry-After");
            assertEquals(31, counted(slack, "one"), () -> slack.view("one"));
            assertEquals(List.of(), slack.violations());
        }
    }

    @Test
    void everyMessageIsAccountedFor_whateverSlackAnswers() throws Exception {
        List<Fault> faults = List.of(
                Fault.resetBeforeReading(),
                Fault.serverError(),
                Fault.serverError().butPosted(),
                Fault.truncatedAnswer(),
                Fault.resetAfterReading().butPosted(),
                Fault.closeWithoutAnswer(),
                Fault.notOk("nonsense"));
        StringBuilder channels = new StringBuilder("channels:\n");
        StringBuilder rules = new StringBuilder("rules:\n");
        try (SlackStandIn slack = new SlackStandIn()) {
            for (int i = 0; i < faults.size(); i++) {
                slack.next("c" + i, faults.get(i), faults.get(i));
                channels.append("  - {name: c%d, webhook: \"%s\"}\n".formatted(i, slack.webhook("c" + i)));
                rules.append("  - {name: r%1$d, when: {process: web.%1$d}, post-to: c%1$d}\n".formatted(i));
            }
            try (RunningServer server = new RunningServer(directory, "drains: [{name: shop}]", channels + "" + rules);
                    DrainConnection drain = server.connect()) {
                int sent = 0;
                for (int i = 0; i < 20 * faults.size(); i++) {
                    assertEquals(200, drain.exchange(request("web." + i % faults.size(), "failed " + i % 3)));
                    sent++;
                }
                server.awaitAllEnded(sent);
                assertEquals(0, server.metric("spillway_messages_dropped_total"));
                assertEquals(0, server.metric("spillway_messages_dead_lettered_total"));
                for (int i = 0; i < faults.size(); i++) {
                    String channel = "c" + i;
                    int repeats = faults.get(i).posted() ? 3 : 1;
                    assertEquals(20 * repeats, counted(slack, channel), () -> slack.view(channel));
                }
            }
            assertEquals(List.of(), slack.violations());
        }
    }

    @Test
    void channelThatHangs_doesNotDelayAnother() throws Exception {
        try (SlackStandIn slack = new SlackStandIn()) {
            slack.always("one", Fault.hang(Duration.ofMinutes(10)));
            try (RunningServer server = new RunningServer(directory, configuration(slack));
                    DrainConnection drain = server.connect()) {
                assertEquals(200, drain.exchange(request("web.1", "stuck")));
                for (int i = 1; i <= 3; i++) {
                    assertEquals(200, drain.exchange(request("other.1", "delivered " + i)));
                    slack.awaitPosts("two", i, DEADLINE);
                }
                server.awaitMetric("spillway_messages_posted_total{channel=\"two\"}", posted -> posted == 3);
                assertEquals(0, slack.posts("one").size());
                slack.always("one", null);
            }
            assertEquals(List.of(), slack.violations());
        }
    }

    private static String configuration(SlackStandIn slack) {
        return """
                drains: [{name: shop}]
                channels:
                  - {name: one, webhook: "%s"}
                  - {name: two, webhook: "%s"}
                rules:
                  - {name: other, when: {process: "other.*"}, post-to: two}
                  - {name: rest, post-to: one}
                group: {by: [process-type], wait: 50ms, interval: 100ms}
                """.formatted(slack.webhook("one"), slack.webhook("two"));
    }

    private byte[] request(String process, String text) {
        String message = "<190>1 2024-01-01T00:00:00+00:00 host app " + process + " - " + text + "\n";
        byte[] body = (message.length() + " " + message).getBytes(StandardCharsets.UTF_8);
        return DrainConnection.logplex("", String.format(Locale.ROOT, "%032x", frames++), 1, body);
    }

    /** How many messages the channel's posts tell of. */
    private static long counted(SlackStandIn slack, String channel) {
        return slack.posts(channel).stream()
                .flatMap(post -> SlackView.lines(post.json()).stream())
                .mapToLong(SlackView.ShownLine::count)
                .sum();
    }
}
