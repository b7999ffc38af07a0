package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/**
 * The words that loggers call their levels by, and which syslog severity each is.
 *
 * <p>A word is known by its last eight letters in lower case, packed into a long, and its length: one probe, no String.
 */
final class Levels {
    /** The word is no level. */
    static final int NONE = -1;

    private static final int SIZE = 512;
    private static final long[] WORDS = new long[SIZE];
    private static final byte[] LENGTHS = new byte[SIZE];
    private static final byte[] CODES = new byte[SIZE];
    private static final Severity[] SEVERITIES = Severity.values();

    /** Added to a word's code if it is an ordinary word too: as a capitalised first word it says nothing. */
    private static final int ORDINARY = 8;

    /** Added if only {@code CONFIG}, as java.util.logging prints it, is a level. */
    private static final int SHOUTED = 16;

    static {
        add(Severity.EMERGENCY, 0, "emerg", "emrg");
        add(Severity.EMERGENCY, ORDINARY, "emergency");
        add(Severity.ALERT, ORDINARY, "alert");
        add(Severity.CRITICAL, 0, "critical", "crit", "fatal", "ftl", "fata", "dpanic", "criti", "crt", "ctl");
        add(Severity.CRITICAL, ORDINARY, "panic", "pani", "pnc");
        add(Severity.ERROR, 0, "error", "err", "eror", "erro", "severe", "fail");
        add(Severity.WARNING, 0, "warning", "warn", "wrn", "warni", "deprecated", "deprecation");
        add(Severity.NOTICE, 0, "notice", "notic");
        add(Severity.NOTICE, ORDINARY, "note");
        add(Severity.INFO, 0, "info", "inf", "information", "informational");
        add(Severity.INFO, ORDINARY, "success", "log");
        add(Severity.DEBUG, 0, "debug", "dbg", "debu", "trce", "dbug", "verbose", "vrb");
        add(Severity.DEBUG, ORDINARY, "trace", "trc", "trac", "silly", "fine", "finer", "finest", "verb", "sill");
        add(Severity.DEBUG, ORDINARY | SHOUTED, "config");
    }

    /** A month, a day, a half of the day, a time zone: part of a timestamp. */
    static final int CALENDAR = 32;

    /** A word of sentences that no logger, thread or process is called. */
    static final int STOP = 33;

    static {
        for (String word : new String[] {
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed",
            "thu", "fri", "sat", "sun", "am", "pm", "utc", "gmt", "est", "cet", "cest", "pst", "z"
        }) {
            put(CALENDAR, word);
        }
        for (String word : new String[] {
            "a",
            "an",
            "the",
            "this",
            "no",
            "not",
            "got",
            "found",
            "with",
            "without",
            "of",
            "for",
            "to",
            "and",
            "or",
            "any",
            "zero",
            "is",
            "was",
            "last",
            "all",
            "received",
            "returned",
            "ignoring",
            "ignored",
            "handled",
            "cleared",
            "set",
            "setting",
            "level",
            "if",
            "on",
            "in",
            "as",
            "by",
            "at",
            "it",
            "we",
            "i",
            "you",
            "from",
            "when",
            "had",
            "has",
            "status",
            "result",
            "state",
            "did",
            "sent",
            "please",
            "only",
            "new",
            "old",
            "your",
            "our"
        }) {
            put(STOP, word);
        }
    }

    private Levels() {}

    private static void add(Severity severity, int flag, String... words) {
        for (String word : words) {
            put(severity.code() | flag, word);
        }
    }

    private static void put(int code, String word) {
        long packed = 0;
        for (int i = 0; i < word.length(); i++) {
            packed = (packed << 8) | word.charAt(i);
        }
        int slot = slot(packed);
        while (LENGTHS[slot] != 0) {
            slot = (slot + 1) & (SIZE - 1);
        }
        WORDS[slot] = packed;
        LENGTHS[slot] = (byte) word.length();
        CODES[slot] = (byte) code;
    }

