package spillway.codec.slack;

import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Redaction.Find;
import spillway.codec.slack.Secrets.Alphabet;

/**
 * What a Cookie or Set-Cookie header carries: {@code a=b; c=d}. All of a Cookie's pairs go, as any may be a session; of a
 * Set-Cookie the first, the attributes behind it stay.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6265#section-4">RFC 6265, section 4</a>
 */
final class CookieValue {
    private static final String KIND = "cookie";
    private static final int MAX_NAME = 80;

    /** A list, as Node prints the headers of an answer, is followed this far. */
    private static final int MAX_LIST = 4_096;

    private CookieValue() {}

    static @Nullable Find bare(String text, int from, boolean onlyOne) {
        if (text.startsWith("[", from)) {
            return list(text, from + 1);
        }
        if (Secrets.isPlaceholder(text, from)) {
            return null;
        }
        int end = afterPair(text, from);
        if (end < 0) {
            int token = Secrets.run(text, from, Alphabet.BARE, text.length());
            return Secrets.looksSecret(text, from, token) ? new Find(from, token, KIND) : null;
        }
        while (!onlyOne && text.startsWith("; ", end)) {
            int next = afterPair(text, end + 2);
            if (next < 0) {
                break;
            }
            end = next;
        }
        return new Find(from, end, KIND);
    }

    static @Nullable Find quoted(String text, int from, int to) {
        boolean pair = afterPair(text, from) >= 0;
        return pair || Secrets.looksSecret(text, from, to) ? new Find(from, to, KIND) : null;
    }

    /** {@code ['a=b; Path=/', 'c=d']}: all of it, if there is a pair in it. */
    private static @Nullable Find list(String text, int from) {
        int limit = Math.min(text.length(), from + MAX_LIST);
        boolean pair = false;
        int end = from;
        while (end < limit && text.charAt(end) != ']' && text.charAt(end) != '\n') {
            pair |= text.charAt(end) == '=';
            end++;
        }
        return pair ? new Find(from, end, KIND) : null;
    }

    /** Where {@code name=value} ends that starts at {@code from}; -1 if none does. */
    private static int afterPair(String text, int from) {
        int name = Secrets.run(text, from, Alphabet.DOTTED, from + MAX_NAME);
        if (name == from || !text.startsWith("=", name)) {
            return -1;
        }
        int end = Secrets.run(text, name + 1, Alphabet.BARE, text.length());
        return end > name + 1 ? end : -1;
    }
}
