package spillway.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * 2,000 messages a second, each wanted, while Slack refuses every post; then it takes them. Prints how long answers took, what
 * memory did and whether all is told. Run it by scripts/soak --slack-down.
 */
public final class SlackDown {
    private static final int BATCH = 20;
    private static final int REQUESTS_A_SECOND = 100;
    private static final int PROCESSES = 4;
    private static final int P99_MILLIS = 100;
    private static final long GROWTH_KIB = 32 << 10;
    private static final Duration TELL = Duration.ofMinutes(3);

    private final SlackStandIn slack = new SlackStandIn();
    private final Random random = new Random(1);
    private final Timings answers = new Timings();
    private final List<Long> resident = new ArrayList<>();
    private int refused;

    /** Arguments: seconds, a directory, and the command that starts the server. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SlackDown run = new SlackDown();
        boolean holds;
        try (ServerProcess server = ServerProcess.serving(
                List.of(arguments).subList(2, arguments.length), Path.of(arguments[1]), """
                listen: {address: "127.0.0.1:0"}
                channels: [{name: all, webhook: "%s"}]
                rules: [{name: all, post-to: all}]
                group: {by: [process]}
                """.formatted(
                                run.slack.webhook("all")))) {
            run.slack.always("all", Fault.status(503, "no_service"));
            run.send(server, Integer.parseInt(arguments[0]));
            run.slack.always("all", null);
            holds = run.holds(server);
        }
        System.exit(holds ? 0 : 1); // past the end of the server
    }

    private void send(ServerProcess server, int seconds) throws IOException, InterruptedException {
        try (DrainConnection drain = new DrainConnection(server.port())) {
            long start = System.nanoTime();
            for (int i = 0; i < seconds * REQUESTS_A_SECOND; i++) {
                long due = start + i * TimeUnit.SECONDS.toNanos(1) / REQUESTS_A_SECOND;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                byte[] request = request(i);
                long sent = System.nanoTime();
                refused += drain.exchange(request) == 200 ? 0 : 1;
                answers.add(System.nanoTime() - sent);
                if (i % REQUESTS_A_SECOND == 0) {
                    resident.add(server.residentKib());
                }
            }
        }
    }

    private byte[] request(int number) {
        StringBuilder body = new StringBuilder();
        for (int m = 0; m < BATCH; m++) {
            String process = "web." + (1 + m % PROCESSES);
            String message = Numbered.message(
                    process.replace('.', '-'),
                    (long) number * (BATCH / PROCESSES) + m / PROCESSES,
                    process,
                    random,
                    Clock.systemUTC().instant());
            body.append(message.getBytes(StandardCharsets.UTF_8).length)
                    .append(' ')
                    .append(message);
        }
        return DrainConnection.logplex(
                "",
                String.format(Locale.ROOT, "%032x", number),
                BATCH,
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private boolean holds(ServerProcess server) throws IOException, InterruptedException {
        long sent = (long) answers.count() * BATCH;
        long deadline = System.nanoTime() + TELL.toNanos();
        while (told() < sent && System.nanoTime() - deadline < 0) {
            Thread.sleep(200);
        }
        long growth = resident.get(resident.size() - 1) - resident.get(resident.size() / 2);
        System.out.printf("answers: count=%d refused=%d %s%n", answers.count(), refused, answers.line(P99_MILLIS));
        System.out.printf(
                Locale.ROOT,
                "resident: %d MiB halfway, %+d kiB in the second half (expected: <= %d), %d MiB at last%n",
                resident.get(resident.size() / 2) >> 10,
                growth,
                GROWTH_KIB,
                server.residentKib() >> 10);
        System.out.printf(
                "messages: accepted=%d told=%d posts=%d%n",
                sent, told(), slack.posts("all").size());
        slack.violations().stream().distinct().limit(10).forEach(one -> System.out.println("slack: " + one));
        return refused == 0 && answers.millis(0.99) < P99_MILLIS && growth <= GROWTH_KIB && told() == sent;
    }

    /** How many messages the posts show or count. */
    private long told() {
        long told = 0;
        for (SlackStandIn.Received post : slack.posts("all")) {
            long shown = SlackView.lines(post.json()).stream()
                    .mapToLong(SlackView.ShownLine::count)
                    .sum();
            told += SlackView.told(post.json()).orElse(shown);
        }
        return told;
    }
}
