package spillway.codec.heroku;

import java.util.HashMap;
import java.util.Map;
import spillway.codec.syslog.Severity;

/** The words that loggers call their levels by, and which syslog severity each is. */
final class Levels {
    /** The word is no level. */
    static final int NONE = WordTable.NONE;

    private static final WordTable WORDS;
    private static final Severity[] SEVERITIES = Severity.values();

    /** Added to a word's code if it is an ordinary word too: as a capitalised first word it says nothing. */
    private static final int ORDINARY = 8;

    /** Added if only {@code CONFIG}, as java.util.logging prints it, is a level. */
    private static final int SHOUTED = 16;

    /** A month, a day, a half of the day, a time zone: part of a timestamp. */
    static final int CALENDAR = 32;

    /** A word of sentences that no logger, thread or process is called. */
    static final int STOP = 33;

    static {
        Map<String, Integer> all = new HashMap<>();
        add(all, Severity.EMERGENCY, 0, "emerg", "emrg");
        add(all, Severity.EMERGENCY, ORDINARY, "emergency");
        add(all, Severity.ALERT, ORDINARY, "alert");
        add(all, Severity.CRITICAL, 0, "critical", "crit", "fatal", "ftl", "fata", "dpanic", "criti", "crt", "ctl");
        add(all, Severity.CRITICAL, ORDINARY, "panic", "pani", "pnc");
        add(all, Severity.ERROR, 0, "error", "err", "eror", "erro", "severe", "fail");
        add(all, Severity.WARNING, 0, "warning", "warn", "wrn", "warni", "deprecated", "deprecation");
        add(all, Severity.NOTICE, 0, "notice", "notic");
        add(all, Severity.NOTICE, ORDINARY, "note");
        add(all, Severity.INFO, 0, "info", "inf", "information", "informational");
        add(all, Severity.INFO, ORDINARY, "success", "log");
        add(all, Severity.DEBUG, 0, "debug", "dbg", "debu", "trce", "dbug", "verbose", "vrb");
        add(all, Severity.DEBUG, ORDINARY, "trace", "trc", "trac", "silly", "fine", "finer", "finest", "verb", "sill");
        add(all, Severity.DEBUG, ORDINARY | SHOUTED, "config");
        for (String word : new String[] {
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed",
            "thu", "fri", "sat", "sun", "am", "pm", "utc", "gmt", "est", "cet", "cest", "pst", "z"
        }) {
            all.put(word, CALENDAR);
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
            "our",
            "previous",
            "expected",
            "simulated",
            "recovered",
            "max",
            "mean",
            "average",
            "searched",
            "said",
            "says",
            "handling",
            "retrying",
            "after",
            "about",
            "user",
            "suppressed",
            "swallowed",
            "resolved",
            "fixed",
            "known",
            "reported",
            "logged",
            "skipping",
            "skipped",
            "show",
            "display",
            "subject",
            "title",
            "results",
            "true",
            "false",
            "yes",
            "off",
            "ok",
            "enabled",
            "disabled"
        }) {
            all.put(word, STOP);
        }
        WORDS = new WordTable(all);
    }

    private Levels() {}

    private static void add(Map<String, Integer> all, Severity severity, int flag, String... words) {
        for (String word : words) {
            all.put(word, severity.code() | flag);
        }
    }

    static boolean isLevel(int code) {
        return (code & -CALENDAR) == 0; // one branch for words of sentences and unknown ones
    }

    /** As {@link #of}, or {@link #CALENDAR}, or {@link #STOP}; all octets of the span must be letters. */
    static int word(byte[] octets, int start, int end) {
        return WORDS.code(octets, start, end);
    }

    /** The code of the letters in {@code octets[start..end)}, or {@link #NONE}. */
    static int of(byte[] octets, int start, int end) {
        int code = Octets.afterLetters(octets, start, end) == end ? word(octets, start, end) : NONE;
        return isLevel(code) ? code : NONE;
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
