package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/**
 * Finds the level in a line that is a JSON object (or a Python dict), in whatever place its key stands.
 *
 * <p>Only keys of the outermost object count, and those of its {@code log} or {@code level} object: a level further in
 * belongs to whatever is told about, as in {@code {"user":{"level":"error"}}}. A line that was cut at 10,000 octets is read
 * as far as it goes. One thread owns it.
 */
final class JsonLevel {
    private static final int NOWHERE = -1;

    /** What JSend answers if the client is at fault. */
    private static final byte[] FAIL = Octets.of("fail");

    private static final byte[] TRACEBACK = Octets.of("Traceback (most recent call last)");
    private static final byte[] ERR = Octets.of("\"err\":");
    private static final byte[] STACK = Octets.of("\"stack\":");
    private static final byte[] MESSAGE = Octets.of("\"message\":");

    private byte[] octets = new byte[0];
    private int end;
    private int at;
    private byte quote;
    private int levelDepth;
    private int statusAt;
    private int statusEnd;
    private boolean request;
    private boolean gelf;
    private boolean clef;
    private int typeAt;
    private int typeEnd;
    private int digitAt;
    private boolean record;
    private int numberAt;
    private int numberEnd;
    private int firstValue;
    private int failureAt;
    private int errorAt;

    /** The walk ends at a key of {@link LevelKey#RECORD}, and looks at no other. */
    private boolean onlyRecord;

    /** Whether a level stands in the object that starts at {@code open}; then {@code into} has it. */
    boolean read(byte[] octets, int open, int end, Meaning into) {
        return begin(octets, open, end) && (walk(into) || withoutLevel(into));
    }

    /** Whether the object that starts at {@code open} has a message or a time, as log records have. */
    boolean isRecord(byte[] octets, int open, int end, Meaning into) {
        if (!begin(octets, open, end)) {
            return false;
        }
        onlyRecord = true;
        return walk(into);
    }

    private boolean begin(byte[] octets, int open, int end) {
        if (this.octets != octets) {
            this.octets = octets;
        }
        this.end = end;
        at = Octets.afterBlanks(octets, open + 1, end);
        if (at >= end || (octets[at] != '"' && octets[at] != '\'')) {
            return false;
        }
        quote = octets[at];
        levelDepth = 1;
        statusAt = digitAt = numberAt = firstValue = typeAt = failureAt = errorAt = NOWHERE;
        request = gelf = record = clef = onlyRecord = false;
        return true;
    }

    private boolean walk(Meaning into) {
        int depth = 1;
        boolean key = true;
        while (at < end) {
            byte octet = octets[at];
            if (octet == quote) {
                int start = at + 1;
                int close = Octets.afterString(octets, start, end, quote);
                at = close + 1;
                if (key && depth == levelDepth && close < end && member(start, close, depth, into)) {
                    return true;
                }
                key = false;
                continue;
            }
            at++;
            if (octet == ',') {
                key = true;
            } else if (octet == '{' || octet == '[') {
                depth++;
                key = octet == '{';
            } else if (octet == '}' || octet == ']') {
                depth--;
                if (depth < levelDepth) {
                    levelDepth = 1;
                }
                if (depth == 0) {
                    return false;
                }
            }
        }
        return false;
    }

    /** Looks at one key and, if it may tell a level, at its value. */
    private boolean member(int start, int close, int depth, Meaning into) {
        int colon = Octets.afterBlanks(octets, at, end);
        if (colon >= end || octets[colon] != ':') {
            return false;
        }
        at = Octets.afterBlanks(octets, colon + 1, end);
        if (firstValue == NOWHERE) {
            firstValue = at;
        }
        int key = LevelKey.of(octets, start, close, depth > 1);
        if (key == LevelKey.NONE || at >= end || onlyRecord) {
            return onlyRecord && key == LevelKey.RECORD;
        }
        if (octets[at] == '{') {
            if (key == LevelKey.LOG_OBJECT || key == LevelKey.LEVEL) {
                levelDepth = depth + 1;
            } else if (key == LevelKey.ERROR_OBJECT || key == LevelKey.TRACE) {
                errorAt = at;
            }
            return false;
        }
        boolean quoted = octets[at] == quote;
        int valueStart = quoted ? at + 1 : at;
        int valueEnd = quoted ? Octets.afterString(octets, valueStart, end, quote) : bareEnd(valueStart);
        at = quoted ? valueEnd + 1 : at; // not to be read again
        return switch (key) {
            case LevelKey.METHOD -> {
                request = true;
                yield false;
            }
            case LevelKey.STATUS -> {
                statusAt = valueStart;
                statusEnd = valueEnd;
                yield false;
            }
            case LevelKey.GELF -> {
                gelf = true;
                yield false;
            }
            case LevelKey.RECORD -> {
                record = true;
                yield numberAt != NOWHERE && accept(into, numberAt, numberEnd, LevelKey.LEVEL);
            }
            case LevelKey.TYPE -> {
                typeAt = quoted ? valueStart : NOWHERE;
                typeEnd = valueEnd;
                yield false;
            }
            case LevelKey.TRACE -> {
                if (quoted && isTrace(valueStart, valueEnd)) {
                    failureAt = valueStart;
                }
                yield false;
            }
            case LevelKey.CLEF -> {
                clef = true;
                yield false;
            }
            case LevelKey.AT, LevelKey.LOG_OBJECT, LevelKey.ERROR_OBJECT -> false;
            default -> (!clef || octets[start] == '@') && value(valueStart, valueEnd, key, into);
        };
    }

