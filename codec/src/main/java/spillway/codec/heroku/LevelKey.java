package spillway.codec.heroku;

import static java.util.Map.entry;

import java.util.Map;
import spillway.codec.syslog.Severity;

/** The keys under which JSON and logfmt loggers write their level, and the values found there. */
final class LevelKey {
    static final int NONE = WordTable.NONE;

    /** The value is a word, a letter, or a number of pino's, bunyan's or Monolog's. */
    static final int LEVEL = 1;

    /** As {@link #LEVEL}, or a number of syslog's. */
    static final int SEVERITY = 2;

    /** A number of Python's. */
    static final int PYTHON_NUMBER = 3;

    /** A number of OpenTelemetry's. */
    static final int OPEN_TELEMETRY_NUMBER = 4;

    /** An object that may hold a level: {@code "log": {"level": "error"}}. */
    static final int LOG_OBJECT = 5;

    /** Only GELF has it: then level is a number of syslog's. */
    static final int GELF = 6;

    static final int STATUS = 7;
    static final int METHOD = 8;

    /** MongoDB's {@code "s":"E"}. */
    static final int LETTER = 9;

    /** {@code at=error}, as Heroku's own components write; many other things are called so. */
    static final int AT = 10;

    /** What log records have and other objects seldom: then a bare number is a level. */
    static final int RECORD = 11;

    /** Serilog's {@code @t}: then only {@code @l} is the level, and without it the line is of level Information. */
    static final int CLEF = 12;

    /** A word only: many things have a priority in numbers. */
    static final int NAMED = 13;

    /** {@code logLevel}: a program's setting, or, in a log record, the record's level. */
    static final int LOG_LEVEL = 14;

    /** A word, and in a record that names no level: {@code {"type":"error","message":"x"}}. */
    static final int TYPE = 15;

    /** A trace, or an exception, as its text; in a record that names no level. */
    static final int TRACE = 17;

    /** An object that tells of an error; in a record that names no level. */
    static final int ERROR_OBJECT = 18;

    /** {@code _meta}, tslog's object that holds the level. */
    private static final int META = 19;

    /** {@code name}, which tells the level only within an object of that name. */
    private static final int NAME = 16;

    private static final Map<String, Integer> NAMES = Map.ofEntries(
            entry("at", AT),
            entry("l", NAMED),
            entry("err", ERROR_OBJECT),
            entry("pri", NAMED),
            entry("meta", META),
            entry("error", ERROR_OBJECT),
            entry("stack", TRACE),
            entry("excinfo", TRACE),
            entry("exception", TRACE),
            entry("stacktrace", TRACE),
            entry("ts", RECORD),
            entry("lvl", LEVEL),
            entry("sev", LEVEL),
            entry("log", LOG_OBJECT),
            entry("msg", RECORD),
            entry("pid", RECORD),
            entry("name", NAME),
            entry("time", RECORD),
            entry("type", TYPE),
            entry("level", LEVEL),
            entry("status", STATUS),
            entry("method", METHOD),
            entry("record", LOG_OBJECT),
            entry("levelno", PYTHON_NUMBER),
            entry("message", RECORD),
            entry("severity", SEVERITY),
            entry("priority", NAMED),
            entry("loglevel", LOG_LEVEL),
            entry("levelstr", LEVEL),
            entry("levelname", LEVEL),
            entry("timestamp", RECORD),
            entry("severitytext", LEVEL),
            entry("shortmessage", GELF),
            entry("severitynumber", OPEN_TELEMETRY_NUMBER));

    private static final WordTable KEYS = new WordTable(NAMES);

    private static final int LONGEST = 16;

    /** It ends as {@code levelname} does, and so cannot stand in the same table. */
    private static final byte[] TSLOG = Octets.of("logLevelName");

    /** By what the known keys begin with, a bit for each length they have: so most others are told by two octets. */
    private static final int[] LENGTHS = new int[128];

    static {
        LENGTHS['@'] = LENGTHS['_'] = 1; // marks before a key
        LENGTHS['s'] = 1 << 1;
        LENGTHS['l'] = 1 << TSLOG.length;
        for (String key : NAMES.keySet()) {
            LENGTHS[key.charAt(0)] |= 1 << key.length();
            LENGTHS[Character.toUpperCase(key.charAt(0))] |= 1 << key.length();
        }
    }

    private LevelKey() {}

