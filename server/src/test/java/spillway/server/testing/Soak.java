package spillway.server.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Senders with Logplex's rules, the real server, a Slack with Slack's limits, and a {@code kill -9} at random, again and
 * again; then {@link Oracle} tells whether what was accepted has been told.
 *
 * <p>Rates are low enough that nearly every message is shown with its text: each channel posts every 11 s, 20 lines at most.
 * What is only counted is counted by the post. Run it by scripts/soak.
 */
public final class Soak {
    private static final int CHANNELS = 60;
    private static final int SENDERS = 4;
    private static final int BATCH = 50;
    private static final double PER_CHANNEL_AND_SECOND = 0.7;
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(26);
    private static final Duration TELL = Duration.ofMinutes(4);

    private final Random random;
    private final boolean slackFails;
    private final Path directory;
    private final List<String> command;
    private final SlackStandIn slack = new SlackStandIn();
    private final Map<String, LogplexSender> senders = new TreeMap<>();
    private final Map<String, Integer> read = new TreeMap<>();
    private final Oracle oracle = new Oracle();
    private final List<Duration> restarts = new ArrayList<>();
    private final int port;
    private final Path configuration;
    private int mostRepeatedPosts;

    private Soak(long seed, boolean slackFails, Path directory, List<String> command) throws IOException {
        this.random = new Random(seed);
        this.slackFails = slackFails;
        this.directory = directory;
        this.command = new ArrayList<>(command);
        this.port = ServerProcess.freePort(random);
        this.configuration = Files.writeString(directory.resolve("spillway.yml"), configuration());
        this.command.addAll(List.of("serve", "--config", configuration.toString()));
    }

    /** Arguments: kills, minutes, seed, whether Slack fails, a directory, and the command that starts the server. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int kills = Integer.parseInt(arguments[0]);
        Duration length = Duration.ofSeconds(Math.round(Double.parseDouble(arguments[1]) * 60));
        Soak soak = new Soak(
                Long.parseLong(arguments[2]),
                Boolean.parseBoolean(arguments[3]),
                Path.of(arguments[4]),
                List.of(arguments).subList(5, arguments.length));
        System.exit(soak.run(kills, length) ? 0 : 1);
    }

    private boolean run(int kills, Duration length) throws IOException, InterruptedException {
        for (int i = 0; i < SENDERS; i++) {
            String name = String.valueOf((char) ('a' + i));
            senders.put(
                    name,
                    new LogplexSender(
                            "http://" + name + ":soak@127.0.0.1:" + port + "/logs",
                            "d." + name,
                            BATCH,
                            null,
                            Duration.ofMillis(50)));
        }
        long millisPerLife = length.toMillis() / (kills + 1);
        ServerProcess server = start();
        for (int kill = 1; kill <= kills; kill++) {
            load(millisPerLife / 2 + random.nextLong(millisPerLife));
            server.kill();
            readPosts();
            if (kill % 10 == 0) {
                System.out.println(
                        "kills=" + kill + " " + oracle.verdict(senders).soFar());
            }
            load(random.nextInt(500));
            server = start();
        }
        load(millisPerLife);
        return end(server);
    }

    private ServerProcess start() throws IOException, InterruptedException {
        ServerProcess server = new ServerProcess(command, directory);
        restarts.add(server.awaitListening(START));
        return server;
    }

    /** Messages at random moments, for a while. */
    private void load(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        List<String> names = List.copyOf(senders.keySet());
        while (System.nanoTime() - end < 0) {
            String name = names.get(random.nextInt(names.size()));
            LogplexSender sender = senders.get(name);
            String process = "web." + (1 + random.nextInt(CHANNELS));
            if (sender != null) {
                sender.offer(Numbered.message(name, sender.offered(), process, random, Instant.now(Clock.systemUTC())));
            }
            if (slackFails && random.nextInt(200) == 0) {
                slack.next(channel(random.nextInt(CHANNELS)), fault());
            }
            double millisBetween = 1_000 / (CHANNELS * PER_CHANNEL_AND_SECOND);
            Thread.sleep(random.nextLong((long) (2 * millisBetween) + 1));
        }
    }

