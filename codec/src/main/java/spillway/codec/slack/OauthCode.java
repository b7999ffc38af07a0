package spillway.codec.slack;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The {@code code} that an OAuth server sends back through the browser: who has it first gets the tokens. {@code code} is a
 * common word, so the address must be a callback's or carry a {@code state} too; behind a key that is no query's parameter,
 * as frameworks print those, both must look random.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749, section 4.1.2</a>
 */
final class OauthCode {
    /** So far around the code is looked, whatever the length of the line. */
    private static final int NEAR = 200;

    private static final int RANDOM = 16;

    private static final String STATE = "state";

    /** {@code state=} and a value that no place or condition is written as. */
    private static final int LEAST_STATE = STATE.length() + 1 + 8;

    private static final List<String> CALLBACKS = List.of("callback", "oauth", "authorize");

    private static final Pattern STATE_KEY =
            Pattern.compile("(?<![\\w.-])state\\\\?[\"']?\\s*(?:=>|[:=])\\s*\\\\?[\"']?[\\w.~%/+-]{" + RANDOM + "}");

    private OauthCode() {}

    /**
     * Whether {@code text[from..to)} is one.
     *
     * @param name where its name, {@code code}, starts
     */
    static boolean is(String text, int name, int from, int to) {
        if (!Secrets.looksSecret(text, from, to)) {
            return false;
        }
        if (isParameter(text, name)) {
            return isOfRedirect(text, name, to);
        }
        boolean wholeName = !Secrets.isWord(text, name - 1) && (name == 0 || ".-".indexOf(text.charAt(name - 1)) < 0);
        return wholeName && isRandom(text, from, to) && isBesideState(text, name, to);
    }

    private static boolean isOfRedirect(String text, int name, int to) {
        int start = name;
        while (start > 0 && name - start < NEAR && !endsAddress(text.charAt(start - 1))) {
            start--;
        }
        int end = to;
        while (end < text.length() && end - to < NEAR && !endsAddress(text.charAt(end))) {
            end++;
        }
        String before = text.substring(start, name).toLowerCase(Locale.ROOT);
        return CALLBACKS.stream().anyMatch(before::contains) || hasState(text.substring(start, end));
    }

    private static boolean hasState(String address) {
        for (int at = address.indexOf(STATE); at >= 0; at = address.indexOf(STATE, at + 1)) {
            int equals = at + STATE.length();
            boolean whole = address.startsWith("=", equals) || address.regionMatches(true, equals, "%3D", 0, 3);
            if (whole && isParameter(address, at)) {
                int end = address.indexOf('&', at);
                return (end < 0 ? address.length() : end) - at >= LEAST_STATE;
            }
        }
        return false;
    }

    private static boolean isParameter(String text, int name) {
        return (name > 0 && "?&#".indexOf(text.charAt(name - 1)) >= 0)
                || text.regionMatches(true, name - 3, "%3F", 0, 3)
                || text.regionMatches(true, name - 3, "%26", 0, 3);
    }

    private static boolean endsAddress(char c) {
        return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>';
    }

    private static boolean isRandom(String text, int from, int to) {
        return to - from >= RANDOM
                && Secrets.hasDigit(text, from, to)
                && text.substring(from, to).chars().anyMatch(c -> c >= 'a' && c <= 'z');
    }

    private static boolean isBesideState(String text, int name, int to) {
        int from = Math.max(0, name - NEAR);
        int end = Math.min(text.length(), to + NEAR);
        return STATE_KEY
                .matcher(text)
                .region(from, end)
                .useTransparentBounds(true)
                .find();
    }
}
