package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/**
 * Reads the mark that Redis puts between time and text: {@code .} debug, {@code -} verbose, {@code *} notice, {@code #} warning.
 *
 * <p>Redis gives {@code #} to greetings too, so only what tells of trouble is raised.
 */
final class RedisLine {
    private static final byte[][] FAILURES = {
        Octets.of("rror"),
        Octets.of("Can't"),
        Octets.of("ailed"),
        Octets.of("crash"),
        Octets.of("Fatal"),
        Octets.of("denied"),
        Octets.of("Out Of Memory")
    };
    private static final byte[][] WARNINGS = {
        Octets.of("WARNING"), Octets.of("Warning"), Octets.of("lost"), Octets.of("overcome"), Octets.of("timeout")
    };

    private RedisLine() {}

    static void read(byte[] octets, int mark, int end, Meaning into) {
        switch (octets[mark]) {
            case '.', '-' -> into.found(Severity.DEBUG, Reason.LEVEL_LETTER, mark, mark + 1);
            case '*' -> into.found(Severity.NOTICE, Reason.LEVEL_LETTER, mark, mark + 1);
            default -> into.found(loud(octets, mark, end), Reason.LEVEL_LETTER, mark, mark + 1);
        }
    }

    private static Severity loud(byte[] octets, int start, int end) {
        for (byte[] words : WARNINGS) {
            if (Octets.contains(octets, start, end, words)) {
                return Severity.WARNING;
            }
        }
        for (byte[] words : FAILURES) {
            if (Octets.contains(octets, start, end, words)) {
                return Severity.ERROR;
            }
        }
        return Severity.NOTICE;
    }
}
