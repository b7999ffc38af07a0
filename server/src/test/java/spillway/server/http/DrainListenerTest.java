package spillway.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spillway.server.http.RunningListener.drain;
import static spillway.server.http.RunningListener.post;
import static spillway.server.http.RunningListener.settings;

import io.github.nettyplus.leakdetector.junit.NettyLeakDetectorExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.server.config.Configuration.Drain;
import spillway.server.http.RunningListener.Received;

@ExtendWith(NettyLeakDetectorExtension.class)
class DrainListenerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final String FRAMES = "3 abc2 de";
    private static final Drain OPEN = drain("any", List.of(), List.of());

    private RunningListener running;

    private RunningListener run(Drain... drains) throws IOException {
        running = new RunningListener(drains);
        return running;
    }

    @AfterEach
    void close() {
        if (running != null) {
            running.close();
        }
    }

    private static String basic(String userinfo) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(userinfo.getBytes(UTF_8));
    }

    private static int status(String answer) {
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void handsOverFrames_withWhatTheHeadSays() throws IOException {
        run(OPEN);
        String request =
                post(FRAMES, "Logplex-Frame-Id: F1", "X-Request-Id: X1").replace("/logs", "/logs?app=my%20shop");
        assertEquals(OK, running.exchange(request));
        assertEquals(List.of(new Received("any", "my shop", "F1", true, List.of("abc", "de"))), running.received);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logs?app=%zz", "/logs?app=%", "http://x/logs", "https://x:1/logs?a=%e"})
    void takesRequest_whateverItsTargetLooksLike(String target) throws IOException {
        run(OPEN);
        assertEquals(OK, running.exchange(post(FRAMES).replace("/logs", target)));
        assertEquals(List.of(new Received("any", "", null, false, List.of("abc", "de"))), running.received);
    }

    @Test
    void readsChunkedBody_whateverTheChunks() throws IOException {
        run(OPEN);
        String request = "POST /logs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: R\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1\r\n3\r\n4\r\n abc\r\n4\r\n2 de\r\n0\r\n\r\n";
        assertEquals(OK, running.exchange(request));
        assertEquals(List.of(new Received("any", "", "R", false, List.of("abc", "de"))), running.received);
    }

    private static String gzip(String body) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body.getBytes(ISO_8859_1));
        }
        return compressed.toString(ISO_8859_1);
    }

    @Test
    void expandsGzipBody() throws IOException {
        run(OPEN);
        assertEquals(OK, running.exchange(post(gzip(FRAMES), "Content-Encoding: gzip")));
        assertEquals(List.of("abc", "de"), running.received.get(0).frames());
    }

    @Test
    void refusesGzipBody_thatExpandsOverTheLimit() throws IOException {
        run(OPEN);
        assertEquals(413, status(running.exchange(post(gzip("9 123456789".repeat(10_000)), "Content-Encoding: gzip"))));
        assertEquals(List.of(), running.received);
    }

    @Test
    void refusesGzipBody_thatIsNone() throws IOException {
        run(OPEN);
        assertEquals(400, status(running.exchange(post(FRAMES, "Content-Encoding: gzip"))));
    }

    @ParameterizedTest
    @CsvSource({
        "400,9 abc",
        "400,no frames",
        "200,3 abc9 de",
        "200,3 abcxyz",
        "200,''",
    })
    void answers_whatCouldBeRead(int status, String body) throws IOException {
        run(OPEN);
        assertEquals(status, status(running.exchange(post(body))));
    }

    @Test
    void countsFrames_thatLogplexAnnouncedAndThatAreMissing() throws IOException {
        run(OPEN);
        assertEquals(200, status(running.exchange(post(FRAMES, "Logplex-Msg-Count: 5"))));
        assertEquals(3.0, running.metrics.framesMalformed.labelValues("any").get());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|POST /other HTTP/1.1\\r\\nHost: x\\r\\n",
                "404|POST /logsx HTTP/1.1\\r\\nHost: x\\r\\n",
                "405|GET /logs HTTP/1.1\\r\\nHost: x\\r\\n",
                "405|post /logs HTTP/1.1\\r\\nHost: x\\r\\n",
                "415|POST /logs HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: text/plain\\r\\n",
                "415|POST /logs HTTP/1.1\\r\\nHost: x\\r\\nContent-Encoding: br\\r\\n",
                "413|POST /logs HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 65537\\r\\n",
                "400|POST /logs HTTP/1.1\\r\\n",
                "400|POST /logs HTTP/1.1\\r\\nHost: x\\r\\nHost: x\\r\\n",
                "400|POST /logs HTTP/1.1\\r\\nHost: x\\r\\nA: b\\r\\n c\\r\\n",
                "400|POST /logs HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 3\\r\\n",
                "400|POST /logs HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n",
                "400|POST /logs HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -3\\r\\n",
                "400|POST /logs HTTP/1.1\\r\\nHost : x\\r\\n",
                "400|nonsense\\r\\n",
                "505|POST /logs HTTP/9.9\\r\\nHost: x\\r\\n",
                "505|POST /logs HTTP/2.0\\r\\nHost: x\\r\\n",
            })
    void refuses_whatItMust(int status, String head) throws IOException {
        run(OPEN);
        String request = head.replace("\\r\\n", "\r\n") + "Connection: close\r\n\r\n";
        String answer = running.exchange(request);
        assertEquals(status, status(answer), answer);
        assertEquals(List.of(), running.received);
    }

    @Test
    void refusesHead_thatIsTooLarge() throws IOException {
        run(OPEN);
        String many = "A: b\r\n".repeat(65);
        assertEquals(431, status(running.exchange("POST /logs HTTP/1.1\r\nHost: x\r\n" + many + "\r\n")));
        String large = "A: " + "b".repeat(9_000) + "\r\n";
        assertEquals(431, status(running.exchange("POST /logs HTTP/1.1\r\nHost: x\r\n" + large + "\r\n")));
        assertEquals(414, status(running.exchange("POST /logs?" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")));
    }

    @Test
    void takesBothHttp10AndHttp11() throws IOException {
        run(OPEN);
        String request = "POST /logs HTTP/1.0\r\nContent-Length: 5\r\n\r\n3 abc";
        assertEquals(OK, running.exchange(request));
    }

    @ParameterizedTest
    @CsvSource({
        "200,shop,user:p%40ss",
        "200,shop,user:p@ss",
        "200,shop,second:key",
        "200,other,other:x",
        "401,-,user:wrong",
        "401,-,user:",
        "401,-,:p@ss",
        "401,-,user:p@ssx",
        "401,-,''",
    })
    void knowsDrain_byItsCredentials(int status, String drain, String userinfo) throws IOException {
        run(
                drain("shop", List.of("user:p%40ss", "second:key", "Bearer t0ken"), List.of()),
                drain("other", List.of("other:x"), List.of()));
        assertEquals(status, status(running.exchange(post(FRAMES, basic(userinfo)))));
        assertEquals(
                drain.equals("-") ? List.of() : List.of(drain),
                running.received.stream().map(Received::drain).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "200,Authorization: Bearer t0ken",
        "200,authorization: bearer t0ken",
        "401,Authorization: Bearer t0ke",
        "401,Authorization: Bearer",
        "401,Authorization: Basic !!!",
        "401,Authorization: Digest t0ken",
        "401,X: y"
    })
    void takesBearerToken(int status, String header) throws IOException {
        run(drain("shop", List.of("Bearer t0ken"), List.of()));
        String answer = running.exchange(post(FRAMES, header));
        assertEquals(status, status(answer));
        assertEquals(status == 401, answer.contains("WWW-Authenticate: Basic"));
    }

    @Test
    void knowsDrain_byItsToken() throws IOException {
        run(
                drain("one", List.of("u:p"), List.of("d.1")),
                drain("two", List.of("u:p"), List.of("d.2")),
                drain("three", List.of("v:p"), List.of()));
        assertEquals(200, status(running.exchange(post(FRAMES, basic("u:p"), "Logplex-Drain-Token: d.2"))));
        assertEquals(200, status(running.exchange(post(FRAMES, basic("u:p"), "Logplex-Drain-Token: d.1"))));
        assertEquals(403, status(running.exchange(post(FRAMES, basic("u:p"), "Logplex-Drain-Token: d.3"))));
        assertEquals(403, status(running.exchange(post(FRAMES, basic("u:p")))));
        assertEquals(200, status(running.exchange(post(FRAMES, basic("v:p"), "Logplex-Drain-Token: d.3"))));
        assertEquals(
                List.of("two", "one", "three"),
                running.received.stream().map(Received::drain).toList());
    }

    @Test
    void exchangesDrains_onOpenConnections() throws IOException {
        run(drain("one", List.of("u:old"), List.of()));
        try (Socket socket = running.connect()) {
            String request = post(FRAMES, basic("u:old")).replace("Connection: close\r\n", "");
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            assertEquals(200, status(RunningListener.readHead(socket.getInputStream())));
            running.listener.drains(List.of(drain("one", List.of("u:new"), List.of())));
            running.listener.connectionCount(); // the event loops have gone through their tasks
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            assertEquals(401, status(RunningListener.readHead(socket.getInputStream())));
        }
    }

    @Test
    void requiresForwardedHttps_ifAsked() throws IOException {
        running = new RunningListener(settings(null, true, 1 << 16), OPEN);
        assertEquals(200, status(running.exchange(post(FRAMES, "x-forwarded-proto: https"))));
        assertEquals(403, status(running.exchange(post(FRAMES, "X-Forwarded-Proto: http"))));
        assertEquals(403, status(running.exchange(post(FRAMES))));
    }

    @Test
    void keepsConnection_overRefusedRequests() throws IOException {
        run(OPEN);
        try (Socket socket = running.connect()) {
            for (int i = 0; i < 5; i++) {
                String bad = post("x", "Content-Encoding: br").replace("Connection: close\r\n", "");
                String good = post("3 ab" + i).replace("Connection: close\r\n", "");
                socket.getOutputStream().write((bad + good).getBytes(ISO_8859_1));
                assertEquals(415, status(RunningListener.readHead(socket.getInputStream())));
                assertEquals(200, status(RunningListener.readHead(socket.getInputStream())));
            }
        }
        assertEquals(List.of("ab0", "ab1", "ab2", "ab3", "ab4"), allFrames());
    }

    private List<String> allFrames() {
        return running.received.stream()
                .flatMap(request -> request.frames().stream())
                .toList();
    }

    @Test
    void holdsNextRequest_whileOneIsInWork() throws IOException {
        run(OPEN);
        running.answer = null;
        try (Socket socket = running.connect()) {
            OutputStream out = socket.getOutputStream();
            String request = post("3 ab#").replace("Connection: close\r\n", "");
            StringBuilder pipelined = new StringBuilder();
            for (int i = 0; i < 9; i++) {
                pipelined.append(request.replace('#', (char) ('0' + i)));
            }
            out.write(pipelined.toString().getBytes(ISO_8859_1));
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                while (running.unanswered.size() <= i) {
                    Thread.onSpinWait();
                }
                assertEquals(i + 1, running.received.size());
                seen.addAll(running.received.get(i).frames());
                running.unanswered.get(i).answer(Answer.OK);
                assertEquals(200, status(RunningListener.readHead(socket.getInputStream())));
            }
            assertEquals(List.of("ab0", "ab1", "ab2", "ab3", "ab4", "ab5", "ab6", "ab7", "ab8"), seen);
        }
    }

    @Test
    void leavesBodyInTheSocket_whileThereIsNoRoom() throws IOException {
        run(OPEN);
        running.answer = null;
        String large = "60000 " + "x".repeat(60_000);
        try (Socket first = running.connect();
                Socket second = running.connect();
                Socket third = running.connect()) {
            first.getOutputStream().write(post(large).getBytes(ISO_8859_1));
            awaitReceived(1);
            second.getOutputStream().write(post(large).getBytes(ISO_8859_1));
            third.getOutputStream().write(chunked(large).getBytes(ISO_8859_1));
            while (running.listener.connectionCount() < 3) {
                Thread.onSpinWait();
            }
            assertEquals(1, running.received.size());
            running.answer = Answer.OK;
            running.unanswered.get(0).answer(Answer.OK);
            assertEquals(OK, RunningListener.readAll(first.getInputStream()));
            assertEquals(OK, RunningListener.readAll(second.getInputStream()));
            assertEquals(OK, RunningListener.readAll(third.getInputStream()));
        }
        assertEquals(3, allFrames().size());
        assertEquals(0, running.listener.room().taken());
    }

    /** Large requests are handed over within a turn of the loop, small ones at its end. */
    @Test
    void handsOverEachRequestOnce_largeAndSmallInOneTurn() throws IOException {
        running = new RunningListener(RunningListener.settings(null, false, 1 << 20), OPEN);
        String large = "60000 " + "x".repeat(60_000);
        int connections = 8;
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Socket socket = running.connect();
            sockets.add(socket);
            String requests = keptAlive(i % 2 == 0 ? large.repeat(6) : "2 a" + i) + keptAlive("2 b" + i);
            socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
        }
        for (Socket socket : sockets) {
            assertEquals(200, status(RunningListener.readHead(socket.getInputStream())));
            assertEquals(200, status(RunningListener.readHead(socket.getInputStream())));
            socket.close();
        }
        assertEquals(2 * connections, running.received.size());
        assertEquals(
                connections / 2 * 6 + connections / 2 + connections, allFrames().size());
        assertEquals(0, running.listener.room().taken());
    }

    private static String keptAlive(String body) {
        return "POST /logs HTTP/1.1\r\nHost: x\r\nContent-Type: application/logplex-1\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String chunked(String body) {
        return "POST /logs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    private void awaitReceived(int count) {
        while (running.received.size() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void givesAllRoomBack_howeverRequestsEnd() throws IOException {
        run(OPEN);
        running.exchange(post(FRAMES));
        running.exchange(post("no frames"));
        running.exchange(post(""));
        running.exchange(post(FRAMES, "Content-Encoding: br"));
        running.exchange(chunked(FRAMES).replace("0\r\n\r\n", "zz\r\n"));
        running.exchange(chunked("9 123456789".repeat(10_000)));
        running.exchange("POST /logs HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n3 a");
        try (Socket cutOff = running.connect()) {
            cutOff.getOutputStream()
                    .write(post(FRAMES).substring(0, post(FRAMES).length() - 3).getBytes(ISO_8859_1));
        }
        while (running.listener.connectionCount() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(0, running.listener.room().taken());
    }

    @Test
    void answers503_beforeTheSenderGivesUp() throws IOException {
        run(OPEN);
        running.answer = null;
        String answer = running.exchange(post(FRAMES));
        assertEquals(
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                answer);
    }

    @Test
    void endsSlowHead_with408() throws IOException {
        run(OPEN);
        assertEquals(408, status(running.exchange("POST /logs HTTP/1.1\r\nHost: x\r\nA: ")));
    }

    @Test
    void endsSlowBody_ofUnknownSender_with408() throws IOException {
        run(drain("shop", List.of("u:p"), List.of()));
        assertEquals(408, status(running.exchange("POST /logs HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n3 a")));
    }

    @Test
    void endsSlowBody_ofKnownSender_withoutAnAnswer() throws IOException {
        run(OPEN);
        assertEquals("", running.exchange("POST /logs HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n3 a"));
    }

    @Test
    void endsConnection_thatNeverSpeaks() throws IOException {
        run(OPEN);
        assertEquals("", running.exchange(""));
    }

    @Test
    void givesPortUp_whilePaused() throws IOException {
        run(OPEN);
        try (Socket socket = running.connect()) {
            while (running.listener.connectionCount() == 0) {
                Thread.onSpinWait();
            }
            running.listener.pause();
            assertEquals("", RunningListener.readAll(socket.getInputStream()));
        }
        awaitRefused();
        running.listener.resume();
        assertEquals(OK, running.exchange(post(FRAMES)));
    }

    /** The kernel lets go of the port a moment after it was closed. */
    private void awaitRefused() throws IOException {
        while (true) {
            try (Socket accepted = running.connect()) {
                accepted.setSoLinger(true, 0);
            } catch (ConnectException refused) {
                return;
            }
        }
    }

    @Test
    void saysWhichAddress_isInUse() throws IOException {
        run(OPEN);
        var taken = new spillway.server.config.Configuration.Listen(
                new spillway.server.config.Configuration.Address("127.0.0.1", running.address.getPort()),
                "/logs",
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                false,
                null);
        IOException refused = assertThrows(IOException.class, () -> new RunningListener(taken, OPEN).close());
        assertEquals(
                "listen.address: 127.0.0.1:" + running.address.getPort() + " (Address already in use)",
                refused.getMessage());
    }

    @Test
    void answersEveryBody_ofManyConnections_interleavedAndSplit() throws Exception {
        running = new RunningListener(RunningListener.settings(null, false, 1 << 16, Duration.ofMinutes(1)), OPEN);
        long seed = System.nanoTime();
        int connections = 16;
        int requests = 60;
        List<Thread> senders = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int c = 0; c < connections; c++) {
            int number = c;
            Thread sender = new Thread(() -> send(number, requests, seed));
            sender.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            senders.add(sender);
            sender.start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertEquals(List.of(), failures, "seed " + seed);
        List<String> expected = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            for (int r = 0; r < requests; r++) {
                expected.add("c" + c + "r" + r + "a");
                expected.add("c" + c + "r" + r + "b");
            }
        }
        assertEquals(
                expected.stream().sorted().toList(),
                allFrames().stream().sorted().toList(),
                "seed " + seed);
    }

    private void send(int connection, int requests, long seed) {
        java.util.Random random = new java.util.Random(seed + connection);
        try (Socket socket = running.connect()) {
            for (int r = 0; r < requests; r++) {
                String a = "c" + connection + "r" + r + "a";
                String b = "c" + connection + "r" + r + "b";
                byte[] octets = post(a.length() + " " + a + b.length() + " " + b)
                        .replace("Connection: close\r\n", "")
                        .getBytes(ISO_8859_1);
                int at = 0;
                while (at < octets.length) {
                    int end = Math.min(octets.length, at + 1 + random.nextInt(octets.length));
                    socket.getOutputStream().write(octets, at, end - at);
                    at = end;
                }
                assertTrue(RunningListener.readHead(socket.getInputStream()).startsWith("HTTP/1.1 200 OK\r\n"));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
