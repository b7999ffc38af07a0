package spillway.codec.heroku;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

/** Whatever stands in a frame, reading it ends, and its offsets stay inside the frame. */
class HerokuReaderFuzzTest {
    private final HerokuReader reader = new HerokuReader();
    private final Events events = new Events();
    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();

    private static List<LabelledLine> lines() {
        return Stream.of("loggers.txt", "platform.txt", "traces.txt", "traps.txt", "heldout.txt")
                .flatMap(file -> LabelledLine.read(file).stream())
                .filter(line -> line.frame().length < 1_000)
                .toList();
    }

    @Test
    void read_staysInside_whereverAFrameIsCut() {
        for (LabelledLine line : lines()) {
            for (int length = 1; length <= line.frame().length; length++) {
                read(Arrays.copyOf(line.frame(), length), line.place() + " cut at " + length);
            }
        }
    }

    @Test
    void read_staysInside_whateverOctetsChange() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] marks = Octets.of("[](){}<>\"'|:=,-#*!. \t\n\u001b\\EWat0129\u00ff");
        List<LabelledLine> lines = lines();
        for (int round = 0; round < 60_000; round++) {
            byte[] frame = lines.get(random.nextInt(lines.size())).frame().clone();
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                frame[random.nextInt(frame.length)] = marks[random.nextInt(marks.length)];
            }
            read(frame, "seed " + seed + " round " + round);
        }
    }

    private void read(byte[] frame, String what) {
        try {
            SyslogParser.parse(frame, 0, frame.length, SyslogParser.Dialect.LOGPLEX, message);
            reader.read(message, meaning);
            events.continues(message, meaning, 0, 0);
            String facts = meaning.code()
                    + meaning.summary()
                    + meaning.path()
                    + meaning.requestId()
                    + meaning.dyno()
                    + meaning.host()
                    + meaning.method()
                    + meaning.serviceMillis()
                    + meaning.connectMillis()
                    + meaning.fromState()
                    + meaning.toState()
                    + meaning.release()
                    + meaning.postgresLevel()
                    + meaning.durationMicros()
                    + meaning.reasonWords();
            assertTrue(
                    meaning.reasonStart() >= 0
                            && meaning.reasonStart() <= meaning.reasonEnd()
                            && meaning.reasonEnd() <= frame.length,
                    () -> what + ": " + facts);
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }
}
