package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.nettyplus.leakdetector.junit.NettyLeakDetectorExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.testing.DrainConnection;

/** Clients that are slow, wrong or mad; good ones must not notice, and nothing may break. */
@ExtendWith(NettyLeakDetectorExtension.class)
class HostileSystemTest {
    private static final int SLOW = 150;
    private static final int MUTANTS = 2_000;
    private static final Set<Integer> ANSWERS =
            Set.of(0, 200, 400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 431, 505);
    private static final String POST = "POST /logs HTTP/1.1\r\n";
    private static final String GOOD = POST + "Host: x\r\nContent-Type: application/logplex-1\r\n";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    private int frames;

    @Test
    void goodRequestsAreAnswered_whileSlowOnesDrip_andTheSlowOnesEndByTheirTimeOut() throws Exception {
        int port = RunningServer.freePort();
        List<DrainConnection> heads = new ArrayList<>();
        List<DrainConnection> bodies = new ArrayList<>();
        try (RunningServer server = new RunningServer(directory, port, configuration(port))) {
            for (int i = 0; i < SLOW; i++) {
                heads.add(opened(port, POST + "Host: x\r\nX-Slow: "));
                bodies.add(opened(port, GOOD + "Content-Length: 5000\r\n\r\n4990 <190>1 "));
            }
            try (DrainConnection good = server.connect()) {
                for (int i = 0; i < 50; i++) {
                    heads.forEach(HostileSystemTest::drip);
                    bodies.forEach(HostileSystemTest::drip);
                    assertEquals(200, good.exchange(good()));
                    LockSupport.parkNanos(10_000_000);
                }
            }
            for (DrainConnection head : heads) {
                assertTrue(Set.of(0, 408).contains(status(head.readAll())));
            }
            for (DrainConnection body : bodies) {
                assertEquals("", body.readAll().replaceAll("\\[.*]", "")); // no answer, or its sender would drop it
            }
            assertEquals(50, server.metric("spillway_requests_total{drain=\"shop\",status=\"200\"}"));
        }
        for (List<DrainConnection> some : List.of(heads, bodies)) {
            for (DrainConnection one : some) {
                one.close();
            }
        }
    }

    @Test
    void malformedRequest_getsItsStatus_andNeverA500() throws Exception {
        TreeMap<String, Integer> cases = new TreeMap<>();
        cases.put("GARBAGE\r\n\r\n", 400);
        cases.put(POST + "\r\n", 400);
        cases.put(POST + "Host: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n", 400);
        cases.put(POST + "Host: x\r\nX-Fold: a\r\n b\r\nContent-Length: 0\r\n\r\n", 400);
        cases.put(POST + "Host: x\r\nNo colon\r\n\r\n", 400);
        cases.put("POST /logs HTTP/9.9\r\nHost: x\r\n\r\n", 505);
        cases.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
        cases.put("GET /logs HTTP/1.1\r\nHost: x\r\n\r\n", 405);
        cases.put("POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 404);
        cases.put("POST /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
        cases.put(POST + "Host: x\r\nX: " + "x".repeat(70_000) + "\r\n\r\n", 431);
        cases.put(POST + "Host: x\r\n" + "X: y\r\n".repeat(1_000) + "\r\n", 431);
        cases.put(GOOD + "Content-Length: many\r\n\r\n", 400);
        cases.put(GOOD + "Content-Length: -1\r\n\r\n", 400);
        cases.put(GOOD + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400);
        cases.put(GOOD + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        cases.put(GOOD + "Transfer-Encoding: gzip\r\n\r\n", 400);
        cases.put(GOOD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400);
        cases.put(GOOD + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\na", 415);
        cases.put(GOOD + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde", 400);
        cases.put(POST + "Host: x\r\nContent-Type: text/html\r\nContent-Length: 1\r\n\r\na", 415);
        cases.put(GOOD + "Content-Length: 99999999\r\n\r\n", 413);
        cases.put(GOOD + "Content-Length: 9\r\n\r\nnot count", 400);
        cases.put(GOOD + "Content-Length: 24\r\n\r\n99999999999999999999 <1>1", 400);
        cases.put(GOOD + "Content-Length: 0\r\n\r\n", 200);
        cases.put("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n", 400);
        int port = RunningServer.freePort();
        try (RunningServer server = new RunningServer(directory, port, configuration(port))) {
            List<String> wrong = new ArrayList<>();
            cases.forEach((request, expected) -> {
                int status = status(exchange(port, request.getBytes(StandardCharsets.ISO_8859_1)));
                if (status != expected) {
                    wrong.add(status + " (expected: " + expected + ") "
                            + request.substring(0, Math.min(120, request.length())));
                }
            });
            assertEquals(List.of(), wrong);
            assertStillGood(server);
        }
    }

    @Test
    void mutatedRequest_isAnsweredOrClosed_andNeverA500() throws Exception {
        int port = RunningServer.freePort();
        try (RunningServer server = new RunningServer(directory, port, configuration(port))) {
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = mutant();
                String answer = exchange(port, mutant);
                if (!ANSWERS.contains(status(answer))) {
                    wrong.add(answer + " to " + new String(mutant, StandardCharsets.ISO_8859_1));
                }
            }
            assertEquals(List.of(), wrong, () -> "seed " + seed);
            assertStillGood(server);
        }
    }

    private byte[] mutant() {
        byte[] octets = good();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(octets.length);
            switch (random.nextInt(3)) {
                case 0 -> octets[at] = (byte) random.nextInt(256);
                case 1 -> octets[at] ^= (byte) (1 << random.nextInt(8));
                default -> octets = Arrays.copyOf(octets, Math.max(1, at));
            }
        }
        return octets;
    }

    private void assertStillGood(RunningServer server) throws IOException {
        try (DrainConnection drain = server.connect()) {
            assertEquals(200, drain.exchange(good()));
        }
    }

    private static String exchange(int port, byte[] request) {
        try (DrainConnection drain = new DrainConnection(port)) {
            drain.write(request);
            drain.endOutput();
            return drain.readAll();
        } catch (IOException closed) {
            return "";
        }
    }

    private static DrainConnection opened(int port, String beginning) throws IOException {
        DrainConnection connection = new DrainConnection(port);
        connection.write(beginning.getBytes(StandardCharsets.US_ASCII));
        return connection;
    }

    private static void drip(DrainConnection slow) {
        try {
            slow.write(new byte[] {'x'});
        } catch (IOException closed) {
            // that is its time-out
        }
    }

    /** 0 if it was closed without an answer. */
    private static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    private byte[] good() {
        String message = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - a good one\n";
        return DrainConnection.logplex(
                "",
                String.format(Locale.ROOT, "%032x", frames++),
                1,
                (message.length() + " " + message).getBytes(StandardCharsets.UTF_8));
    }

    private static String configuration(int port) {
        return """
                listen: {address: "127.0.0.1:%d", request-timeout: 1s}
                drains: [{name: shop}]
                channels: [{name: all, console: true}]
                rules: [{name: all, post-to: all}]
                """.formatted(port);
    }
}
