package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

class EventsTest {
    private final HerokuReader reader = new HerokuReader();
    private final Events events = new Events();
    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();
    private long micros;

    private boolean continues(String process, String text) {
        byte[] frame = ("<190>1 2024-01-01T00:00:00+00:00 host app " + process + " - " + text + "\n").getBytes(UTF_8);
        SyslogParser.parse(frame, 0, frame.length, SyslogParser.Dialect.LOGPLEX, message);
        reader.read(message, meaning);
        return events.continues(message, meaning, 0, micros);
    }

    @Test
    void continues_carriesSeverityAndDecision_ofTheFirstLine() {
        assertFalse(continues("web.1", "WARN  c.e.App - retry"));
        assertEquals(Events.UNDECIDED, events.decision());
        events.decided(7);
        assertTrue(continues("web.1", "\tat com.example.Main.main(Main.java:7)"));
        assertEquals(7, events.decision());
        assertEquals(Severity.WARNING, meaning.severity());
        assertEquals(Reason.EVENT, meaning.reason());
        assertTrue(meaning.continues());
    }

    @Test
    void continues_keepsProcessesApart() {
        assertFalse(continues("web.1", "ERROR boom"));
        events.decided(1);
        assertFalse(continues("web.2", "INFO fine"));
        events.decided(2);
        assertTrue(continues("web.1", "\tat com.example.Main.main(Main.java:7)"));
        assertEquals(1, events.decision());
    }

    @Test
    void continues_endsWithALineThatStandsForItself() {
        assertFalse(continues("web.1", "ERROR boom"));
        assertFalse(continues("web.1", "INFO fine"));
        assertFalse(continues("web.1", "  indented, and of no error"));
    }

    @Test
    void continues_endsAfterTwoSeconds() {
        assertFalse(continues("web.1", "ERROR boom"));
        micros = Events.MOST_MICROS + 1;
        assertFalse(continues("web.1", "\tat com.example.Main.main(Main.java:7)"));
        assertEquals(Severity.ERROR, meaning.severity());
    }

    @Test
    void continues_endsAfterTheMostLines() {
        assertFalse(continues("web.1", "ERROR boom"));
        for (int line = 1; line < Events.MOST_LINES; line++) {
            assertTrue(continues("web.1", "\tat com.example.Main.main(Main.java:7)"));
        }
        assertFalse(continues("web.1", "\tat com.example.Main.main(Main.java:7)"));
    }

    @Test
    void continues_joinsPostgresByItsNumber() {
        assertFalse(continues("postgres.12", "[GREEN] [16-1]  sql_error_code = 55P03 ERROR:  could not obtain lock"));
        assertTrue(continues("postgres.12", "[GREEN] [16-2]  sql_error_code = 55P03 STATEMENT:  SELECT 1"));
        assertEquals(Severity.ERROR, meaning.severity());
        assertFalse(continues("postgres.12", "[GREEN] [17-2]  sql_error_code = 00000 STATEMENT:  SELECT 1"));
    }

    @Test
    void continues_joinsTheExceptionsOwnLine_toTheLoggersLine() {
        assertFalse(continues("web.1", "ERROR Something failed"));
        assertTrue(continues("web.1", "java.lang.IllegalStateException: pool closed"));
        assertTrue(continues("web.1", "\tat com.example.Pool.take(Pool.java:42)"));
        assertFalse(continues("web.1", "java.lang.IllegalStateException: pool closed"));
        assertTrue(continues("web.1", "\tat com.example.Pool.take(Pool.java:42)"));
    }

