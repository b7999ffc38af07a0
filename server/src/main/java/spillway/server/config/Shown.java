package spillway.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Pattern;

/** How keys and values are shown in an error: short, on one line, and a key only if it can't be a secret by mistake. */
final class Shown {
    private static final int MAX_LENGTH = 60;
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private Shown() {}

    static String key(String key) {
        return PLAIN_KEY.matcher(key).matches() ? key : "a key";
    }

    static String value(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(MAX_LENGTH).forEach(c -> {
            if (c < ' ' || c == 0x7F || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format("\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append(text.codePointCount(0, text.length()) > MAX_LENGTH ? "…\"" : "\"")
                .toString();
    }

    /** The known word that takes the fewest edits to reach. */
    static String nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)))
                .orElse("none");
    }

    /** The Damerau-Levenshtein distance, without edits of edited parts. */
    private static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
