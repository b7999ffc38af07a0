package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

class HerokuReaderTest {
    private final HerokuReader reader = new HerokuReader();
    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();

    private Meaning read(int prival, String app, String process, String text) {
        byte[] frame = ("<" + prival + ">1 2024-01-01T00:00:00+00:00 host " + app + " " + process + " - " + text + "\n")
                .getBytes(UTF_8);
        SyslogParser.parse(frame, 0, frame.length, SyslogParser.Dialect.LOGPLEX, message);
        reader.read(message, meaning);
        return meaning;
    }

    private String underlined() {
        return new String(message.octets(), meaning.reasonStart(), meaning.reasonEnd() - meaning.reasonStart(), UTF_8);
    }

    @Test
    void read_tellsAllFacts_ofARouterError() {
        read(
                158,
                "heroku",
                "router",
                "at=error code=H12 desc=\"Request timeout\" method=GET path=\"/a b?code=H10\" host=a.example.com"
                        + " request_id=8601b555 fwd=\"203.0.113.204\" dyno=web.1 connect=1ms service=30000ms status=503 bytes=0"
                        + " protocol=https");
        assertEquals(Severity.ERROR, meaning.severity());
        assertEquals(Severity.INFO, meaning.wireSeverity());
        assertTrue(meaning.inferred());
        assertEquals("platform code H12", meaning.reasonWords());
        assertEquals("H12", underlined());
        assertEquals(Kind.ROUTER, meaning.kind());
        assertEquals("H12", meaning.code());
        assertEquals("Request timeout", meaning.summary());
        assertEquals(503, meaning.status());
        assertEquals(1, meaning.connectMillis());
        assertEquals(30_000, meaning.serviceMillis());
        assertEquals("GET", meaning.method());
        assertEquals("/a b?code=H10", meaning.path());
        assertEquals("a.example.com", meaning.host());
        assertEquals("8601b555", meaning.requestId());
        assertEquals("web.1", meaning.dyno());
        assertEquals("203.0.113.204", meaning.forwardedFor());
    }

    @Test
    void read_takesTheStatusFromTheEnd_ofARouterLine() {
        read(
                158,
                "heroku",
                "router",
                "at=info method=GET path=\"/x? status=503\" host=h dyno= connect= service= status=404 bytes=");
        assertEquals(404, meaning.status());
        assertEquals(Severity.INFO, meaning.severity());
        assertEquals(-1, meaning.connectMillis());
        assertEquals(-1, meaning.serviceMillis());
        assertNull(meaning.dyno());
    }

