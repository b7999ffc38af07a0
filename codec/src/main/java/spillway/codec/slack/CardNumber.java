package spillway.codec.slack;

import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Redaction.Find;

/**
 * A payment card's number: written in groups as on the card, {@code 4111 1111 1111 1111} or {@code 3782-822463-10005}, or
 * behind a name that says so. A bare run of so many digits is an id or a time far more often.
 *
 * @see <a href="https://www.iso.org/standard/70484.html">ISO/IEC 7812-1, which has the check digit</a>
 */
final class CardNumber {
    static final String KIND = "card";

    private static final int LEAST = 13;
    private static final int MOST = 19;

    private static final int[][] GROUPS = {{4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}, {4, 4, 4, 4, 3}};

    private CardNumber() {}

    /** What starts at {@code i}, a digit. */
    static @Nullable Find at(String text, int i) {
        char before = i == 0 ? ' ' : text.charAt(i - 1);
        char divider = i + 4 < text.length() ? text.charAt(i + 4) : 'x';
        boolean within =
                "-./+%$".indexOf(before) >= 0 || (before == ',' && i > 1 && Secrets.isDigit(text.charAt(i - 2)));
        if (Secrets.isWord(text, i - 1) || within || (divider != ' ' && divider != '-')) {
            return null;
        }
        for (int[] groups : GROUPS) {
            int end = end(text, i, groups, divider);
            if (end > 0 && is(text, i, end)) {
                return new Find(i, end, KIND);
            }
        }
        return null;
    }

    /** Where the groups end; -1 if others stand there. */
    private static int end(String text, int from, int[] groups, char divider) {
        int at = from;
        for (int group : groups) {
            if (at > from && (at >= text.length() || text.charAt(at++) != divider)) {
                return -1;
            }
            for (int end = at + group; at < end; at++) {
                if (at >= text.length() || !Secrets.isDigit(text.charAt(at))) {
                    return -1;
                }
            }
        }
        return isMore(text, at, divider) || Secrets.isWord(text, at) ? -1 : at;
    }

    /** Whether further digits belong to it; the month of its end and its three digits on the back do not. */
    private static boolean isMore(String text, int at, char divider) {
        int end = at + 1;
        while (end < text.length() && Secrets.isDigit(text.charAt(end))) {
            end++;
        }
        if (end <= at + 1) {
            return false;
        }
        char between = text.charAt(at);
        boolean ofCard = end == at + 4 || (end == at + 3 && text.startsWith("/", end));
        return between == '.' || (between == divider && !(between == ' ' && ofCard));
    }

    /** Whether these are 13 to 19 digits, single blanks and hyphens among them, that some card could have. */
    static boolean is(String text, int from, int to) {
        StringBuilder digits = new StringBuilder(MOST);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean between = (c == ' ' || c == '-') && i > from && Secrets.isDigit(text.charAt(i - 1));
            if (Secrets.isDigit(c) && digits.length() < MOST) {
                digits.append(c);
            } else if (!between) {
                return false;
            }
        }
        return digits.length() >= LEAST && isIssued(digits) && isChecked(digits);
    }

    /** No card of a large network starts otherwise; a time in milliseconds starts with 1. */
    private static boolean isIssued(CharSequence digits) {
        int length = digits.length();
        return switch (digits.charAt(0)) {
            case '2' -> length == 16;
            case '3' -> length <= 16 && length >= 14;
            case '4' -> length == 13 || length == 16 || length == 19;
            case '5', '6' -> length >= 16;
            default -> false;
        };
    }

    /** Luhn's check: from the right, each second digit doubled. */
    private static boolean isChecked(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : 2 * digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}
