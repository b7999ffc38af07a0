package spillway.server.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import spillway.server.testing.SlackStandIn.Received;

/**
 * A {@link Storm} against the real server, with a Slack that keeps to Slack's limits and throttles once: few posts, exact
 * counts, flat memory, and every line accounted for. Run it by scripts/soak --storm.
 */
public final class StormSoak {
    private static final String CHANNEL = "alerts";
    private static final String CREDENTIALS = "storm:soak";
    private static final int BATCH = 100;
    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int RETRY_AFTER = 30;
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(26);

    /** A flood's last digests, each a minute after the one before. */
    private static final Duration TELL = Duration.ofMinutes(5);

    /** What a flat memory may take more of in the second half than in the first, in percent. */
    private static final long GROWTH = 15;

    private final long lines;
    private final Duration length;
    private final Storm storm;
    private final SlackStandIn slack = new SlackStandIn();
    private final ServerProcess server;
    private final List<String> failures = new ArrayList<>();

    /** Resident memory and the store's size by the seconds since the start, in KiB. */
    private final TreeMap<Long, Long> resident = new TreeMap<>();

    private long mostStored;

    private StormSoak(long lines, Duration length, long seed, Path directory, List<String> command) throws IOException {
        this.lines = lines;
        this.length = length;
        this.storm = new Storm(seed);
        int port = ServerProcess.freePort(new Random(seed));
        Path configuration = Files.writeString(directory.resolve("spillway.yml"), """
                listen: {address: "127.0.0.1:%d"}
                admin: {address: "127.0.0.1:0"}
                drains: [{name: shop, credentials: ["%s"]}]
                channels: [{name: %s, webhook: "%s"}]
                rules: [{name: warnings, when: {min-severity: warning}, post-to: [%3$s]}]
                store: {directory: "%s"}
                """.formatted(
                        port, CREDENTIALS, CHANNEL, slack.webhook(CHANNEL), directory.resolve("store")));
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("serve", "--config", configuration.toString()));
        this.server = new ServerProcess(all, directory);
    }

    /** Arguments: lines, seconds, seed, a directory, and the command that starts the server. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        StormSoak soak = new StormSoak(
                Long.parseLong(arguments[0]),
                Duration.ofSeconds(Long.parseLong(arguments[1])),
                Long.parseLong(arguments[2]),
                Path.of(arguments[3]),
                List.of(arguments).subList(4, arguments.length));
        System.exit(soak.run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        boolean throttles = length.toSeconds() >= 2L * RETRY_AFTER;
        if (throttles) {
            slack.next(CHANNEL, Fault.none(), Fault.none(), Fault.tooManyRequests(RETRY_AFTER));
        }
        server.awaitListening(START);
        long start = System.nanoTime();
        send(start);
        say("sent: lines=%d in %d s", lines, seconds(start));
        long deadline = System.nanoTime() + TELL.toNanos();
        while (server.admin().metric("spillway_groups") > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(1_000);
            sample(start);
        }
        posts(start);
        if (throttles) {
            silence();
        }
        counts();
        identity();
        memory();
        check(server.stop(STOP) == 0, "the server's exit code is not 0");
        server.log().stream()
                .filter(line -> !line.contains("INFO"))
                .limit(10)
                .forEach(line -> System.out.println("server: " + line));
        failures.forEach(failure -> System.out.println("does not hold: " + failure));
        return failures.isEmpty();
    }

    /** Evenly over the time; what a slow answer held up follows at once. */
    private void send(long start) throws IOException, InterruptedException {
        long sent = 0;
        long sampled = start;
        try (DrainConnection drain = new DrainConnection(server.port())) {
            while (sent < lines) {
                int batch = (int) Math.min(BATCH, lines - sent);
                long due = start + (long) ((double) length.toNanos() * (sent + batch) / lines);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                int status = drain.exchange(storm.request(CREDENTIALS, batch, Instant.now(Clock.systemUTC())));
                if (status != 200) {
                    throw new IOException("answered " + status + " (expected: 200)");
                }
                sent += batch;
                if (System.nanoTime() - sampled >= SAMPLE_NANOS) {
                    sampled = System.nanoTime();
                    sample(start);
                }
            }
        }
        sample(start);
    }

    private void sample(long start) throws IOException, InterruptedException {
        Path status = Path.of("/proc", Long.toString(server.pid()), "status");
        if (Files.exists(status)) { // Linux only
            Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .forEach(line -> resident.put(seconds(start), Long.parseLong(line.replaceAll("\\D", ""))));
        }
        mostStored = Math.max(mostStored, (long) server.admin().metric("spillway_store_bytes"));
    }

    private void posts(long start) {
        for (Received post : slack.posts(CHANNEL)) {
            String text = post.json().path("text").asText();
            long after = TimeUnit.NANOSECONDS.toSeconds(post.nanos() - start);
            say(
                    "post: after %d s: %s",
                    after, SlackView.plain(text).lines().findFirst().orElse(""));
        }
        int most = Storm.mostAMinute(slack.requests(CHANNEL));
        say("posts: %d, most within a minute: %d", slack.posts(CHANNEL).size(), most);
        check(most <= Storm.MOST_POSTS, most + " posts within a minute (expected: <= " + Storm.MOST_POSTS + ")");
        slack.violations().stream().distinct().limit(10).forEach(one -> check(false, "Slack's limits: " + one));
    }

    /** What came of a 429: no request as long as it says, then one post of all that came meanwhile. */
    private void silence() {
        List<Received> requests = slack.requests(CHANNEL);
        for (int i = 0; i + 2 < requests.size(); i++) {
            if (requests.get(i).status() == 429) {
                long silent = requests.get(i + 1).nanos() - requests.get(i).nanos();
                long told = Storm.told(List.of(requests.get(i + 1))).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                say(
                        "answered 429, Retry-After: %d: silent for %.1f s, then a post of %d lines",
                        RETRY_AFTER, silent / 1e9, told);
                check(silent >= TimeUnit.SECONDS.toNanos(RETRY_AFTER), "a request inside the Retry-After");
                check(told >= lines * (RETRY_AFTER - 1) / length.toSeconds(), "not all lines in the post after it");
                return;
            }
        }
        check(false, "Slack never answered 429");
    }

    private void counts() {
        Map<String, Long> told = Storm.told(slack.posts(CHANNEL));
        storm.made()
                .forEach((name, made) -> say("pattern: %s: sent=%d told=%d", name, made, told.getOrDefault(name, 0L)));
        check(told.equals(storm.made()), "told: " + told + " (expected: " + storm.made() + ")");
    }

    private void identity() throws IOException, InterruptedException {
        long accepted = messages("accepted");
        long ended = messages("posted") + messages("summarised") + messages("dead_lettered") + messages("dropped");
        say(
                "identity: posted=%d + summarised=%d + dead_lettered=%d + dropped=%d = %d, accepted=%d",
                messages("posted"),
                messages("summarised"),
                messages("dead_lettered"),
                messages("dropped"),
                ended,
                accepted);
        check(accepted == lines, "accepted: " + accepted + " (expected: " + lines + ")");
        check(ended == accepted, "ended: " + ended + " (expected: " + accepted + ")");
    }

    private long messages(String how) throws IOException, InterruptedException {
        return (long) server.admin().metric("spillway_messages_" + how + "_total");
    }

    private void memory() {
        say("store: most=%d MiB", mostStored >> 20);
        if (resident.isEmpty()) {
            return;
        }
        // The first minutes are the compilers' and the heap's to grow in; flat is what does not grow after.
        long half = length.toSeconds() / 2;
        long before = most(resident.headMap(half));
        long after = most(resident.tailMap(half));
        say(
                "resident: most in the first half=%d MiB, in the second=%d MiB, at the end=%d MiB",
                before >> 10, after >> 10, resident.lastEntry().getValue() >> 10);
        check(after <= before * (100 + GROWTH) / 100, "the second half took over " + GROWTH + " % more memory");
    }

    private static long most(Map<Long, Long> kibibytes) {
        return kibibytes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private void check(boolean holds, String failure) {
        if (!holds) {
            failures.add(failure);
        }
    }

    private static long seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