    @Test
    void read_findsTheRoutersStatus_whereverItStands() {
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 20; after++) {
                for (String tail : new String[] {"", " protocol=https"}) {
                    String text = "x".repeat(before) + " status=503 " + "y".repeat(after) + tail;
                    assertEquals(503, read(158, "heroku", "router", text).status(), text);
                }
            }
        }
    }

    @Test
    void read_calls5xxOfTheApplicationAnError() {
        read(
                158,
                "heroku",
                "router",
                "at=info method=GET path=\"/\" host=h dyno=web.1 connect=0ms service=3ms status=500 bytes=1");
        assertEquals(Severity.ERROR, meaning.severity());
        assertEquals("status=500", underlined());
        assertEquals(Reason.ROUTER_STATUS, meaning.reason());
    }

    @Test
    void read_tellsStatesOfACrash() {
        read(45, "heroku", "web.1", "State changed from up to crashed");
        assertEquals(Kind.CRASH, meaning.kind());
        assertEquals(Severity.CRITICAL, meaning.severity());
        assertEquals("up", meaning.fromState());
        assertEquals("crashed", meaning.toState());
        assertEquals("Crashed", meaning.summary());
    }

    @Test
    void read_lowersAnEmergencyThatIsAStart() {
        read(40, "heroku", "web.3", "Starting process with command `bundle exec rackup config.ru -p 24405`");
        assertEquals(Severity.EMERGENCY, meaning.wireSeverity());
        assertEquals(Severity.INFO, meaning.severity());
        assertEquals(Kind.START, meaning.kind());
    }

    @Test
    void read_tellsMemoryInTenthsOfAPercent() {
        read(45, "heroku", "web.26", "Process running mem=512M(100.1%)");
        assertEquals(1_001, meaning.memoryTenthsOfPercent());
        assertEquals(Severity.WARNING, meaning.severity());
        assertEquals("100.1", underlined());
    }

    @Test
    void read_countsLostMessages_inBothWordings() {
        read(
                172,
                "heroku",
                "logplex",
                "Error L10 (output buffer overflow): 483 messages dropped since 2024-01-01T00:00:00+00:00.");
        assertEquals(483, meaning.lostCount());
        assertEquals("2024-01-01T00:00:00+00:00", meaning.span(meaning.sinceStart(), meaning.sinceEnd()));
        read(
                172,
                "heroku",
                "logplex",
                "Error L10 (output buffer overflow): drain 'd.fc6b' dropped 12 messages since 2024-01-01T00:00:00+00:00.");
        assertEquals(12, meaning.lostCount());
        assertEquals("L10", meaning.code());
        assertEquals(Kind.LOSS_NOTICE, meaning.kind());
        assertEquals("2024-01-01T00:00:00+00:00", meaning.span(meaning.sinceStart(), meaning.sinceEnd()));
        read(134, "heroku", "log-shuttle", "Error L13: 1 messages lost since 2024-01-01T00:00:00Z");
        assertEquals(1, meaning.lostCount());
        assertEquals("L13", meaning.code());
    }

    @Test
    void read_tellsPostgresLevelCodeAndNumbers() {
        read(
                132,
                "app",
                "postgres.1640916",
                "[GREEN] [16-1]  sql_error_code = 55P03 ERROR:  could not obtain lock on row in relation \"n\"");
        assertEquals(Severity.ERROR, meaning.severity());
        assertEquals("55P03", meaning.code());
        assertEquals("ERROR", meaning.postgresLevel());
        assertEquals(16, meaning.postgresNumber());
        assertEquals(1, meaning.postgresPart());
        assertFalse(meaning.isContinuation());
    }

    @Test
    void text_ofPostgres_beginsWithItsLevel() {
        String header =
                "[DATABASE] [7-1]  sql_error_code = 23505 time_ms = \"2024-03-14 09:15:02.123 UTC\" pid=\"12345\""
                        + " session_id=\"65f2.3039\" vtid=\"12/345\" application_name=\"puma: cluster worker 0: 4 [app]\" ";
        assertEquals(
                "ERROR:  duplicate key value violates unique constraint \"k\"",
                read(132, "app", "postgres.1", header + "ERROR:  duplicate key value violates unique constraint \"k\"")
                        .text());
        assertEquals(
                "DETAIL:  Key (id)=(1) already exists.",
                read(
                                132,
                                "app",
                                "postgres.1",
                                "[DATABASE] [7-2]  sql_error_code = 23505 DETAIL:  Key (id)=(1) already exists.")
                        .text());
        assertEquals(
                "[DATABASE] [7-3]  FROM k",
                read(132, "app", "postgres.1", "[DATABASE] [7-3]  FROM k").text());
        assertEquals(
                "ERROR:  as it is",
                read(190, "app", "web.1", "ERROR:  as it is").text());
    }

    @Test
    void read_findsPostgresDuration_behindTheLongPrefix() {
        read(
                134,
                "app",
                "postgres.1",
                "[YELLOW] [12-1]  sql_error_code = 00000 time_ms = \"2023-06-05 19:33:14.793 UTC\" pid=\"1\""
                        + " application_name=\"a: b\" LOG:  duration: 2405.887 ms  statement: SELECT 'ERROR:  x'");
        assertEquals(Severity.INFO, meaning.severity());
        assertEquals(2_405_887, meaning.durationMicros());
        assertEquals("00000", meaning.code());
    }

    @Test
    void read_tellsTheVersion_ofARelease() {
        read(45, "app", "api", "Release v48 created by user deploy@example.com");
        assertEquals(Kind.RELEASE, meaning.kind());
        assertEquals("v48", meaning.release());
        assertEquals("Release v48", meaning.summary());
        read(45, "app", "api", "Release v48 command failed");
        assertEquals("Release v48 failed", meaning.summary());
        read(45, "app", "api", "Running release v48 commands by user deploy@example.com");
        assertEquals(Kind.OTHER, meaning.kind());
        assertNull(meaning.summary());
        assertEquals(Severity.NOTICE, meaning.severity());
    }

    @Test
    void read_tellsARollback_fromARelease() {
        read(45, "app", "api", "Rollback to v212 by user deploy@example.com");
        assertEquals(Kind.RELEASE, meaning.kind());
        assertEquals("v212", meaning.release());
        assertEquals("Rollback to v212", meaning.summary());
    }

    @Test
    void read_underlinesTheLevel_ofAnApplicationLine() {
        read(190, "app", "web.1", "E, [2024-01-01T00:00:00.1 #4] ERROR -- : boom");
        assertEquals(Severity.ERROR, meaning.severity());
        assertEquals("E", underlined());
        read(190, "app", "web.1", "{\"msg\":\"a \\\"level\\\":\\\"debug\\\"\",\"level\":\"error\"}");
        assertEquals("error", underlined());
        assertEquals("json level", meaning.reasonWords());
    }

    /** php-fpm says WARNING of all that its children say. */
    @Test
    void read_saysWhatItFound_inWhatAChildSaid() {
        String child = "[14-May-2024 09:12:44] WARNING: [pool www] child 31 said into stderr: \"";
        read(190, "app", "web.1", child + "PHP message: PHP Fatal error:  Uncaught Error: no cart in /app/a.php:3\"");
        assertEquals(Severity.CRITICAL, meaning.severity());
        assertEquals("known phrase", meaning.reasonWords());
    }

    @Test
    void read_keepsTheWire_ofASentence() {
        read(190, "app", "web.1", "there was no error at all");
        assertEquals(Severity.INFO, meaning.severity());
        assertFalse(meaning.inferred());
        assertEquals("wire", meaning.reasonWords());
    }

    @Test
    void read_takesAPriForALevel_inItsRangeOnly() {
        readRaw("<3>1 blah");
        assertEquals(Severity.ERROR, meaning.severity());
        assertEquals("3", underlined());
        readRaw("<191>1 blah");
        assertEquals(Severity.DEBUG, meaning.severity());
        for (String frame : new String[] {"<192>1 blah ", "<500>1 blah", "<999>1 blah ", "<1900>1 blah", "<>1 blah"}) {
            readRaw(frame);
            assertEquals(Kind.RAW, meaning.kind());
            assertFalse(meaning.inferred(), frame);
            assertEquals(Severity.NOTICE, meaning.severity(), frame);
        }
    }

    private void readRaw(String frame) {
        byte[] octets = frame.getBytes(UTF_8);
        SyslogParser.parse(octets, 0, octets.length, SyslogParser.Dialect.LOGPLEX, message);
        reader.read(message, meaning);
    }
}