    private boolean value(int start, int valueEnd, int key, Meaning into) {
        if (start >= valueEnd) {
            return false;
        }
        boolean doubtful = key == LevelKey.LOG_LEVEL
                || (key == LevelKey.LEVEL && start != firstValue && Octets.isDigit(octets[start]));
        if (doubtful && !record) {
            numberAt = start;
            numberEnd = valueEnd;
        } else if (accept(into, start, valueEnd, key)) {
            return true;
        }
        if (key == LevelKey.LEVEL && valueEnd - start == 1 && octets[start] >= '0' && octets[start] <= '7') {
            digitAt = start;
        }
        return false;
    }

    private boolean accept(Meaning into, int start, int valueEnd, int key) {
        int code = LevelKey.level(octets, start, valueEnd, key);
        if (code == Levels.NONE) {
            return false;
        }
        into.found(Levels.severity(code), Reason.JSON_LEVEL, start, valueEnd);
        return true;
    }

    /** GELF's syslog level; or a request that failed; or a record whose type or status is called as levels are. */
    private boolean withoutLevel(Meaning into) {
        if (gelf && digitAt != NOWHERE) {
            into.found(Severity.of(octets[digitAt] - '0'), Reason.JSON_LEVEL, digitAt, digitAt + 1);
            return true;
        }
        if (request && statusAt != NOWHERE && Octets.isDigit(octets[statusAt])) {
            AccessLine.decide(octets, statusAt, end, into);
            return true;
        }
        if (failureAt != NOWHERE || (errorAt != NOWHERE && record && isError())) {
            into.found(
                    Severity.ERROR, Reason.JSON_LEVEL, Math.max(failureAt, errorAt), Math.max(failureAt, errorAt) + 1);
            return true;
        }
        return record && (named(typeAt, typeEnd, into) || (!isJSend() && named(statusAt, statusEnd, into)));
    }

    /** {@code "exc_info":"Traceback (most recent call last):}, {@code "stack":"TypeError: x}. */
    private boolean isTrace(int start, int valueEnd) {
        if (Octets.startsWith(octets, start, valueEnd, TRACEBACK)) {
            return true;
        }
        int nameEnd = ExceptionName.end(octets, start, valueEnd);
        boolean told = nameEnd < valueEnd && (octets[nameEnd] == ':' || octets[nameEnd] == ' ');
        return told && ExceptionName.severity(octets, start, nameEnd) != null;
    }

    /** Whether the object holds a trace, or is one of pino's, which calls an error {@code err}. */
    private boolean isError() {
        boolean pino = Octets.endsWith(octets, 0, errorAt, ERR);
        return Octets.contains(octets, errorAt, end, STACK) || (pino && Octets.contains(octets, errorAt, end, MESSAGE));
    }

    /** {@code "type":"error"}, {@code "status":"error"}: a level's name where most records have something else. */
    private boolean named(int start, int valueEnd, Meaning into) {
        int code = start == NOWHERE ? Levels.NONE : Levels.of(octets, start, valueEnd);
        if (code == Levels.NONE || Levels.isOrdinary(code)) {
            return false;
        }
        into.found(Levels.severity(code), Reason.JSON_LEVEL, start, valueEnd);
        return true;
    }

    private boolean isJSend() {
        return statusAt != NOWHERE && Octets.is(octets, statusAt, statusEnd, FAIL);
    }

    private int bareEnd(int start) {
        int close = start;
        while (close < end && octets[close] != ',' && octets[close] != '}' && octets[close] != ' ') {
            close++;
        }
        return close;
    }
}
