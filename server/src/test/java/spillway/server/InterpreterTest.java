package spillway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.config.ConfigurationException;
import spillway.server.config.ConfigurationReader;
import spillway.server.forward.RoutedRequest;
import spillway.server.testing.Corpus;

class InterpreterTest {
    private static final long NOW = 1_700_000_000_000L;

    private final Interpreter interpreter;

    InterpreterTest() throws ConfigurationException {
        interpreter = new Interpreter(new Ruleset(ConfigurationReader.builtIn(Map.of())));
    }

    private long read(String process, String text) {
        byte[] octets = ("<190>1 2024-01-01T00:00:00Z host app " + process + " - " + text + "\n").getBytes(UTF_8);
        return interpreter.read(octets, 0, octets.length, Dialect.LOGPLEX, 0, NOW);
    }

    @Test
    void sendsLinesOfATrace_whereItsFirstLineWent() {
        assertEquals(1, read("web.1", "Exception in thread \"main\" java.lang.IllegalStateException: closed"));
        assertEquals(1, read("web.1", "\tat com.example.Main.run(Main.java:42)"));
        assertEquals(Severity.ERROR, interpreter.meaning().severity());
        assertEquals(true, interpreter.accepted("shop", "", NOW).continues());
        assertEquals(0, read("web.1", "listening on 8080"));
    }

    @Test
    void keepsTracesOfDynosApart() {
        assertEquals(0, read("web.1", "all is well"));
        assertEquals(1, read("web.2", "ERROR it broke"));
        assertEquals(1, read("web.2", "    at run (app.js:1:2)"));
        assertEquals(0, read("web.1", "still well"));
    }

    @Test
    void acceptsPostgresLinesOfOneKind_asEqual() {
        for (int i = 1; i < 20; i++) {
            assertEquals(
                    1,
                    read(
                            "postgres.7",
                            "[DATABASE] [" + i + "-1]  sql_error_code = 53300 pid=\"" + i + "\" session_id=\"65f2." + i
                                    + "\" FATAL:  too many connections for role \"app\""));
            assertEquals(
                    "FATAL:  too many connections for role \"app\"",
                    interpreter.accepted("shop", "", NOW).text());
        }
    }

    @Test
    void acceptsRouterLines_withTheirRequest() {
        byte[] octets =
                ("<158>1 2024-01-01T00:00:00Z host heroku router - at=error code=H12 desc=\"Request timeout\" method=GET"
                                + " path=\"/cart?id=7\" host=h request_id=8601 fwd=\"203.0.113.2\" dyno=web.2 connect=1ms service=30001ms"
                                + " status=503 bytes=0 protocol=https\n")
                        .getBytes(UTF_8);
        assertEquals(1, interpreter.read(octets, 0, octets.length, Dialect.LOGPLEX, 0, NOW));
        assertEquals(
                new RoutedRequest("GET", "/cart?id=7", 503, 30_001, "web.2", "8601"),
                interpreter.accepted("shop", "", NOW).request());
    }

    @Test
    void readsMessages_withoutAllocation() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Corpus corpus = new Corpus(7, 0);
        List<byte[]> frames = Stream.generate(corpus::message)
                .limit(2_000)
                .map(message -> message.getBytes(UTF_8))
                .toList();
        for (int round = 0; round < 20; round++) {
            readAll(frames);
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        readAll(frames);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertEquals(0, allocated / frames.size(), allocated + " octets for " + frames.size() + " messages");
    }

    private void readAll(List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            interpreter.read(frame, 0, frame.length, Dialect.LOGPLEX, 0, NOW);
        }
    }
}
