package spillway.codec.syslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.codec.syslog.SyslogParser.Dialect;

class SyslogParserTest {
    private final SyslogMessage message = new SyslogMessage();

    private boolean parse(Dialect dialect, String frame) {
        byte[] octets = ("xx" + frame + "yy").getBytes(UTF_8);
        return SyslogParser.parse(octets, 2, octets.length - 2, dialect, message);
    }

    private String text(Dialect dialect, String afterMessageId) {
        parse(dialect, "<190>1 2024-01-01T00:00:00Z host app web.1 -" + afterMessageId);
        return message.text();
    }

    @Test
    void readsEveryField_ofBothDialects() {
        for (Dialect dialect : Dialect.values()) {
            String structuredData = dialect == Dialect.RFC5424 ? "- " : "";
            assertEquals(
                    true, parse(dialect, "<190>1 2024-01-01T00:00:00Z host app web.1 - " + structuredData + "hello\n"));
            assertEquals(
                    new Sample.Expected(23, 6, "2024-01-01T00:00:00Z", "app", "web.1", "hello"),
                    Sample.Expected.of(message));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' - item'|- item",
                "' [worker] x'|[worker] x",
                "' [a b=\"c\"] x'|[a b=\"c\"] x",
                "' \n'|''",
                "'\n'|''",
                "' '|''",
                "''|''",
                "'   indented'|'  indented'"
            })
    void keepsEverythingAfterMessageId_fromLogplex(String frameEnd, String text) {
        assertEquals(text, text(Dialect.LOGPLEX, frameEnd));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' - item'|item",
                "' - - item'|- item",
                "' -'|''",
                "' -\n'|''",
                "' [worker] x'|x",
                "' [a b=\"c\\\"]\"][d] x'|x",
                "' [a b=\"c\"]x y'|'[a b=\"c\"]x y'",
                "' [never closed'|[never closed",
                "' text at once'|text at once",
                "' -5 degrees'|-5 degrees"
            })
    void skipsStructuredData_ofRfc5424(String frameEnd, String text) {
        assertEquals(text, text(Dialect.RFC5424, frameEnd));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<190>   2019- not syslog",
                "<192>1 2024-01-01T00:00:00Z host app web.1 - x",
                "<>1 2024-01-01T00:00:00Z host app web.1 - x",
                "<1900>1 2024-01-01T00:00:00Z host app web.1 - x",
                "<190>2 2024-01-01T00:00:00Z host app web.1 - x",
                "<190>1 2024-01-01T00:00:00Z host app",
                "<190>1 2024-01-01T00:00:00Z host app ",
                "<190>1 ",
                "<190",
                "<",
                "plain words"
            })
    void keepsWholeFrameAsText_ifHeaderIsNotSyslog(String frame) {
        for (Dialect dialect : Dialect.values()) {
            assertEquals(false, parse(dialect, frame));
            assertEquals(new Sample.Expected(1, 5, "", "", "", frame.strip()), strip(Sample.Expected.of(message)));
        }
    }

    @Test
    void findsFieldsWhereARegularExpressionDoes_inAnyHeader() {
        Pattern header = Pattern.compile(
                "<(\\d{1,3})>1 ([^ \n]+) ([^ \n]+) ([^ \n]+) ([^ \n]+) ([^ \n]++) ?(.*)", Pattern.DOTALL);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String frame = "<190>1 " + field(random, 32) + field(random, 4) + field(random, 3) + field(random, 9)
                    + field(random, 1) + field(random, 12);
            frame = frame.substring(0, random.nextInt(4) > 0 ? frame.length() : random.nextInt(frame.length()));
            byte[] octets = ("xx" + frame + " yy yy yy").getBytes(ISO_8859_1);
            int end = 2 + frame.length();
            String described = "frame \"" + frame.replace("\n", "\\n") + "\", seed " + seed;

            Matcher expected = header.matcher(frame);
            assertEquals(expected.matches(), SyslogParser.parse(octets, 2, end, Dialect.LOGPLEX, message), described);
            if (expected.matches()) {
                assertEquals(
                        List.of(
                                expected.start(2),
                                expected.end(2),
                                expected.start(3),
                                expected.end(3),
                                expected.start(4),
                                expected.end(4),
                                expected.start(5),
                                expected.end(5),
                                expected.start(7)),
                        List.of(
                                message.timestampStart - 2,
                                message.timestampEnd - 2,
                                message.hostStart - 2,
                                message.hostEnd - 2,
                                message.appStart - 2,
                                message.appEnd - 2,
                                message.processStart - 2,
                                message.processEnd - 2,
                                message.textStart - 2),
                        described);
            }
        }
    }

    /** Mostly of the usual length, of any octets, and ended by a space. */
    private static String field(Random random, int usualLength) {
        int length = random.nextInt(8) > 0 ? usualLength : random.nextInt(40);
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean odd = random.nextInt(100) == 0;
            field.append((char) (odd ? random.nextInt(256) : '!' + random.nextInt(94)));
        }
        return field.append(random.nextInt(50) > 0 ? ' ' : '\n').toString();
    }

    private static Sample.Expected strip(Sample.Expected e) {
        return new Sample.Expected(
                e.facility(),
                e.severity(),
                e.timestamp(),
                e.app(),
                e.process(),
                e.text().strip());
    }

    @Test
    void of_splitsEveryPrival() {
        for (int prival = 0; prival <= 191; prival++) {
            assertEquals(prival, Priority.of(prival).prival());
            assertEquals(true, parse(Dialect.LOGPLEX, "<" + prival + ">1 - host app web.1 - x"));
            assertEquals(Priority.of(prival), new Priority(message.facility(), message.severity()));
        }
    }

    private long micros(String timestamp) {
        parse(Dialect.LOGPLEX, "<190>1 " + timestamp + " host app web.1 - x");
        return message.epochMicros(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "now",
                "2024-13-01T00:00:00Z",
                "2024-00-10T00:00:00Z",
                "2024-01-32T00:00:00Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T00:60:00Z",
                "2024-01-01T00:00:00",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T00:00:00+0000",
                "2024-01-01T00:00:00+00:00x",
                "2024-01-01T00:00:00.12x4Z",
                "2024-1-1T00:00:00Z"
            })
    void epochMicros_fallsBack_ifTimestampIsOdd(String timestamp) {
        assertEquals(-1, micros(timestamp));
    }

    @Test
    void epochMicros_agreesWithJavaTime_forAnyInstant() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-2_000_000_000L, 8_000_000_000L))
                    .plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
            long expected = Math.addExact(instant.getEpochSecond() * 1_000_000, instant.getNano() / 1_000);
            assertEquals(expected, micros(instant.toString()), instant + ", seed " + seed);
            assertEquals(
                    expected,
                    micros(instant.atOffset(java.time.ZoneOffset.ofHoursMinutes(-3, -30))
                            .toString()
                            .replaceFirst("(T\\d\\d:\\d\\d)([-+])", "$1:00$2")),
                    instant + ", seed " + seed);
        }
    }
}
