package spillway.codec.slack;

/**
 * Takes out what a person never sees and a client might act on: terminal sequences, control characters, bidirectional
 * controls, invisible characters. Newline and tab stay; other line ends become newlines; half a surrogate pair and
 * noncharacters become U+FFFD.
 */
final class TextCleaner {
    private static final char ESCAPE = '\u001B';
    private static final char REPLACEMENT = '\uFFFD';

    /** A terminal's string (title, hyperlink) is looked for this far; an unclosed one must not swallow the text. */
    private static final int MAX_CONTROL_STRING = 2_048;

    private final String raw;
    private final StringBuilder clean;

    private TextCleaner(String raw, int from) {
        this.raw = raw;
        this.clean = new StringBuilder(raw.length()).append(raw, 0, from);
    }

    static String clean(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (!isPlain(raw.charAt(i))) {
                return new TextCleaner(raw, i).run(i);
            }
        }
        return raw;
    }

    /** What needs no look at all: ASCII's and Latin's printable characters, newline, tab. */
    private static boolean isPlain(char c) {
        return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t' || (c > 0xA0 && c < 0x300 && c != 0xAD);
    }

    private String run(int from) {
        int i = from;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (isPlain(c)) {
                clean.append(c);
                i++;
            } else if (c == ESCAPE) {
                i = afterEscape(i + 1);
            } else if (c >= 0x80 && c < 0xA0) {
                i = afterC1(i);
            } else {
                i = other(i);
            }
        }
        return clean.toString();
    }

    /** ECMA-48: after ESC stands a control sequence, a string, or intermediate octets and one final. */
    private int afterEscape(int i) {
        if (i >= raw.length()) {
            return i;
        }
        char c = raw.charAt(i);
        return switch (c) {
            case '[' -> afterSequence(i + 1);
            case ']', 'P', 'X', '^', '_' -> afterString(i + 1);
            default -> afterShort(i);
        };
    }

    private int afterShort(int from) {
        int i = afterRun(from, 0x20, 0x2F);
        boolean isFinal = i < raw.length() && in(raw.charAt(i), 0x30, 0x7E);
        // A lone ESC before ordinary text: only the ESC goes.
        return isFinal ? i + 1 : from;
    }

    private int afterSequence(int from) {
        int i = afterRun(afterRun(from, 0x30, 0x3F), 0x20, 0x2F);
        return i < raw.length() && in(raw.charAt(i), 0x40, 0x7E) ? i + 1 : i;
    }

    private int afterRun(int from, int first, int last) {
        int i = from;
        while (i < raw.length() && in(raw.charAt(i), first, last)) {
            i++;
        }
        return i;
    }

    private int afterString(int from) {
        int end = Math.min(raw.length(), from + MAX_CONTROL_STRING);
        for (int i = from; i < end; i++) {
            char c = raw.charAt(i);
            if (c == 0x07 || c == 0x9C) {
                return i + 1;
            }
            if (c == '\n') {
                return from;
            }
            if (c == ESCAPE) {
                return i + 1 < raw.length() && raw.charAt(i + 1) == '\\' ? i + 2 : from;
            }
        }
        return from;
    }

    private int afterC1(int i) {
        return switch (raw.charAt(i)) {
            case 0x85 -> lineEnd(i + 1);
            case 0x9B -> afterSequence(i + 1);
            case 0x90, 0x98, 0x9D, 0x9E, 0x9F -> afterString(i + 1);
            default -> i + 1;
        };
    }

    private int other(int i) {
        int codePoint = raw.codePointAt(i);
        int next = i + Character.charCount(codePoint);
        if (codePoint == '\r') {
            boolean beforeNewline = next < raw.length() && raw.charAt(next) == '\n';
            return beforeNewline || next == raw.length() ? next : lineEnd(next);
        }
        if (codePoint == 0x0B || codePoint == 0x0C || codePoint == 0x2028 || codePoint == 0x2029) {
            return lineEnd(next);
        }
        if (codePoint == 0xA0) {
            clean.append(' ');
        } else if (in(codePoint, 0xD800, 0xDFFF) || (codePoint & 0xFFFE) == 0xFFFE || in(codePoint, 0xFDD0, 0xFDEF)) {
            clean.append(REPLACEMENT);
        } else if (isJoiner(codePoint)) {
            if (joins(i, next)) {
                clean.appendCodePoint(codePoint);
            }
        } else if (!isInvisible(codePoint)) {
            clean.appendCodePoint(codePoint);
        }
        return next;
    }

    private int lineEnd(int next) {
        clean.append('\n');
        return next;
    }

    private static boolean isJoiner(int codePoint) {
        return codePoint == 0x200C || codePoint == 0x200D || in(codePoint, 0xFE00, 0xFE0F);
    }

    /** Joiners and variation selectors belong to emoji and to some scripts, never to ASCII; one at a time. */
    private boolean joins(int at, int next) {
        char before = clean.isEmpty() ? ' ' : clean.charAt(clean.length() - 1);
        if (before < 0x100 || raw.charAt(at - 1) < 0x100) {
            return false;
        }
        boolean afterSelector = in(before, 0xFE00, 0xFE0F);
        if (raw.charAt(at) >= 0xFE00) {
            return !afterSelector && !isJoiner(before);
        }
        boolean beforeShape = next < raw.length() && raw.charAt(next) >= 0x100 && !isJoiner(raw.charAt(next));
        return beforeShape && (afterSelector || !isJoiner(before));
    }

    /** Default-ignorable code points and the rest of the controls: without a shape of their own. */
    private static boolean isInvisible(int c) {
        return c < 0x20
                || c == 0x7F
                || c == 0xAD
                || c == 0x034F
                || c == 0x061C
                || in(c, 0x115F, 0x1160)
                || in(c, 0x17B4, 0x17B5)
                || in(c, 0x180B, 0x180F)
                || in(c, 0x200B, 0x200F)
                || in(c, 0x202A, 0x202E)
                || in(c, 0x2060, 0x206F)
                || c == 0x3164
                || c == 0xFEFF
                || c == 0xFFA0
                || in(c, 0xFFF0, 0xFFFB)
                || in(c, 0x1BCA0, 0x1BCA3)
                || in(c, 0x1D173, 0x1D17A)
                || in(c, 0xE0000, 0xE0FFF);
    }

    private static boolean in(int c, int first, int last) {
        return c >= first && c <= last;
    }
}
