package spillway.codec.heroku;

/**
 * Finds the level among keys and values with a colon between, as some formatters and Node's inspector print a record.
 *
 * <pre>{@code
 *   level: error, message: no mail       { message: 'no mail', level: 'error' }
 * }</pre>
 *
 * <p>A level alone is a setting ({@code level: error}): only beside what a record has, as a message or a time, is it the
 * line's.
 */
final class ColonPairs {
    private static final int MOST_PAIRS = 32;

    private ColonPairs() {}

    /** Whether the pairs that start at {@code from} tell a level; then {@code into} has it. */
    static boolean read(byte[] octets, int from, int end, Meaning into) {
        boolean record = false;
        int code = Levels.NONE;
        int levelAt = from;
        int levelEnd = from;
        int at = from;
        for (int pairs = 0; pairs < MOST_PAIRS; pairs++) {
            int keyEnd = keyEnd(octets, at, end);
            if (keyEnd == at || keyEnd + 1 >= end || octets[keyEnd] != ':' || octets[keyEnd + 1] != ' ') {
                break;
            }
            int key = LevelKey.of(octets, at, keyEnd, false);
            int value = Octets.afterColours(octets, Octets.afterBlanks(octets, keyEnd + 1, end), end);
            int valueEnd = valueEnd(octets, value, end);
            record |= key == LevelKey.RECORD;
            if (code == Levels.NONE && (key == LevelKey.LEVEL || key == LevelKey.SEVERITY)) {
                levelAt = value + (isQuote(octets, value, end) ? 1 : 0);
                levelEnd = valueEnd;
                code = LevelKey.level(octets, levelAt, levelEnd, key);
            }
            if (record && code != Levels.NONE) {
                into.found(Levels.severity(code), Reason.COLON_LEVEL, levelAt, levelEnd);
                return true;
            }
            at = nextKey(octets, valueEnd, end);
        }
        return false;
    }

    private static int keyEnd(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && (Octets.isLetterOrDigit(octets[at]) || octets[at] == '_' || octets[at] == '@')) {
            at++;
        }
        return at;
    }

    private static boolean isQuote(byte[] octets, int at, int end) {
        return at < end && (octets[at] == '\'' || octets[at] == '"');
    }

    private static int valueEnd(byte[] octets, int start, int end) {
        if (isQuote(octets, start, end)) {
            return Octets.afterString(octets, start + 1, end, octets[start]);
        }
        int at = start;
        while (at < end && octets[at] != ',' && octets[at] != ';' && octets[at] != '|' && octets[at] != '}') {
            at++;
        }
        return at;
    }

    /** Past the quote that closes the value, a separator and blanks. */
    private static int nextKey(byte[] octets, int valueEnd, int end) {
        int at = valueEnd + (isQuote(octets, valueEnd, end) ? 1 : 0);
        at = Octets.afterBlanks(octets, Octets.afterColours(octets, at, end), end);
        boolean separated = at < end && (octets[at] == ',' || octets[at] == ';' || octets[at] == '|');
        return separated ? Octets.afterBlanks(octets, at + 1, end) : end;
    }
}
