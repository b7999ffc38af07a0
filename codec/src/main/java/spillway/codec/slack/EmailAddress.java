package spillway.codec.slack;

import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Redaction.Find;
import spillway.codec.slack.Secrets.Alphabet;

/** {@code name@example.com}, found at its {@code @}. */
final class EmailAddress {
    private static final int MAX_NAME = 64;
    private static final int MAX_HOST = 255;

    private EmailAddress() {}

    static @Nullable Find at(String text, int at) {
        int start = at;
        while (start > 0 && at - start < MAX_NAME && isName(text.charAt(start - 1))) {
            start--;
        }
        int end = Secrets.run(text, at + 1, Alphabet.DOTTED, at + 1 + MAX_HOST);
        while (end > at && !Secrets.isWord(text, end - 1)) {
            end--;
        }
        int dot = end - 1;
        while (dot > at && text.charAt(dot) != '.') {
            dot--;
        }
        boolean domain = dot > at + 1 && end - dot > 2 && Secrets.isLetter(text.charAt(dot + 1));
        return start < at && domain ? new Find(start, end, "email") : null;
    }

    private static boolean isName(char c) {
        return Alphabet.DOTTED.has(c) || c == '+' || c == '%' || Character.isLetter(c);
    }
}
