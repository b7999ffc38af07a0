package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.AdminPort;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.Fault;
import spillway.server.testing.ServerProcess;
import spillway.server.testing.SlackStandIn;

/** A store that can't take more, or whose disk fails: late answers, 503, a port given up; and all of it ends by itself. */
class FullDiskSystemTest {
    private static final Duration DEADLINE = RunningServer.DEADLINE;
    private static final int MESSAGES = 100;

    private final Random random = new Random(42);

    @TempDir
    private Path directory;

    private int frames;

    @Test
    void fullStore_losesNothing_andTakesRequestsAgain() throws Exception {
        fillAndRecover("store: {directory: " + directory.resolve("store") + ", max-size: 8MiB}");
    }

    @Test
    void fullDisk_losesNothing_andTakesRequestsAgain() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
                "no disk of 8 MiB: a tmpfs can't be mounted here (expected: root)");
        try {
            fillAndRecover("store: {directory: " + disk.resolve("store") + "}");
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private void fillAndRecover(String store) throws Exception {
        try (SlackStandIn slack = new SlackStandIn()) {
            slack.always("all", Fault.tooManyRequests(1));
            try (RunningServer server = new RunningServer(directory, configuration(slack), store)) {
                int accepted = 0;
                try (DrainConnection drain = server.connect()) {
                    int status = drain.exchange(request());
                    while (status == 200) {
                        accepted++;
                        status = drain.exchange(request());
                    }
                    assertEquals(503, status);
                }
                assertTrue(accepted > 10, "requests before it was full: " + accepted);
                RunningServer.await("port given up", () -> isRefused(server.port));
                assertNotReady(server.admin, "store: ");
                assertEquals(200, server.admin.get("/health/live").statusCode());

                slack.always("all", null);
                double waiting = MESSAGES * (double) accepted;
                RunningServer.await("all told", () -> server.ended() >= waiting);
                long space = System.nanoTime();
                RunningServer.await("listening again", () -> !isRefused(server.port));
                try (DrainConnection drain = server.connect()) {
                    assertEquals(200, drain.exchange(request()));
                }
                System.out.println("accepting again after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - space)
                        + " ms, accepted before: " + accepted);
                RunningServer.await(
                        "ready", () -> server.admin.get("/health/ready").statusCode() == 200);
                server.awaitAllEnded(MESSAGES * (accepted + 1.0));
                assertEquals(0, server.metric("spillway_messages_dropped_total"));
            }
        }
    }

    /** Every sync fails from the second one of a thread on: the first request is safe, the second never is. */
    @Test
    void failingSync_isNeverAnswered200_andTheServerStaysUp() throws Exception {
        assumeTrue(run("strace", "-qq", "-o", "/dev/null", "true"), "no strace here, or it may not trace");
        try (SlackStandIn slack = new SlackStandIn()) {
            slack.always("all", Fault.tooManyRequests(1));
            int port = RunningServer.freePort();
            String store = "store: {directory: " + directory.resolve("store") + "}";
            try (RunningServer before = new RunningServer(directory, port, configuration(slack), store);
                    DrainConnection drain = before.connect()) {
                assertEquals(200, drain.exchange(request()));
            }
            List<String> command = new ArrayList<>(List.of(
                    "strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync,fdatasync:error=EIO:when=4+"));
            command.addAll(ServerCommand.serve(RunningServer.write(directory, port, configuration(slack), store)));
            try (ServerProcess server = new ServerProcess(command, directory)) {
                server.awaitListening(DEADLINE);
                int accepted = 1;
                int status = post(port);
                while (status == 200) {
                    accepted++;
                    status = post(port);
                }
                assertEquals(503, status);
                assertTrue(accepted < 10, "synced although each sync fails: " + accepted);
                RunningServer.await("port given up", () -> isRefused(port));
                assertNotReady(server.admin(), "store: ");
                assertEquals(200, server.admin().get("/health/live").statusCode());
                assertTrue(
                        server.log().stream()
                                        .filter(line -> line.contains("requests refused: "))
                                        .count()
                                == 1,
                        () -> String.join("\n", server.log()));
                server.kill();

                slack.always("all", null);
                int safe = accepted;
                try (RunningServer after = new RunningServer(directory, port, configuration(slack), store)) {
                    RunningServer.await("all told", () -> after.ended() >= safe * (double) MESSAGES);
                    assertEquals(0, after.metric("spillway_messages_dropped_total"));
                }
            }
        }
    }

    private int post(int port) throws IOException {
        try (DrainConnection drain = new DrainConnection(port)) {
            return drain.exchange(request());
        }
    }

    private static void assertNotReady(AdminPort admin, String reason) throws IOException, InterruptedException {
        HttpResponse<String> ready = admin.get("/health/ready");
        assertEquals(503, ready.statusCode());
        assertTrue(ready.body().contains(reason), ready::body);
        assertTrue(ready.body().contains("listener paused: "), ready::body);
    }

    private static boolean isRefused(int port) throws IOException {
        try (DrainConnection drain = new DrainConnection(port)) {
            return drain.isAnswered();
        } catch (ConnectException refused) {
            return true;
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static String configuration(SlackStandIn slack) {
        return """
                drains: [{name: shop}]
                channels: [{name: all, webhook: "%s"}]
                rules: [{name: all, post-to: all}]
                group: {by: [app], wait: 50ms, interval: 100ms}
                """.formatted(slack.webhook("all"));
    }

    /** About 90 KiB that neither collapse nor compress. */
    private byte[] request() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < MESSAGES; i++) {
            StringBuilder text = new StringBuilder("n=" + frames + "." + i + " ");
            while (text.length() < 850) {
                text.append(Long.toString(random.nextLong() >>> 1, 36));
            }
            String message = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - " + text + "\n";
            body.append(message.length()).append(' ').append(message);
        }
        return DrainConnection.logplex(
                "",
                String.format(Locale.ROOT, "%032x", frames++),
                MESSAGES,
                body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
