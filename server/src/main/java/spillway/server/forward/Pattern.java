package spillway.server.forward;

/**
 * What remains of a line without what varies: each number, time, hexadecimal id and UUID becomes one mark, so that lines
 * that are equal but for these have the same pattern.
 *
 * <p>A word counts as varying if it holds a digit and nothing but hexadecimal digits and the signs of times and UUIDs; any
 * other word keeps its letters and loses its digits, as {@code web.1} and {@code user42}.
 */
final class Pattern {
    private static final char MARK = '#';
    private static final int UUID_LENGTH = 36;
    private static final int[] UUID_DASHES = {8, 13, 18, 23};

    private Pattern() {}

    static String of(String text) {
        int length = text.length();
        StringBuilder pattern = null;
        int at = 0;
        int kept = 0;
        while (at < length) {
            int word = wordEnd(text, at);
            if (word == at) {
                at++;
                continue;
            }
            boolean uuid = word - at == UUID_DASHES[0] && isUuid(text, at);
            int end = uuid ? at + UUID_LENGTH : word;
            if (uuid || holdsDigit(text, at, end)) {
                if (pattern == null) {
                    pattern = new StringBuilder(length);
                }
                pattern.append(text, kept, at);
                append(pattern, text, at, end);
                kept = end;
            }
            at = end;
        }
        return pattern == null ? text : pattern.append(text, kept, length).toString();
    }

    private static int wordEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isWord(char c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c > 0x7f;
    }

    private static boolean isUuid(String text, int from) {
        int end = from + UUID_LENGTH;
        if (end > text.length() || (end < text.length() && isWord(text.charAt(end)))) {
            return false;
        }
        for (int dash : UUID_DASHES) {
            if (text.charAt(from + dash) != '-') {
                return false;
            }
        }
        int start = from;
        for (int dash : UUID_DASHES) {
            if (!allHexadecimal(text, start, from + dash)) {
                return false;
            }
            start = from + dash + 1;
        }
        return allHexadecimal(text, start, end);
    }

    private static void append(StringBuilder pattern, String text, int from, int end) {
        boolean uuid = end - from == UUID_LENGTH && text.charAt(from + UUID_DASHES[0]) == '-';
        if (uuid || isHexadecimal(text, from, end)) {
            mark(pattern);
            return;
        }
        for (int i = from; i < end; i++) {
            if (isDigit(text.charAt(i))) {
                mark(pattern);
            } else {
                pattern.append(text.charAt(i));
            }
        }
    }

    /** A mark after a mark and a sign of a number, time or UUID ({@code 1.5}, {@code 12:00:01}) melts into it. */
    private static void mark(StringBuilder pattern) {
        int last = pattern.length() - 1;
        if (last >= 0 && pattern.charAt(last) == MARK) {
            return;
        }
        if (last >= 1 && pattern.charAt(last - 1) == MARK && joins(pattern.charAt(last))) {
            pattern.setLength(last);
            return;
        }
        pattern.append(MARK);
    }

    private static boolean joins(char c) {
        return c == '.' || c == ':' || c == '-' || c == ',';
    }

    /** Of at least four digits, or begun by 0x: shorter words such as {@code a1} may mean something. */
    private static boolean isHexadecimal(String text, int from, int end) {
        if (end - from > 2 && text.charAt(from) == '0' && (text.charAt(from + 1) | 0x20) == 'x') {
            return allHexadecimal(text, from + 2, end);
        }
        return end - from >= 4 && allHexadecimal(text, from, end);
    }

    private static boolean allHexadecimal(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            int lower = text.charAt(i) | 0x20;
            if (!isDigit(text.charAt(i)) && (lower < 'a' || lower > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsDigit(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
