package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.Fault;
import spillway.server.testing.LogplexSender;
import spillway.server.testing.LogplexSender.Fate;
import spillway.server.testing.Numbered;
import spillway.server.testing.Oracle;
import spillway.server.testing.ServerProcess;
import spillway.server.testing.SlackStandIn;
import spillway.server.testing.SlackView;

/** The server as a process that is killed, stopped and started under load; what it answered 200 must be told. */
class RestartSystemTest {
    private static final Duration DEADLINE = RunningServer.DEADLINE;
    private static final List<String> DRAINS = List.of("a", "b", "c", "d");
    private static final int CHANNELS = 8;
    private static final int KILLS = 5;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final SlackStandIn slack = new SlackStandIn();
    private final Oracle oracle = new Oracle();
    private final Map<String, LogplexSender> senders = new TreeMap<>();
    private final Map<String, Integer> read = new HashMap<>();
    private final List<ServerProcess> servers = new ArrayList<>();
    private final int port = RunningServer.freePort();

    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        servers.forEach(ServerProcess::close);
        senders.values().forEach(LogplexSender::close);
        slack.close();
    }

    @Test
    void nothingAcceptedIsLost_howeverOftenItIsKilled_andStopped() throws Exception {
        DRAINS.forEach(name -> senders.put(name, RunningServer.sender(port, name + ":p", 50)));
        ServerProcess server = start();
        for (int kill = 0; kill < KILLS; kill++) {
            load(30 + random.nextInt(30));
            server.kill();
            assertTrue(repeatedPosts() <= 1, () -> "posts of one channel repeated by one kill, seed " + seed);
            load(random.nextInt(10));
            server = start();
        }
        load(40);
        assertEquals(0, server.stop(DEADLINE), () -> "seed " + seed);
        load(10);
        server = start();
        for (LogplexSender sender : senders.values()) {
            sender.awaitSettled(DEADLINE);
        }
        ServerProcess last = server;
        RunningServer.await("all groups told", () -> last.admin().metric("spillway_groups") == 0);
        assertEquals(0, last.stop(DEADLINE), () -> "seed " + seed);
        repeatedPosts();

        Oracle.Verdict verdict = oracle.verdict(senders);
        System.out.println("restarts under load: kills=" + KILLS + " " + verdict + " seed=" + seed);
        assertTrue(verdict.holds(), () -> verdict + ", seed " + seed + ": " + oracle.missing(senders));
        for (LogplexSender sender : senders.values()) {
            assertEquals(0, sender.counts().getOrDefault(Fate.REFUSED, 0), () -> "seed " + seed);
            assertEquals(0, sender.counts().getOrDefault(Fate.LOST, 0), () -> "seed " + seed);
        }
        assertEquals(List.of(), slack.violations(), () -> "seed " + seed);
    }

    @Test
    void requestInFlight_isAnswered_afterSigterm() throws Exception {
        ServerProcess server = start();
        byte[] first = request("00000000000000000000000000000000", "first words");
        byte[] last = request("00000000000000000000000000000001", "last words");
        byte[] both = Arrays.copyOf(first, first.length + last.length);
        System.arraycopy(last, 0, both, first.length, last.length);
        try (DrainConnection drain = new DrainConnection(port)) {
            drain.write(both, 0, both.length - 5);
            assertEquals(200, drain.status()); // now it has read all that was sent
            server.terminate();
            RunningServer.await("stopping", () -> isLogged(server, "stopping"));
            drain.write(both, both.length - 5, both.length);
            assertEquals(200, drain.status());
            assertEquals("", drain.readAll());
        }
        assertEquals(0, server.awaitExit(DEADLINE));
        assertEquals(List.of("first words", "last words"), texts("c1"));
    }

    @Test
    void secondSigterm_endsItAtOnce_andLosesNothing() throws Exception {
        slack.always("c1", Fault.hang(Duration.ofMinutes(10)));
        ServerProcess server = start();
        try (DrainConnection drain = new DrainConnection(port)) {
            assertEquals(200, drain.exchange(request("00000000000000000000000000000002", "still here")));
        }
        RunningServer.await("post in flight", () -> slack.requests("c1").size() == 1);
        server.terminate();
        RunningServer.await("stopping", () -> isLogged(server, "stopping"));
        assertEquals(143, server.stop(Duration.ofSeconds(15)));
        assertTrue(!isLogged(server, "stopped"), () -> String.join("\n", server.log()));

        slack.always("c1", null);
        start();
        slack.awaitPosts("c1", 1, DEADLINE);
        assertEquals(List.of("still here"), texts("c1"));
        assertTrue(slack.view("c1").contains("may be a repeat"), () -> slack.view("c1"));
    }

    /** Logplex repeats with the same frame id, but a notice of what was lost meanwhile stands in front, with a new date. */
    @Test
    void repeatedRequest_isAcceptedOnce_alsoAfterAKill() throws Exception {
        slack.always("c1", Fault.hang(Duration.ofMinutes(10)));
        ServerProcess server = start();
        byte[] request = request("00000000000000000000000000000003", "only once");
        try (DrainConnection drain = new DrainConnection(port)) {
            assertEquals(200, drain.exchange(request));
            assertEquals(200, drain.exchange(request));
            assertEquals(1, server.admin().metric("spillway_requests_repeated_total"));
        }
        server.kill();

        slack.always("c1", null);
        ServerProcess next = start();
        try (DrainConnection drain = new DrainConnection(port)) {
            assertEquals(200, drain.exchange(request));
            assertEquals(1, next.admin().metric("spillway_requests_repeated_total"));
            assertEquals(200, drain.exchange(request("00000000000000000000000000000004", "the next")));
        }
        slack.await("c1", posts -> texts("c1").contains("the next"), DEADLINE);
        assertEquals(List.of("only once", "the next"), texts("c1"), () -> slack.view("c1"));
    }

    private ServerProcess start() throws IOException, InterruptedException {
        Path configuration = RunningServer.write(directory, port, configuration());
        ServerProcess server = new ServerProcess(ServerCommand.serve(configuration), directory);
        servers.add(server);
        System.out.println("listening after " + server.awaitListening(DEADLINE).toMillis() + " ms");
        return server;
    }

    /** Messages from random drains to random channels, until so many more are accepted or wait. */
    private void load(int messages) {
        for (int i = 0; i < messages; i++) {
            String drain = DRAINS.get(random.nextInt(DRAINS.size()));
            LogplexSender sender = senders.get(drain);
            String process = "web." + (1 + random.nextInt(CHANNELS));
            if (sender != null) {
                sender.offer(Numbered.message(drain, sender.offered(), process, random, Instant.now()));
            }
            LockSupport.parkNanos(10_000_000L + random.nextInt(20_000_000));
        }
    }

    /** Reads the new posts; of the channel that was hit worst, how many told something again. */
    private int repeatedPosts() {
        int most = 0;
        for (int i = 1; i <= CHANNELS; i++) {
            List<SlackStandIn.Received> posts = slack.posts("c" + i);
            int repeated = 0;
            for (SlackStandIn.Received post : posts.subList(read.getOrDefault("c" + i, 0), posts.size())) {
                repeated += oracle.read(post.json()) > 0 ? 1 : 0;
            }
            read.put("c" + i, posts.size());
            most = Math.max(most, repeated);
        }
        return most;
    }

    private List<String> texts(String channel) {
        return slack.posts(channel).stream()
                .map(SlackStandIn.Received::json)
                .flatMap((JsonNode post) -> SlackView.lines(post).stream())
                .map(SlackView.ShownLine::text)
                .toList();
    }

    private static byte[] request(String frameId, String text) {
        String notice = "<172>1 " + Instant.now()
                + " host heroku logplex - Error L10 (output buffer overflow): 1 messages dropped since"
                + " 2024-01-01T00:00:00+00:00.";
        String message = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - " + text + "\n";
        String body = notice.length() + " " + notice + message.length() + " " + message;
        return DrainConnection.logplex("Basic YTpw", frameId, 2, body.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLogged(ServerProcess server, String event) {
        return server.log().stream().anyMatch(line -> line.contains(" " + event));
    }

    private String configuration() {
        StringBuilder yaml = new StringBuilder("drains:\n");
        DRAINS.forEach(name -> yaml.append("  - {name: %1$s, credentials: [\"%1$s:p\"]}\n".formatted(name)));
        yaml.append("channels:\n");
        for (int i = 1; i <= CHANNELS; i++) {
            yaml.append("  - {name: c%d, webhook: \"%s\"}\n".formatted(i, slack.webhook("c" + i)));
        }
        yaml.append("rules:\n");
        for (int i = 1; i <= CHANNELS; i++) {
            yaml.append("  - {name: r%1$d, when: {process: web.%1$d}, post-to: c%1$d}\n".formatted(i));
        }
        return yaml + "group: {by: [app], wait: 500ms, interval: 2s}\n";
    }
}
