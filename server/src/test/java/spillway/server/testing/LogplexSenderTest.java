package spillway.server.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.server.testing.LogplexSender.Fate;

class LogplexSenderTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String MESSAGE = "<190>1 2024-01-01T00:00:00Z host app web.1 - a\n";

    private final DrainStandIn drain = new DrainStandIn();
    private final LogplexSender sender = new LogplexSender(drain.url(), "d.1", 1);

    @AfterEach
    void close() {
        sender.close();
        drain.close();
    }

    @Test
    void request_carriesLogplexHeaders_onOneConnection() throws Exception {
        send(2);

        WireRequest request = drain.requests().get(0);
        assertEquals("POST /logs?app=shop", request.method() + " " + request.target());
        assertEquals("Basic dXNlcjpwJTQwc3M=", request.header("Authorization")); // user:p%40ss as it stands
        assertEquals("application/logplex-1", request.header("Content-Type"));
        assertEquals("1", request.header("Logplex-Msg-Count"));
        assertEquals("d.1", request.header("Logplex-Drain-Token"));
        assertTrue(request.header("Logplex-Frame-Id").matches("[0-9A-F]{32}"));
        assertEquals("47 " + MESSAGE, request.bodyText());
        assertNotEquals(
                request.header("Logplex-Frame-Id"), drain.requests().get(1).header("Logplex-Frame-Id"));
        assertEquals(1, drain.connections());
        assertEquals(Map.of(Fate.ACCEPTED, 2), sender.counts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
                "",
            })
    void request_isTriedThreeTimesUnderOneId_whenTheAnswerIsNotAnAcceptance(String answer) throws Exception {
        drain.answer(answer, answer, answer);
        send(1);

        assertEquals(Fate.IN_DOUBT, sender.fate(0));
        assertEquals(3, drain.requests().size());
        assertEquals(
                1,
                drain.requests().stream()
                        .map(request -> request.header("Logplex-Frame-Id"))
                        .distinct()
                        .count());
        assertEquals(3, drain.connections());
    }

    @Test
    void request_isAccepted_whenTheThirdTryIs() throws Exception {
        drain.answer("", "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", DrainStandIn.OK);
        send(1);

        assertEquals(Map.of(Fate.ACCEPTED, 1), sender.counts());
        assertEquals(3, drain.requests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad Request", "408 Request Timeout", "413 Content Too Large"})
    void request_isDroppedAtOnce_whenTheAnswerIsAClientError(String status) throws Exception {
        drain.answer("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno");
        send(2);

        assertEquals(Map.of(Fate.REFUSED, 1, Fate.ACCEPTED, 1), sender.counts());
        assertEquals(1, drain.connections());
        assertEquals("2", drain.requests().get(1).header("Logplex-Msg-Count"));
        assertTrue(drain.requests()
                .get(1)
                .bodyText()
                .matches(
                        "1\\d\\d <172>1 \\S+\\+00:00 host heroku logplex - Error L10 \\(output buffer overflow\\): 1 messages dropped"
                                + " since \\S+\\+00:00\\.47 <190>1 [^\n]*\n"));
    }

    @Test
    void lossNotice_isToldAgain_whenItsOwnRequestIsDropped() throws Exception {
        drain.answer("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
        send(4);

        List<WireRequest> requests = drain.requests();
        assertTrue(requests.get(2).bodyText().contains("overflow): 2 messages dropped since"));
        assertEquals("1", requests.get(3).header("Logplex-Msg-Count"));
    }

    @Test
    void answer_thatLeavesOctetsBehind_spoilsTheNext() throws Exception {
        drain.answer(DrainStandIn.OK + "junk\n");
        send(2);

        assertEquals(Map.of(Fate.ACCEPTED, 2), sender.counts());
        assertEquals(3, drain.requests().size()); // the second message was sent twice
        assertEquals(2, drain.connections());
    }

    @Test
    void refusedConnection_costsNoTryAndKeepsTheNewest1024() throws Exception {
        int port = drain.port();
        drain.close();
        try (LogplexSender patient =
                new LogplexSender("http://127.0.0.1:" + port + "/logs", "d.2", 1_024, null, Duration.ofMillis(1))) {
            patient.offer(MESSAGE);
            for (int i = 1; i < 1_500; i++) {
                patient.offer(MESSAGE);
            }
            try (DrainStandIn back = new DrainStandIn(port)) {
                patient.awaitSettled(DEADLINE);
                assertEquals(Fate.ACCEPTED, patient.fate(1_499));
                int accepted = patient.counts().getOrDefault(Fate.ACCEPTED, 0);
                assertTrue(
                        accepted >= LogplexSender.BUFFER, () -> patient.counts().toString());
                assertEquals(1_500 - accepted, patient.counts().getOrDefault(Fate.LOST, 0));
                assertEquals(1_500 - accepted, toldLost(back));
            }
        }
    }

    @Test
    void numbered_isFoundWhole_andDamageShows() {
        Random random = new Random(7);
        String text = Numbered.text("a", 17, random) + " ×3\n" + Numbered.text("b", 18, random);

        assertEquals(
                List.of(new Numbered.Found("a", 17, true), new Numbered.Found("b", 18, true)), Numbered.find(text));
        assertEquals(
                List.of(new Numbered.Found("a", 71, false), new Numbered.Found("b", 18, true)),
                Numbered.find(text.replace("n=17", "n=71")));
    }

    @Test
    void logShuttle_postsChunkedAndGzipped() throws Exception {
        String message = LogShuttleSender.message("2024-01-01T00:00:00Z", "web.1", "a".repeat(9_000));
        assertEquals(200, new LogShuttleSender(drain.url(), false, "Bearer t").post(List.of(message, message)));

        WireRequest request = drain.requests().get(0);
        assertEquals("9048 " + message + "9048 " + message, request.bodyText());
        assertEquals("chunked", request.header("Transfer-Encoding"));
        assertEquals("Bearer t", request.header("Authorization"));

        assertEquals(200, new LogShuttleSender(drain.url(), true, "").post(List.of(message)));
        byte[] zipped = drain.requests().get(1).body();
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            assertEquals("9048 " + message, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The sum of all loss notices. */
    private static int toldLost(DrainStandIn drain) {
        Pattern notice = Pattern.compile("overflow\\): (\\d+) messages dropped since");
        return drain.requests().stream()
                .flatMap(request -> notice.matcher(request.bodyText()).results())
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .sum();
    }

    private void send(int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            sender.offer(MESSAGE);
            sender.awaitSettled(DEADLINE);
        }
    }
}
