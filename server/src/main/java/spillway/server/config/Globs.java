package spillway.server.config;

import org.jspecify.annotations.Nullable;

/** Checks globs: {@code *} is any run of characters, {@code ?} one. */
final class Globs {
    static final String EXPECTED = "a glob: * is any run of characters, ? is one";

    private Globs() {}

    /** Null if it can't be one: other tools' brackets and braces would be taken as they stand, and match nothing. */
    static @Nullable String parse(String text) {
        return text.matches("[^\\s\\p{Cntrl}\\[\\]{}]{1,128}") ? text : null;
    }

    /** Whether {@code wide} matches everything that {@code narrow}, a glob too, matches. Says no when it can't tell. */
    static boolean covers(String wide, String narrow) {
        return covers(wide, 0, narrow, 0);
    }

    private static boolean covers(String wide, int w, String narrow, int n) {
        if (w == wide.length()) {
            return n == narrow.length();
        }
        char c = wide.charAt(w);
        if (c == '*') {
            for (int rest = n; rest <= narrow.length(); rest++) {
                if (covers(wide, w + 1, narrow, rest)) {
                    return true;
                }
                if (w + 1 == wide.length()) {
                    return true;
                }
            }
            return false;
        }
        if (n == narrow.length() || narrow.charAt(n) == '*') {
            return false;
        }
        return (c == '?' || c == narrow.charAt(n)) && covers(wide, w + 1, narrow, n + 1);
    }
}