    private static int slot(long packed) {
        return (int) ((packed * 0x9E3779B97F4A7C15L) >>> 55);
    }

    /** The code of a word, from which {@link #severity} and {@link #isOrdinary} are read, or {@link #NONE}. */
    static int of(long packed, int length) {
        int code = word(packed, length);
        return isLevel(code) ? code : NONE;
    }

    static boolean isLevel(int code) {
        return code >= 0 && code < CALENDAR;
    }

    /** As {@link #of(long, int)}, or {@link #CALENDAR}, or {@link #STOP}. */
    static int word(long packed, int length) {
        for (int slot = slot(packed); LENGTHS[slot] != 0; slot = (slot + 1) & (SIZE - 1)) {
            if (WORDS[slot] == packed && LENGTHS[slot] == length) {
                return CODES[slot];
            }
        }
        return NONE;
    }

    /** The code of the letters in {@code octets[start..end)}, or {@link #NONE}. */
    static int of(byte[] octets, int start, int end) {
        long packed = 0;
        for (int at = start; at < end; at++) {
            if (!Octets.isLetter(octets[at])) {
                return NONE;
            }
            packed = (packed << 8) | octets[at] | 0x20;
        }
        return of(packed, end - start);
    }

    static int word(byte[] octets, int start, int end) {
        long packed = 0;
        for (int at = start; at < end; at++) {
            packed = (packed << 8) | octets[at] | 0x20;
        }
        return word(packed, end - start);
    }

    static Severity severity(int code) {
        return SEVERITIES[code & 7];
    }

    static boolean isOrdinary(int code) {
        return (code & ORDINARY) != 0;
    }

    static boolean isShoutedOnly(int code) {
        return (code & SHOUTED) != 0;
    }

    /** The code of a level that is one letter, as Ruby's logger, glog and Tornado print it. */
    static int ofLetter(int letter) {
        return switch (letter) {
            case 'F', 'C' -> Severity.CRITICAL.code();
            case 'E' -> Severity.ERROR.code();
            case 'W' -> Severity.WARNING.code();
            case 'N' -> Severity.NOTICE.code();
            case 'I' -> Severity.INFO.code();
            case 'D', 'T', 'V' -> Severity.DEBUG.code();
            default -> NONE;
        };
    }

    /** Numbers of pino and bunyan (10 to 60), Python (to 50) and Monolog (100 to 600); {@link #NONE} for others. */
    static int ofNumber(int number) {
        if (number >= 100) {
            return ofMonolog(number);
        }
        if (number < 10 || number % 10 != 0) {
            return NONE;
        }
        return number >= 60
                ? Severity.CRITICAL.code()
                : number >= 50
                        ? Severity.ERROR.code()
                        : number >= 40
                                ? Severity.WARNING.code()
                                : number >= 30 ? Severity.INFO.code() : Severity.DEBUG.code();
    }

    private static int ofMonolog(int number) {
        return switch (number) {
            case 100 -> Severity.DEBUG.code();
            case 200 -> Severity.INFO.code();
            case 250 -> Severity.NOTICE.code();
            case 300 -> Severity.WARNING.code();
            case 400 -> Severity.ERROR.code();
            case 500 -> Severity.CRITICAL.code();
            case 550 -> Severity.ALERT.code();
            case 600 -> Severity.EMERGENCY.code();
            default -> NONE;
        };
    }

    /** OpenTelemetry's severity numbers, 1 to 24. */
    static int ofOpenTelemetry(int number) {
        if (number < 1 || number > 24) {
            return NONE;
        }
        return switch ((number - 1) / 4) {
            case 0, 1 -> Severity.DEBUG.code();
            case 2 -> Severity.INFO.code();
            case 3 -> Severity.WARNING.code();
            case 4 -> Severity.ERROR.code();
            default -> Severity.CRITICAL.code();
        };
    }
}
