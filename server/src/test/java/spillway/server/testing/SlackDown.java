package spillway.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 2,000 messages a second, each wanted, while Slack refuses every post; then it takes them. Prints how long answers took, what
 * memory did and whether all is told. Run it by scripts/soak --slack-down.
 */
public final class SlackDown {
    private static final int BATCH = 20;
    private static final int REQUESTS_A_SECOND = 100;
    private static final int PROCESSES = 4;
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long GROWTH_KIB = 32 << 10;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration TELL = Duration.ofMinutes(3);
    private static final Pattern LINES = Pattern.compile("· ([\\d,]+) lines?\\b");

    private final SlackStandIn slack = new SlackStandIn();
    private final Random random = new Random(1);
    private final List<Long> nanos = new ArrayList<>();
    private final List<Long> resident = new ArrayList<>();
    private int refused;

    /** Arguments: seconds, a directory, and the command that starts the server. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[1]);
        SlackDown run = new SlackDown();
        Path configuration = Files.writeString(
                directory.resolve("spillway.yml"), """
                listen: {address: "127.0.0.1:0"}
                admin: {address: "127.0.0.1:0"}
                drains: [{name: shop}]
                channels: [{name: all, webhook: "%s"}]
                rules: [{name: all, post-to: all}]
                group: {by: [process]}
                store: {directory: %s}
                """.formatted(run.slack.webhook("all"), directory.resolve("store")));
        List<String> command = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        command.addAll(List.of("serve", "--config", configuration.toString()));
        boolean holds;
        try (ServerProcess server = new ServerProcess(command, directory)) {
            server.awaitListening(START);
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
                nanos.add(System.nanoTime() - sent);
                if (i % REQUESTS_A_SECOND == 0) {
                    resident.add(resident(server));
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
        long sent = (long) nanos.size() * BATCH;
        long deadline = System.nanoTime() + TELL.toNanos();
        while (told() < sent && System.nanoTime() - deadline < 0) {
            Thread.sleep(200);
        }
        Collections.sort(nanos);
        long p99 = nanos.get(nanos.size() * 99 / 100);
        long growth = resident.get(resident.size() - 1) - resident.get(resident.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "answers: count=%d refused=%d p50=%.1f ms p99=%.1f ms (expected: < 100 ms) slowest=%.1f ms%n",
                nanos.size(),
                refused,
                nanos.get(nanos.size() / 2) / 1e6,
                p99 / 1e6,
                nanos.get(nanos.size() - 1) / 1e6);
        System.out.printf(
                Locale.ROOT,
                "resident: %d MiB halfway, %+d kiB in the second half (expected: <= %d), %d MiB at last%n",
                resident.get(resident.size() / 2) >> 10,
                growth,
                GROWTH_KIB,
                resident(server) >> 10);
        System.out.printf(
                "messages: accepted=%d told=%d posts=%d%n",
                sent, told(), slack.posts("all").size());
        slack.violations().stream().distinct().limit(10).forEach(one -> System.out.println("slack: " + one));
        return refused == 0 && p99 < SLOW_NANOS && growth <= GROWTH_KIB && told() == sent;
    }

    /** How many messages the posts show or count. */
    private long told() {
        long told = 0;
        for (SlackStandIn.Received post : slack.posts("all")) {
            long shown = SlackView.lines(post.json()).stream()
                    .mapToLong(SlackView.ShownLine::count)
                    .sum();
            Matcher lines = LINES.matcher(post.json().path("text").asText());
            told += lines.find() ? Long.parseLong(lines.group(1).replace(",", "")) : shown;
        }
        return told;
    }

    private static long resident(ServerProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