    /** What a key stands for; case, {@code _}, {@code .}, {@code -} and {@code @} in it do not matter. */
    static int of(byte[] octets, int start, int end, boolean inLevelObject) {
        if (end - start > LONGEST || end == start || LENGTHS[octets[start] & 0x7f] == 0) {
            return NONE;
        }
        if (Octets.afterLetters(octets, start, end) == end) {
            return ofLetters(octets, start, end, inLevelObject);
        }
        long word = 0;
        int length = 0;
        for (int at = start; at < end; at++) {
            if (Octets.isLetter(octets[at])) {
                word = (word >>> 8) | ((octets[at] | 0x20L) << 56);
                length++;
            }
        }
        int key = length == 0 ? NONE : KEYS.code(length < 8 ? word >>> (64 - 8 * length) : word, length);
        return of(octets, start, end, key, inLevelObject);
    }

    /** The same for a key that is known to be of letters only, at most 31. */
    static int ofLetters(byte[] octets, int start, int end, boolean inLevelObject) {
        boolean known = (LENGTHS[octets[start] & 0x7f] >>> (end - start) & 1) != 0;
        return known ? of(octets, start, end, KEYS.code(octets, start, end), inLevelObject) : NONE;
    }

    private static int of(byte[] octets, int start, int end, int key, boolean inLevelObject) {
        return switch (key) {
            case NONE -> unlisted(octets, start, end);
            case META -> octets[start] == '_' ? LOG_OBJECT : NONE;
            case NAME -> inLevelObject ? LEVEL : NONE;
            case NAMED -> Octets.isUpper(octets[start]) ? SEVERITY : NAMED;
            case LOG_LEVEL -> Octets.isUpper(octets[start]) ? LEVEL : LOG_LEVEL;
            default -> key;
        };
    }

    private static int unlisted(byte[] octets, int start, int end) {
        if (end - start <= 2) {
            return letter(octets, start, end);
        }
        return Octets.is(octets, start, end, TSLOG) ? LEVEL : NONE;
    }

    /** Serilog's {@code @l} and MongoDB's {@code s}. */
    private static int letter(byte[] octets, int start, int end) {
        if (end - start == 2 && octets[start] == '@') {
            return octets[start + 1] == 'l' ? LEVEL : octets[start + 1] == 't' ? CLEF : NONE;
        }
        return end - start == 1 && octets[start] == 's' ? LETTER : NONE;
    }

    /** The level that a value's octets (quotes left out) say, or {@link Levels#NONE}. */
    static int level(byte[] octets, int from, int to, int key) {
        int start = afterColours(octets, from, to);
        int end = to;
        while (end > start && octets[end - 1] == ' ') {
            end--;
        }
        if (start == end) {
            return Levels.NONE;
        }
        if (Octets.isDigit(octets[start])) {
            return key == LETTER ? Levels.NONE : number(octets, start, end, key);
        }
        int wordEnd = start;
        while (wordEnd < end && Octets.isLetter(octets[wordEnd])) {
            wordEnd++;
        }
        boolean ended = wordEnd < end
                && (octets[wordEnd] == '\\'
                        || octets[wordEnd] == 0x1b
                        || octets[wordEnd] == '+'
                        || isOffset(octets, wordEnd, end));
        if (wordEnd != end && !ended) {
            return Levels.NONE;
        }
        if (wordEnd - start == 1) {
            return Levels.ofLetter(octets[start]);
        }
        return key == LETTER ? Levels.NONE : Levels.of(octets, start, wordEnd);
    }

    /** {@code WARN-2}, as slog prints a level between its own. */
    private static boolean isOffset(byte[] octets, int at, int end) {
        return octets[at] == '-' && end - at == 2 && Octets.isDigit(octets[at + 1]);
    }

    private static int number(byte[] octets, int start, int end, int key) {
        if (Octets.afterDigits(octets, start, end) != end) {
            return Levels.NONE;
        }
        int number = Octets.number(octets, start, end);
        return switch (key) {
            case LEVEL, LOG_LEVEL -> Levels.ofNumber(number);
            case SEVERITY -> number < 0 || number > Severity.DEBUG.code() ? Levels.ofNumber(number) : number;
            case PYTHON_NUMBER -> python(number);
            case OPEN_TELEMETRY_NUMBER -> Levels.ofOpenTelemetry(number);
            default -> Levels.NONE;
        };
    }

    private static int python(int number) {
        return switch (number / 10) {
            case 1 -> Severity.DEBUG.code();
            case 2 -> Severity.INFO.code();
            case 3 -> Severity.WARNING.code();
            case 4 -> Severity.ERROR.code();
            case 5 -> Severity.CRITICAL.code();
            default -> Levels.NONE;
        };
    }

    /** Colours as octets, or as JSON writes them: {@code }&#92;{@code u001b[31m}. */
    private static int afterColours(byte[] octets, int from, int to) {
        int at = Octets.afterColours(octets, from, to);
        if (at < to && octets[at] == '\\') {
            int m = Octets.indexOf(octets, at, to, (byte) 'm');
            if (m >= 0 && m - at < 14) {
                return m + 1;
            }
        }
        return Octets.afterBlanks(octets, at, to);
    }
}
