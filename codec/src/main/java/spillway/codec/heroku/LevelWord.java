package spillway.codec.heroku;

import static java.util.stream.Collectors.toMap;

import java.util.stream.Stream;

/**
 * Decides whether a level's name, where it stands, is the line's level or a word of its sentence.
 *
 * <p>What follows it counts: {@code error:} and {@code ERROR |} end a header, {@code error rate} does not.
 */
final class LevelWord {
    /** What follows shows that the word is part of a longer one, or of a sentence. */
    static final int NO = 0;

    /** Nothing follows. */
    static final int LAST = 1;

    /** A space follows, and then more text. */
    static final int SPACE = 2;

    /** A mark follows that ends a header's field. */
    static final int STRONG = 3;

    private static final byte[] OBJECT = Octets.of(" {");
    private static final byte[] JSON_FILE = Octets.of(".json");
    private static final byte[] GERUND = Octets.of("ing");

    private static final WordTable NOUNS = words(
            "rate",
            "rates",
            "count",
            "counts",
            "counter",
            "handler",
            "handlers",
            "handling",
            "handled",
            "reporting",
            "reporter",
            "report",
            "reports",
            "tracking",
            "tracker",
            "page",
            "pages",
            "budget",
            "log",
            "logs",
            "logger",
            "logging",
            "level",
            "levels",
            "monitor",
            "boundary",
            "template",
            "messages",
            "free",
            "recovery",
            "metrics",
            "metric",
            "stats",
            "queue",
            "channel",
            "alerts",
            "emails",
            "service",
            "callback",
            "listener",
            "middleware",
            "summary",
            "threshold",
            "cleared",
            "resolved",
            "fixed",
            "checking",
            "checker",
            "budgets",
            "correction",
            "notifier",
            "pattern",
            "patterns",
            "ratio",
            "total",
            "mode",
            "message",
            "lights",
            "signs",
            "was",
            "is",
            "are",
            "were",
            "has",
            "have",
            "will",
            "can",
            "and",
            "or",
            "as",
            "percent",
            "state",
            "states",
            "codes",
            "types",
            "type",
            "classes",
            "docs",
            "detection",
            "retry",
            "monitoring",
            "enabled",
            "disabled");

    private static final WordTable PREPOSITIONS = words(
            "in",
            "on",
            "at",
            "while",
            "when",
            "during",
            "from",
            "for",
            "with",
            "to",
            "after",
            "before",
            "by",
            "because",
            "occurred",
            "occured",
            "happened",
            "thrown",
            "raised",
            "caught",
            "reached",
            "code",
            "communicating",
            "unable",
            "failed",
            "cannot",
            "could",
            "not");

    private LevelWord() {}

    private static WordTable words(String... words) {
        return new WordTable(Stream.of(words).collect(toMap(word -> word, word -> 0)));
    }

    /** What stands after the word that ends at {@code wordEnd}. */
    static int ending(byte[] octets, int wordEnd, int end, boolean upper) {
        int at = Octets.afterColours(octets, wordEnd, end);
        if (at >= end) {
            return LAST;
        }
        int next = at + 1 < end ? octets[at + 1] : ' ';
        return switch (octets[at]) {
            case ':' -> afterColon(octets, at + 1, end, upper);
            case ']', '|', '\t', '\n', '>' -> STRONG;
            case '!' -> upper || next == ' ' ? STRONG : NO;
            case ')', ';' -> upper ? STRONG : NO;
            case '[', '(', '/' -> upper ? STRONG : NO;
            case ',' -> upper && (next == ' ' || next == '[') ? STRONG : NO;
            case '-' -> upper && next == ' ' ? STRONG : NO;
            case ' ' -> afterSpace(octets, at + 1, end);
            default -> octets[at] < 0 && upper && isThinSpace(octets, at, end) ? STRONG : NO;
        };
    }

    /** U+2009, which pnpm pads its levels with, and U+00A0. */
    private static boolean isThinSpace(byte[] octets, int at, int end) {
        return at + 2 < end
                && ((octets[at] == (byte) 0xe2 && octets[at + 1] == (byte) 0x80 && octets[at + 2] == (byte) 0x89)
                        || (octets[at] == (byte) 0xc2 && octets[at + 1] == (byte) 0xa0));
    }

