package spillway.codec.slack;

/** How many cells of a terminal a text takes: East Asian characters and emoji take two, combining ones none. */
final class TerminalCells {
    private TerminalCells() {}

    static int of(String text) {
        int cells = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            cells += of(codePoint);
            i += Character.charCount(codePoint);
        }
        return cells;
    }

    /** How many UTF-16 units fit into {@code cells}; at least one character, so that a loop over rows ends. */
    static int prefix(String text, int cells) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            used += of(codePoint);
            if (used > cells && i > 0) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return i;
    }

    private static int of(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean isWide(int c) {
        return in(c, 0x1100, 0x115F)
                || in(c, 0x2E80, 0xA4CF)
                || in(c, 0xAC00, 0xD7A3)
                || in(c, 0xF900, 0xFAFF)
                || in(c, 0xFE30, 0xFE6F)
                || in(c, 0xFF01, 0xFF60)
                || in(c, 0xFFE0, 0xFFE6)
                || in(c, 0x1F300, 0x1FAFF)
                || in(c, 0x20000, 0x3FFFD)
                || c == 0x26AA
                || c == 0x26AB;
    }

    private static boolean in(int c, int first, int last) {
        return c >= first && c <= last;
    }
}
