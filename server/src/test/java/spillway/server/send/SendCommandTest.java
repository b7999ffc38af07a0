package spillway.server.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import spillway.server.testing.DrainStandIn;
import spillway.server.testing.WireRequest;

class SendCommandTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T07:10:08Z"), ZoneOffset.UTC);
    private static final String LINE = "2024-01-01T00:00:00Z app[web.1]: a\n";

    private final DrainStandIn drain = new DrainStandIn();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        drain.close();
    }

    @Test
    void send_postsInBatches_andSaysWhatBecameOfThem() throws Exception {
        assertEquals(0, run("--to", drain.url(), "--batch", "2", "--repeat", "2", "--now", file(LINE.repeat(3))));

        assertEquals(
                "sent: requests=4 messages=6 accepted=6 refused=0 in-doubt=0 retries=0 seconds=0.0\n", out.toString());
        assertEquals(
                List.of("2", "1", "2", "1"),
                drain.requests().stream()
                        .map(request -> request.header("Logplex-Msg-Count"))
                        .toList());
        assertEquals(
                "52 <190>1 2026-11-22T07:10:08+00:00 host app web.1 - a\n",
                drain.requests().get(1).bodyText());
    }

    @Test
    void send_endsWith74_whenARequestIsRefused() throws Exception {
        drain.answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");

        assertEquals(74, run("--to", drain.url(), file(LINE)));
        assertEquals(
                "sent: requests=1 messages=1 accepted=0 refused=1 in-doubt=0 retries=0 seconds=0.0\n", out.toString());
        assertEquals(
                "send: http://127.0.0.1:" + drain.port()
                        + "/logs?app=shop: not everything was accepted; last: status 401\n",
                err.toString());
    }

    @Test
    void send_takesCredentials_whenTheUrlHasNone() throws Exception {
        assertEquals(
                0,
                run("--to", "http://127.0.0.1:" + drain.port() + "/logs", "--credentials", "user:p%40ss", file(LINE)));

        WireRequest request = drain.requests().get(0);
        assertEquals("Basic dXNlcjpwJTQwc3M=", request.header("Authorization"));
    }

    @Test
    void send_endsWith64_whenAnOptionIsWrong() throws Exception {
        assertEquals(64, run("--to", "drain", file(LINE)));
        assertEquals(64, run("--to", drain.url(), "--batch", "1025", file(LINE)));
        assertEquals(64, run("--rate", "fast", file(LINE)));
        assertEquals(64, run());
        assertTrue(err.toString().contains("send: batch: 1025 (expected: 1 to 1024)\n"), err::toString);
        assertEquals(64, run("--to", "http://127.0.0.1:1/logs", "--credentials", "planted", file(LINE)));
        assertTrue(
                err.toString().endsWith("send: credentials: a value without a colon (expected: user:password)\n"),
                err::toString);
        assertEquals(List.of(), drain.requests());
    }

    @Test
    void send_endsWith74_whenTheFileCannotBeRead() throws Exception {
        assertEquals(74, run("--to", drain.url(), directory.resolve("none").toString()));
        assertEquals(74, run("--to", drain.url(), directory.toString()));
        assertEquals(74, run("--to", drain.url(), file("99 <13>1 ab")));
        assertEquals(
                "send: " + directory.resolve("none") + ": no such file\n"
                        + "send: " + directory + ": a directory (expected: a file, or - for standard input)\n"
                        + "send: " + directory.resolve("capture.log")
                        + ": octet 0: \"99 <13>1 ab\" (expected: a frame as \"93 <45>1 ...\", whole)\n",
                err.toString());
    }

    /** A label of a host name has at most 63 octets, so nobody is asked for this one. */
    @Test
    void post_saysThatTheHostIsUnknown() throws Exception {
        String url = "http://" + "x".repeat(64) + ".invalid/logs";
        try (LogplexClient client = new LogplexClient(DrainUrl.of(url), "d.1", null, CLOCK, () -> 0)) {
            LogplexRequest request = client.request(List.of(LINE.getBytes(StandardCharsets.UTF_8)));
            ConnectException thrown = assertThrows(ConnectException.class, () -> client.post(request));
            assertEquals(url + ": unknown host", thrown.getMessage());
        }
    }

    @Test
    void sending_keepsTheRate() throws Exception {
        AtomicLong now = new AtomicLong();
        List<Long> sleeps = new ArrayList<>();
        LogplexClient client = new LogplexClient(DrainUrl.of(drain.url()), "d.1", null, CLOCK, () -> now.get());
        Sending sending = new Sending(client, new Sending.Pace(10, 4, 1, false), CLOCK, now::get, nanos -> {
            sleeps.add(Math.round(nanos / 1e6));
            now.addAndGet(nanos);
        });

        try (client) {
            sending.send(Capture.messages(LINE.repeat(4).getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
        }
        assertEquals(List.of(250L, 250L, 250L), sleeps);
        assertEquals(
                "requests=4 messages=4 accepted=4 refused=0 in-doubt=0",
                sending.tally().toString());
    }

    private int run(String... arguments) {
        return new CommandLine(new SendCommand(CLOCK, () -> 0))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("capture.log"), content).toString();
    }
}