    private static int afterColon(byte[] octets, int at, int end, boolean upper) {
        if (at >= end) {
            return STRONG;
        }
        byte next = octets[at];
        boolean separate = next == ' ' || next == '\t' || next == 0x1b || next == '\n' || next == '{' || next == '[';
        if (separate && ExceptionName.isNothing(octets, at, end)) {
            return NO;
        }
        return separate || (upper && next != '/') ? STRONG : NO;
    }

    private static int afterSpace(byte[] octets, int from, int end) {
        int at = Octets.afterColours(octets, Octets.afterBlanks(octets, from, end), end);
        if (at >= end) {
            return LAST;
        }
        int next = at + 1 < end ? octets[at + 1] : ' ';
        return switch (octets[at]) {
            case '-' -> next == ' ' || next == '-' ? STRONG : SPACE;
            case ':', '|', '[', '\t' -> STRONG;
            case '@' -> Octets.isDigit(next) ? STRONG : SPACE;
            case '=' -> NO;
            case '(' -> Octets.isDigit(next) ? STRONG : SPACE;
            default -> at > from ? STRONG : SPACE;
        };
    }

    /** Whether the next word makes a compound of it, as {@code error rate}. */
    static boolean beforeNoun(byte[] octets, int wordEnd, int end) {
        int start = Octets.afterBlanks(octets, wordEnd, end);
        int at = Octets.afterLetters(octets, start, end);
        boolean qualified =
                at < end && (octets[at] == '.' || octets[at] == ':') && at + 1 < end && octets[at + 1] != ' ';
        return !qualified && NOUNS.has(octets, start, at);
    }

    /** Whether what follows tells of something that went wrong: {@code Error while saving}, {@code error Command failed}. */
    static boolean beforePredicate(byte[] octets, int wordEnd, int end) {
        int start = Octets.afterBlanks(octets, wordEnd, end);
        if (start >= end) {
            return false;
        }
        int nextEnd = Octets.afterLetters(octets, start, end);
        boolean lower = Octets.isLower(octets[wordEnd - 1]) && startsLower(octets, wordEnd);
        if (lower && (Octets.isUpper(octets[start]) || octets[start] == '"' || octets[start] == '.')) {
            return !NOUNS.has(octets, start, nextEnd);
        }
        if (isPlace(octets, start, end)) {
            return true;
        }
        if (PREPOSITIONS.has(octets, start, nextEnd)) {
            return true;
        }
        return Octets.endsWith(octets, start, nextEnd, GERUND) && !NOUNS.has(octets, start, nextEnd);
    }

    /** Whether fields follow, as {@code error render failed {"id":7}}, {@code debug sql="SELECT 1" rows=1}. */
    static boolean beforeFields(byte[] octets, int wordEnd, int end) {
        int start = Octets.afterBlanks(octets, wordEnd, end);
        int nextEnd = Octets.afterLetters(octets, start, end);
        boolean key = nextEnd > start && nextEnd + 1 < end && octets[nextEnd] == '=' && octets[nextEnd + 1] != ' ';
        boolean object = octets[end - 1] == '}' && Octets.contains(octets, nextEnd, end, OBJECT);
        return (key || object) && !NOUNS.has(octets, start, nextEnd);
    }

    /** A file, or a package and a colon: {@code warning package.json: No license field}. */
    private static boolean isPlace(byte[] octets, int start, int end) {
        boolean marked = false;
        int dot = end;
        int at = start;
        for (; at < end && octets[at] != ' '; at++) {
            marked |= octets[at] == '.' || octets[at] == '/' || octets[at] == '@';
            dot = octets[at] == '.' ? at : dot;
            if (octets[at] == ':' && (at + 1 == end || octets[at + 1] == ' ')) {
                return marked;
            }
        }
        return dot < at && Octets.is(octets, dot, at, JSON_FILE);
    }

    private static boolean startsLower(byte[] octets, int wordEnd) {
        int at = wordEnd;
        while (at > 0 && Octets.isLetter(octets[at - 1])) {
            at--;
        }
        return Octets.isLower(octets[at]);
    }
}
