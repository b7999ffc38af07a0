package spillway.codec.slack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that gives a secret away.
 *
 * @param end how such names end, in lower case and without what separates their words
 * @param kind what is counted
 * @param alone whether it must be the whole word: {@code pass}, not {@code bypass}
 * @param start where it starts in the text
 */
record SecretName(String end, String kind, boolean alone, int start) {
    private static final List<SecretName> NAMES = List.of(
            name("password", "password", false),
            name("passwd", "password", false),
            name("passphrase", "password", false),
            name("passwordconfirmation", "password", false),
            name("passworddigest", "password", false),
            name("passwordhash", "password", false),
            name("pwd", "password", true),
            name("pass", "password", true),
            name("secret", "secret", false),
            name("secretkey", "secret", false),
            name("secretkeybase", "secret", false),
            name("secretaccesskey", "aws-secret", false),
            name("token", "token", false),
            name("credential", "token", false),
            name("credentials", "token", false),
            name("jwt", "token", true),
            name("apikey", "key", false),
            name("accesskey", "key", false),
            name("privatekey", "key", false),
            name("signingkey", "key", false),
            name("encryptionkey", "key", false),
            name("authkey", "key", false),
            name("masterkey", "key", false),
            name("accountkey", "key", false),
            name("sharedkey", "key", false),
            name("authorization", "authorization", false),
            name("setcookie", "cookie", false),
            name("cookie", "cookie", false),
            name("sessionid", "session", false),
            name("sessid", "session", false),
            name("auth", "auth", true),
            name("code", "oauth-code", true),
            name("cardnumber", CardNumber.KIND, false),
            name("cardnum", CardNumber.KIND, false),
            name("cardno", CardNumber.KIND, false),
            name("ccnumber", CardNumber.KIND, false),
            name("creditcard", CardNumber.KIND, false),
            name("card", CardNumber.KIND, true),
            name("pan", CardNumber.KIND, true));

    private static final SecretName[][] BY_LAST_LETTER = new SecretName[128][];

    static {
        for (char c = 0; c < BY_LAST_LETTER.length; c++) {
            String last = String.valueOf(c);
            BY_LAST_LETTER[c] =
                    NAMES.stream().filter(name -> name.end().endsWith(last)).toArray(SecretName[]::new);
        }
    }

    private static SecretName name(String end, String kind, boolean alone) {
        return new SecretName(end, kind, alone, -1);
    }

    /** The name that ends before {@code end}, a number at its end passed over; null if none does. */
    static @Nullable SecretName endingAt(String text, int end) {
        int digits = end;
        while (digits > 0 && end - digits < 2 && Secrets.isDigit(text.charAt(digits - 1))) {
            digits--;
        }
        char last = digits == 0 ? ' ' : lower(text.charAt(digits - 1));
        if (last >= BY_LAST_LETTER.length) {
            return null;
        }
        for (SecretName name : BY_LAST_LETTER[last]) {
            int start = startOf(text, digits, name);
            if (start >= 0) {
                return new SecretName(name.end, name.kind, name.alone, start);
            }
        }
        return null;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    /** Where {@code name} starts that ends before {@code end}, separators between its words passed over; or -1. */
    private static int startOf(String text, int end, SecretName name) {
        int i = end;
        String separators = name.kind().equals(CardNumber.KIND) ? "_-[ " : "_-";
        for (int k = name.end().length() - 1; k >= 0; k--) {
            if (k < name.end().length() - 1 && i > 1 && separators.indexOf(text.charAt(i - 1)) >= 0) {
                i--;
            }
            if (i == 0 || lower(text.charAt(i - 1)) != name.end().charAt(k)) {
                return -1;
            }
            i--;
        }
        if (name.alone() && i > 0 && Secrets.isAlphanumeric(text.charAt(i - 1))) {
            boolean escape = i > 2 && text.charAt(i - 3) == '%';
            boolean camel = text.charAt(i) <= 'Z' && text.charAt(i - 1) >= 'a';
            return camel || escape ? i : -1;
        }
        return i;
    }
}
