package spillway.codec.heroku;

import java.util.Arrays;
import spillway.codec.syslog.Severity;

/**
 * What the operating system says went wrong, where a line ends in it: {@code dial tcp 10.1.2.3:5432: connect: connection
 * refused}. Go, Rust and C programs print their errors so, without a level.
 */
final class SystemError {
    private static final byte[][] WORDS = {
        Octets.of("ddress already in use"),
        Octets.of("roken pipe"),
        Octets.of("annot allocate memory"),
        Octets.of("onnection refused"),
        Octets.of("onnection reset by peer"),
        Octets.of("onnection timed out"),
        Octets.of("ontext deadline exceeded"),
        Octets.of("nput/output error"),
        Octets.of("/o timeout"),
        Octets.of("etwork is unreachable"),
        Octets.of("o route to host"),
        Octets.of("o space left on device"),
        Octets.of("o such file or directory"),
        Octets.of("o such host"),
        Octets.of("peration not permitted"),
        Octets.of("peration timed out"),
        Octets.of("ermission denied"),
        Octets.of("oo many open files"),
        Octets.of("nexpected EOF"),
        Octets.of("onnection closed by foreign host"),
        Octets.of("ame or service not known"),
        Octets.of("emporary failure in name resolution"),
        Octets.of("annot assign requested address"),
        Octets.of("ertificate has expired"),
        Octets.of("ertificate signed by unknown authority"),
        Octets.of("irectory not empty"),
        Octets.of("ead-only file system"),
        Octets.of("esource temporarily unavailable"),
        Octets.of("evice or resource busy"),
        Octets.of("ile exists"),
        Octets.of("nvalid data found when processing input"),
        Octets.of("ot a directory"),
        Octets.of("s a directory"),
        Octets.of("xec format error"),
        Octets.of("ot in gzip format"),
        Octets.of("nexpected end of file")
    };

    /** By their last octet, of which a line has one. */
    private static final byte[][][] BY_LAST = new byte[128][][];

    static {
        for (int last = 0; last < BY_LAST.length; last++) {
            int octet = last;
            BY_LAST[last] = Arrays.stream(WORDS)
                    .filter(words -> words[words.length - 1] == octet)
                    .toArray(byte[][]::new);
        }
    }

    private SystemError() {}

    /** Whether the line ends so, and a program wrote it, not a person; then {@code into} has it. */
    static boolean read(byte[] octets, int start, int end, Meaning into) {
        for (byte[] words : BY_LAST[octets[end - 1] & 0x7f]) {
            int at = end - words.length - 1;
            if (at >= start + 2 && octets[at - 1] == ' ' && Octets.endsWith(octets, start, end, words)) {
                byte before = octets[at - 2];
                boolean ends = before == ':' || before == ']' || Octets.isDigit(before);
                if (ends && isTechnical(octets, start, at)) {
                    into.found(Severity.ERROR, Reason.PHRASE, at, end);
                    return true;
                }
            }
        }
        return false;
    }

    /** A program's name and a colon, or a number or a path: {@code bash: rake: }, {@code open /app/x: }. */
    private static boolean isTechnical(byte[] octets, int start, int end) {
        int name = octets[start] == '-' ? start + 1 : start; // -bash
        if (Octets.isLower(octets[name]) && octets[ExceptionName.end(octets, name, end)] == ':') {
            return true;
        }
        for (int at = start; at < end; at++) {
            if (octets[at] == '/' || Octets.isDigit(octets[at])) {
                return true;
            }
        }
        return false;
    }
}
