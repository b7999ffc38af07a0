package spillway.codec.slack;

import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Redaction.Find;

/** {@code scheme://user:password@host}: scheme, user and host stay; a token in the user's place goes. */
final class UrlCredential {
    /** Passwords with an unescaped slash are looked for this far. */
    private static final int MAX_ODD_PASSWORD = 200;

    private static final int MIN_TOKEN = 20;

    private UrlCredential() {}

    static @Nullable Find at(String text, int colon) {
        if (!Secrets.isWord(text, colon - 1) || text.startsWith("[", colon + 3)) {
            return null;
        }
        int from = colon + 3;
        int end = from;
        int divider = -1;
        int at = -1;
        boolean inAuthority = true;
        while (end < text.length() && (inAuthority || end < from + MAX_ODD_PASSWORD)) {
            char c = text.charAt(end);
            if (c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`') {
                break;
            }
            if (c == '/' || c == '?' || c == '#') {
                boolean oddPassword = at < 0 && divider >= 0 && !isPort(text, divider + 1, end);
                if (!oddPassword) {
                    break;
                }
                inAuthority = false;
            }
            if (c == ':' && divider < 0) {
                divider = end;
            }
            if (c == '@') {
                at = end;
            }
            end++;
        }
        return find(text, from, divider, at);
    }

    private static boolean isPort(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Secrets.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Find find(String text, int from, int divider, int at) {
        if (at < 0) {
            return null;
        }
        if (divider >= 0 && divider < at) {
            return Secrets.isBenign(text, divider + 1, at) ? null : new Find(divider + 1, at, "password");
        }
        boolean token = at - from >= MIN_TOKEN && Secrets.hasDigit(text, from, at);
        return token ? new Find(from, at, "token") : null;
    }
}
