package spillway.codec.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spillway.codec.syslog.Bodies.Decoded;

class OctetCountingFrameDecoderTest {
    private static final int MAX = 1 << 20;

    static List<Sample> samples() {
        return Sample.all().toList();
    }

    private static List<Sample.Expected> messages(Sample sample, Decoded decoded) {
        List<Sample.Expected> messages = new ArrayList<>();
        SyslogMessage message = new SyslogMessage();
        for (byte[] frame : decoded.frames()) {
            if (SyslogParser.parse(frame, 0, frame.length, sample.dialect(), message)) {
                messages.add(Sample.Expected.of(message));
            }
        }
        return messages;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsExpectedMessages_fromWholeBody(Sample sample) {
        try (Bodies bodies = new Bodies(MAX)) {
            assertEquals(sample.messages(), messages(sample, bodies.whole(sample.body())));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsExpectedMessages_octetByOctet(Sample sample) {
        try (Bodies bodies = new Bodies(MAX)) {
            assertEquals(sample.messages(), messages(sample, bodies.octetByOctet(sample.body())));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsExpectedMessages_whereverTheReadIsSplit(Sample sample) {
        try (Bodies bodies = new Bodies(MAX)) {
            int step =
                    sample.body().length > 10_000 ? 97 : 1; // the long one at every 97th octet: coprime to its frames
            for (int at = 0; at <= sample.body().length; at += step) {
                assertEquals(sample.messages(), messages(sample, bodies.splitAt(sample.body(), at)), "split at " + at);
            }
        }
    }

    @Test
    void emitsSameFrames_whereverTheReadsEnd() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Bodies bodies = new Bodies(MAX)) {
            for (int round = 0; round < 200; round++) {
                List<String> sent = new ArrayList<>();
                byte[] body = randomBody(random, sent);
                int at = 0;
                while (at < body.length) {
                    int end = Math.min(body.length, at + 1 + random.nextInt(400));
                    bodies.read(body, at, end);
                    at = end;
                }
                assertEquals(new Strings(sent, EndOfFrames.CLEAN), Strings.of(bodies.end()), "seed " + seed);
            }
        }
    }

    private static byte[] randomBody(Random random, List<String> sent) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int frames = random.nextInt(40);
        for (int i = 0; i < frames; i++) {
            byte[] frame = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 12_000 : 300)];
            random.nextBytes(frame);
            sent.add(new String(frame, java.nio.charset.StandardCharsets.ISO_8859_1));
            body.writeBytes((frame.length + " ").getBytes(US_ASCII));
            body.writeBytes(frame);
            if (random.nextInt(4) == 0) {
                body.writeBytes("\r\n ".getBytes(US_ASCII));
            }
        }
        return body.toByteArray();
    }

    record Strings(List<String> frames, EndOfFrames end) {
        static Strings of(Decoded decoded) {
            return new Strings(
                    decoded.frames().stream()
                            .map(frame -> new String(frame, java.nio.charset.StandardCharsets.ISO_8859_1))
                            .toList(),
                    decoded.end());
        }
    }

    private static Strings decode(int maxFrameLength, String body) {
        try (Bodies bodies = new Bodies(maxFrameLength)) {
            byte[] octets = body.getBytes(UTF_8);
            Strings whole = Strings.of(bodies.whole(octets));
            Strings pieces = Strings.of(bodies.octetByOctet(octets));
            assertEquals(whole.frames(), pieces.frames());
            assertEquals(whole.end().malformed(), pieces.end().malformed());
            return whole;
        }
    }

    @Test
    void skipsBlanks_betweenFrames() {
        assertEquals(new Strings(List.of("ab", "c"), EndOfFrames.CLEAN), decode(MAX, "\n2 ab\r\n \t1 c\n"));
    }

    @Test
    void skipsTheRest_afterAnOctetThatIsNoCount() {
        assertEquals(
                new Strings(List.of("ab"), new EndOfFrames(1, "no octet count: \"x 2 cd.e\"")),
                decode(MAX, "2 abx 2 cd\ne"));
    }

    @Test
    void skipsOneFrame_thatIsTooLong() {
        assertEquals(
                new Strings(
                        List.of("ab", "cde"),
                        new EndOfFrames(1, "frame length: 12 (expected: 1 to 10): \"12 0123456789ab3 cde\"")),
                decode(10, "2 ab12 0123456789ab3 cde"));
    }

    @Test
    void countsFrame_thatIsCutOff() {
        assertEquals(
                new Strings(List.of("ab"), new EndOfFrames(1, "frame cut off: \"9 cd\"")), decode(MAX, "2 ab9 cd"));
        assertEquals(new Strings(List.of("ab"), new EndOfFrames(1, "frame cut off: \"9\"")), decode(MAX, "2 ab9"));
    }

    @Test
    void countsFrame_thatIsEmpty() {
        assertEquals(
                new Strings(
                        List.of("ab", "c"),
                        new EndOfFrames(1, "frame length: 0 (expected: 1 to " + MAX + "): \"0 1 c\"")),
                decode(MAX, "2 ab0 1 c"));
    }

    @Test
    void refusesCount_ofTooManyDigits() {
        assertEquals(
                new Strings(List.of(), new EndOfFrames(1, "no octet count: \"12345678901234567890 a\"")),
                decode(MAX, "12345678901234567890 a"));
    }

    @Test
    void acceptsNextBody_afterAnyKindOfCorruption() {
        try (Bodies bodies = new Bodies(10)) {
            for (String corrupt : List.of("x", "5 ab", "99999", "20 0123456789", "12345678901", "0 ", "7", "\0")) {
                bodies.whole(corrupt.getBytes(US_ASCII));
                assertEquals(
                        new Strings(List.of("abc"), EndOfFrames.CLEAN),
                        Strings.of(bodies.whole("3 abc".getBytes(US_ASCII))),
                        corrupt);
            }
        }
    }

    @Test
    void refusesFrameLimit_outOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new OctetCountingFrameDecoder(0));
    }
}