    @Test
    void continues_beginsAnEvent_withAnExceptionAfterAnother() {
        assertFalse(continues("web.1", "Error: no cart"));
        assertFalse(continues("web.1", "TypeError: Cannot read properties of undefined"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Exception in thread \"main\" java.lang.IllegalStateException: pool closed",
                "thread 'main' panicked at src/main.rs:3:5:",
                "/app/server.js:12",
                "/app/user.rb:7:in `name': undefined method `strip' for nil (NoMethodError)",
                "Uncaught TypeError: Cannot read properties of undefined"
            })
    void continues_beginsAnEvent_withWhatNobodyCaught(String head) {
        assertFalse(continues("web.1", "WARN Something is slow"));
        assertFalse(continues("web.1", head));
        assertTrue(meaning.severity().isAtLeast(Severity.ERROR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Traceback (most recent call last):", "  + Exception Group Traceback (most recent call last):"})
    void continues_joinsATraceback_toTheLoggersLine(String head) {
        assertFalse(continues("web.1", "ERROR:root:charge failed"));
        assertTrue(continues("web.1", head));
    }

    @Test
    void continues_joinsWhatNobodyCaught_toTheProgramThatSaysItFails() {
        assertFalse(continues("web.1", "bundler: failed to load command: puma (/app/bin/puma)"));
        assertTrue(continues("web.1", "/app/config/production.rb:41:in `fetch': key not found: \"HOST\" (KeyError)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Listening on port 3000",
                "retrying in 5 s,",
                "{\"level\":\"info\",\"msg\":\"ready\"}",
                "level=info msg=ready",
                "Message: hello",
                "Request completed in 12 ms",
                "Goroutine pool started",
                "Called from the office",
                "Calls: 12 answered",
                "Next attempt in 3 s",
                "Next run failed: Error: no mail",
                "Description: a cart",
                "main.go:12: listening on :8080",
                "12 jobs done",
                "client: connected to <db>",
                " * Serving Flask app 'shop'",
                "! deployed",
                "\u001b[32minfo\u001b[39m: ready",
                "\u250c\u2500\u2500\u2500\u2510"
            })
    void continues_leavesOrdinaryLinesAlone_afterAnError(String line) {
        assertFalse(continues("web.1", "ERROR charge failed"));
        assertFalse(continues("web.1", line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Loaded configuration",
                "I, [2024-05-14T08:02:11 #4]  INFO -- : done",
                "Started GET \"/cart\" for 10.1.2.3"
            })
    void continues_leavesIndentedLinesAlone_afterALineThatAnnouncesNone(String head) {
        assertFalse(continues("web.1", head));
        assertFalse(continues("web.1", "  logger: json"));
        assertFalse(continues("web.1", " fatal_exit: true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Listening on port 3000", "ERROR boom", "  ERROR boom", "[web] one, two,"})
    void continues_endsAList_atALineThatStandsForItself(String line) {
        assertFalse(continues("web.1", "INFO Loaded configuration:"));
        assertTrue(continues("web.1", "  logger: json"));
        assertFalse(continues("web.1", line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ready", "ERROR boom", "  ready", "  ERROR boom", "} else"})
    void continues_endsAnObject_atItsBrace(String line) {
        assertFalse(continues("web.1", "INFO answered {"));
        assertTrue(continues("web.1", "  level: 'error',"));
        assertTrue(continues("web.1", "  tags: [ 'fatal' ]"));
        assertTrue(continues("web.1", "}"));
        assertEquals(Severity.INFO, meaning.severity());
        assertFalse(continues("web.1", line));
    }

    @Test
    void continues_endsAnObject_thatIsNeverClosed() {
        assertFalse(continues("web.1", "INFO answered {"));
        assertTrue(continues("web.1", "  status: 500,"));
        assertFalse(continues("web.1", "ready"));
        assertFalse(continues("web.1", "  ERROR boom"));
        assertFalse(continues("web.1", "DEBUG reply: {"));
        assertFalse(continues("web.1", " WARN pool is empty"));
        assertEquals(Severity.WARNING, meaning.severity());
    }

    @Test
    void continues_beginsAnEvent_withAFailureInAnObjectOfNoLevel() {
        assertFalse(continues("web.1", "{"));
        assertTrue(continues("web.1", "  status: 500,"));
        assertFalse(continues("web.1", "  error: Error: no cart"));
        assertEquals(Severity.ERROR, meaning.severity());
        assertTrue(continues("web.1", "}"));
        assertEquals(Severity.ERROR, meaning.severity());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CardDeclined: no funds", "10.1.2.3 - - [01/Mar/2024:10:11:12 +0000] \"GET / HTTP/1.1\" 200 5"})
    void continues_beginsAnEvent_withTheFirstFrameAfterALineThatSaysNothing(String head) {
        assertFalse(continues("web.1", head));
        assertFalse(continues("web.1", "    at charge (/app/src/card.js:41:11)"));
        assertEquals(Severity.ERROR, meaning.severity());
        assertTrue(continues("web.1", "    at serve (/app/src/server.js:3:1)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"main\" #1 prio=5 os_prio=0 tid=0x1 nid=0x2 waiting on condition", "Trace: here", "INFO dump"})
    void continues_keepsADumpOfFrames_thatIsNoFailure(String head) {
        assertFalse(continues("web.1", head));
        assertTrue(continues("web.1", "\tat com.example.Main.main(Main.java:7)"));
        assertEquals(Severity.INFO, meaning.severity());
    }

    @Test
    void continues_joinsFrames_whereSeverityIsNotRead() {
        assertFalse(continues("web.1", "boom"));
        byte[] frame = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - \tat com.example.Main.main(Main.java:7)\n"
                .getBytes(UTF_8);
        SyslogParser.parse(frame, 0, frame.length, SyslogParser.Dialect.LOGPLEX, message);
        reader.read(message, meaning);
        meaning.severity(meaning.wireSeverity(), Reason.WIRE, 0, 0);
        assertTrue(events.continues(message, meaning, 0, micros));
    }

    @Test
    void continues_joinsATable_thatALogMessageBeginsWith() {
        assertFalse(continues("web.1", "\u250c\u2500\u2500\u2500\u2510"));
        assertTrue(continues("web.1", "\u2502 error \u2502"));
        assertTrue(continues("web.1", "\u2514\u2500\u2500\u2500\u2518"));
        assertEquals(Severity.INFO, meaning.severity());
        assertFalse(continues("web.1", "ready"));
    }

    @Test
    void continues_joinsOneLineOnly_toALevelAlone() {
        assertFalse(continues("web.1", "2024-05-14 08:02:11 ERROR"));
        assertTrue(continues("web.1", "no cart"));
        assertFalse(continues("web.1", "ready"));
    }

    @Test
    void continues_goesOnWithTheException_behindAnotherThreadsLines() {
        assertFalse(continues("web.1", "ERROR T1 failed"));
        events.decided(7);
        assertTrue(continues("web.1", "java.lang.RuntimeException: one"));
        assertTrue(continues("web.1", "\tat x.One.a(One.java:1)"));
        assertFalse(continues("web.1", "INFO other thread is fine"));
        events.decided(8);
        assertFalse(continues("web.1", "and another"));
        events.decided(9);
        assertTrue(continues("web.1", "\tat x.One.b(One.java:2)"));
        assertEquals(7, events.decision());
        assertFalse(continues("web.1", "INFO still fine"));
        assertTrue(continues("web.1", "Caused by: java.io.IOException: the cause"));
        assertEquals(7, events.decision());
        assertEquals(Severity.ERROR, meaning.severity());
        assertFalse(continues("web.1", "INFO fine"));
        assertFalse(continues("web.1", "ready"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR no exception", "INFO fine"})
    void continues_leavesFramesToTheirLine_afterAnEventThatIsOldOrNoException(String first) {
        assertFalse(continues("web.1", "TypeError: no cart"));
        micros = Events.MOST_MICROS + 1;
        assertFalse(continues("web.1", first));
        events.decided(7);
        assertFalse(continues("web.1", "INFO dump"));
        events.decided(8);
        assertTrue(continues("web.1", "\tat x.One.b(One.java:2)"));
        assertEquals(8, events.decision());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CardDeclined: no funds", "\"main\" #1 prio=5 os_prio=0"})
    void continues_leavesFramesToAnotherException_andToADump(String head) {
        assertFalse(continues("web.1", "TypeError: no cart"));
        events.decided(7);
        assertFalse(continues("web.1", head));
        events.decided(8);
        if (!continues("web.1", "\tat x.One.b(One.java:2)")) {
            events.decided(9);
        }
        assertTrue(events.decision() > 7);
    }
}
