package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

/** A frame stands among others in one array: what stands before and after it must not tell what it means. */
class HerokuReaderBoundsTest {
    private static final List<String> NEIGHBOURS = List.of(
            "",
            "x",
            "ERROR",
            ": boom",
            " ERROR: boom",
            "]: [error] x",
            "\"level\":\"fatal\"}",
            "error=500 status=503 code=H12",
            "7 (NoMethodError)",
            "!".repeat(20),
            "\u001b[31mERROR\u001b[0m");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loggers.txt",
                "platform.txt",
                "traces.txt",
                "traps.txt",
                "neighbours.txt",
                "heldout.txt",
                "independent.txt",
                "independent-later.txt",
                "independent-third.txt",
                "independent-twelfth.txt",
                "independent-thirteenth.txt",
                "independent-fourteenth.txt",
                "independent-fifteenth.txt",
                "independent-sixteenth.txt"
            })
    void read_takesNothingFromTheFramesAround(String file) {
        for (LabelledLine line : LabelledLine.read(file)) {
            byte[] frame = line.frame();
            check(line.place(), frame, frame.length);
            check(line.place() + ", no newline", frame, frame.length - 1);
            check(line.place() + ", cut", frame, frame.length - Math.min(9, frame.length / 3));
        }
    }

    private static void check(String place, byte[] frame, int length) {
        String alone = facts(frame, 0, length);
        for (String neighbour : NEIGHBOURS) {
            byte[] around = neighbour.getBytes(UTF_8);
            byte[] body = new byte[length + 2 * around.length];
            System.arraycopy(around, 0, body, 0, around.length);
            System.arraycopy(frame, 0, body, around.length, length);
            System.arraycopy(around, 0, body, around.length + length, around.length);
            assertEquals(alone, facts(body, around.length, length), () -> place + " beside " + neighbour);
        }
    }

    private static String facts(byte[] body, int start, int length) {
        SyslogMessage message = new SyslogMessage();
        Meaning meaning = new Meaning();
        SyslogParser.parse(body, start, start + length, SyslogParser.Dialect.LOGPLEX, message);
        new HerokuReader().read(message, meaning);
        return String.join(
                " ",
                meaning.severity().keyword(),
                meaning.reasonWords(),
                Integer.toString(meaning.reasonStart() - start),
                Integer.toString(meaning.reasonEnd() - start),
                meaning.kind().name(),
                meaning.continuation().name(),
                meaning.code(),
                meaning.summary(),
                Integer.toString(meaning.status()),
                meaning.path(),
                meaning.requestId(),
                meaning.release(),
                meaning.toState());
    }
}