    private Fault fault() {
        return switch (random.nextInt(9)) {
            case 0 -> Fault.hang(Duration.ofSeconds(1 + random.nextInt(15)));
            case 1 -> Fault.tooManyRequests(1 + random.nextInt(8));
            case 2 -> Fault.serverError();
            case 3 -> Fault.serverError().butPosted();
            case 4 -> Fault.resetBeforeReading();
            case 5 -> Fault.resetAfterReading().butPosted();
            case 6 -> Fault.closeWithoutAnswer();
            case 7 -> Fault.truncatedAnswer();
            default -> Fault.slow(Duration.ofMillis(500 + random.nextInt(3_000)));
        };
    }

    private boolean end(ServerProcess server) throws IOException, InterruptedException {
        for (LogplexSender sender : senders.values()) {
            sender.awaitSettled(START);
        }
        long deadline = System.nanoTime() + TELL.toNanos();
        while (server.admin().metric("spillway_groups") > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(200);
        }
        String memory = memory(server);
        int exit = server.stop(STOP);
        readPosts();
        Oracle.Verdict verdict = oracle.verdict(senders);
        senders.forEach((name, sender) -> System.out.println("sender " + name + ": " + sender.summary()));
        System.out.println("restarts: count=" + (restarts.size() - 1) + " median=" + median() + "ms slowest="
                + slowest() + "ms exit=" + exit + memory);
        System.out.println("repeated posts: most=" + mostRepeatedPosts + " (a channel and kill; expected: <= 1)");
        slack.violations().stream().distinct().limit(10).forEach(one -> System.out.println("slack: " + one));
        System.out.println(verdict);
        verdict.invented().stream().limit(10).forEach(one -> System.out.println("invented: " + one));
        if (verdict.lost() > 0) {
            System.out.println("lost, some of: " + oracle.missing(senders));
            server.log().stream().limit(40).forEach(line -> System.out.println("server: " + line));
        }
        return verdict.holds() && exit == 0;
    }

    private long slowest() {
        return restarts.stream().mapToLong(Duration::toMillis).max().orElse(0);
    }

    private long median() {
        return restarts.stream()
                .mapToLong(Duration::toMillis)
                .sorted()
                .skip(restarts.size() / 2)
                .findFirst()
                .orElse(0);
    }

    private static String memory(ServerProcess server) throws IOException {
        Path status = Path.of("/proc", Long.toString(server.pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .map(line -> " resident=" + line.replaceAll("\\D", "") + "kB")
                        .findFirst()
                        .orElse("")
                : "";
    }

    /** New posts to the oracle; how many posts of one channel told something again since the last kill. */
    private void readPosts() {
        for (int i = 0; i < CHANNELS; i++) {
            List<SlackStandIn.Received> posts = slack.posts(channel(i));
            int from = read.getOrDefault(channel(i), 0);
            int repeated = 0;
            for (SlackStandIn.Received post : posts.subList(from, posts.size())) {
                repeated += oracle.read(post.json()) > 0 ? 1 : 0;
            }
            read.put(channel(i), posts.size());
            mostRepeatedPosts = Math.max(mostRepeatedPosts, repeated);
        }
    }

    private static String channel(int index) {
        return "c" + (index + 1);
    }

    private String configuration() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("listen: {address: \"127.0.0.1:").append(port).append("\"}\n");
        yaml.append("admin: {address: \"127.0.0.1:0\"}\n");
        yaml.append("drains:\n");
        for (int i = 0; i < SENDERS; i++) {
            char name = (char) ('a' + i);
            yaml.append("  - {name: ")
                    .append(name)
                    .append(", credentials: [\"")
                    .append(name)
                    .append(":soak\"]}\n");
        }
        yaml.append("channels:\n");
        for (int i = 0; i < CHANNELS; i++) {
            yaml.append("  - {name: ")
                    .append(channel(i))
                    .append(", webhook: \"")
                    .append(slack.webhook(channel(i)))
                    .append("\"}\n");
        }
        yaml.append("rules:\n");
        for (int i = 0; i < CHANNELS; i++) {
            yaml.append("  - {name: r")
                    .append(i + 1)
                    .append(", when: {app: app, process: web.")
                    .append(i + 1)
                    .append("}, post-to: ")
                    .append(channel(i))
                    .append("}\n");
        }
        yaml.append("group: {by: [app], wait: 2s, interval: 11s}\n");
        yaml.append("store: {directory: ").append(directory.resolve("store")).append("}\n");
        return yaml.toString();
    }
}
