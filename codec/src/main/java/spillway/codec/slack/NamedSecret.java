package spillway.codec.slack;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Redaction.Find;
import spillway.codec.slack.Secrets.Alphabet;

/**
 * A secret that its name gives away, found at what stands between the two: {@code password=x}, {@code "apiKey":"x"}, {@code
 * :token=>"x"}, {@code user[password]=x}, {@code --secret x}, {@code PASSWORD 'x'}, {@code <password>x}.
 *
 * <p>The name's end decides: {@code db_password} is one, {@code password_reset} is none. A password is hidden whatever it is;
 * a token or key only if it looks like one, as {@code token=} often carries a word.
 */
final class NamedSecret {
    /** A name's end, in lower case and without what separates its words. */
    private record Name(String end, String kind, boolean alone) {}

    private static final List<Name> NAMES = List.of(
            new Name("password", "password", false),
            new Name("passwd", "password", false),
            new Name("passphrase", "password", false),
            new Name("passwordconfirmation", "password", false),
            new Name("passworddigest", "password", false),
            new Name("passwordhash", "password", false),
            new Name("pwd", "password", true),
            new Name("pass", "password", true),
            new Name("secret", "secret", false),
            new Name("secretkeybase", "secret", false),
            new Name("secretaccesskey", "aws-secret", false),
            new Name("token", "token", false),
            new Name("credential", "token", false),
            new Name("credentials", "token", false),
            new Name("jwt", "token", true),
            new Name("apikey", "key", false),
            new Name("accesskey", "key", false),
            new Name("secretkey", "key", false),
            new Name("privatekey", "key", false),
            new Name("signingkey", "key", false),
            new Name("encryptionkey", "key", false),
            new Name("authkey", "key", false),
            new Name("masterkey", "key", false),
            new Name("accountkey", "key", false),
            new Name("sharedkey", "key", false),
            new Name("authorization", "authorization", false));

    private static final Name[][] BY_LAST_LETTER = new Name[128][];

    static {
        for (char c = 0; c < BY_LAST_LETTER.length; c++) {
            String last = String.valueOf(c);
            BY_LAST_LETTER[c] =
                    NAMES.stream().filter(name -> name.end().endsWith(last)).toArray(Name[]::new);
        }
    }

    /** How an Authorization header's value starts (RFC 9110, section 11.6.2). */
    private static final Set<String> WITH_TOKEN =
            Set.of("basic", "bearer", "token", "negotiate", "ntlm", "apikey", "jwt");

    private static final Set<String> WITH_PARAMETERS =
            Set.of("digest", "aws4-hmac-sha256", "hmac", "oauth", "hawk", "signature");

    private static final int MAX_WORD = 40;

    private final String text;
    private final int separator;
    private final Name name;
    private final int nameStart;
    private final boolean quotedName;
    private final boolean blankBefore;

    private NamedSecret(String text, int separator, Name name, int nameStart, boolean quotedName, boolean blankBefore) {
        this.text = text;
        this.separator = separator;
        this.name = name;
        this.nameStart = nameStart;
        this.quotedName = quotedName;
        this.blankBefore = blankBefore;
    }

    /** What the name before {@code separator} gives away. */
    static @Nullable Find at(String text, int separator) {
        int end = separator;
        while (end > 0 && separator - end < 2 && text.charAt(end - 1) == ' ') {
            end--;
        }
        boolean blankBefore = end < separator;
        int nameEnd = end;
        while (nameEnd > 0 && end - nameEnd < 3 && "\"'\\]".indexOf(text.charAt(nameEnd - 1)) >= 0) {
            nameEnd--;
        }
        int digits = nameEnd;
        while (digits > 0 && nameEnd - digits < 2 && Secrets.isDigit(text.charAt(digits - 1))) {
            digits--;
        }
        char last = digits == 0 ? ' ' : lower(text.charAt(digits - 1));
        if (last >= BY_LAST_LETTER.length) {
            return null;
        }
        for (Name name : BY_LAST_LETTER[last]) {
            int start = startOf(text, digits, name);
            if (start >= 0) {
                return new NamedSecret(text, separator, name, start, nameEnd < end, blankBefore).find();
            }
        }
        return null;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    /** Where {@code name} starts that ends before {@code end}, separators between its words passed over; or -1. */
    private static int startOf(String text, int end, Name name) {
        int i = end;
        for (int k = name.end().length() - 1; k >= 0; k--) {
            if (k < name.end().length() - 1 && i > 1 && "_-".indexOf(text.charAt(i - 1)) >= 0) {
                i--;
            }
            if (i == 0 || lower(text.charAt(i - 1)) != name.end().charAt(k)) {
                return -1;
            }
            i--;
        }
        if (name.alone() && i > 0 && Secrets.isAlphanumeric(text.charAt(i - 1))) {
            boolean camel = text.charAt(i) <= 'Z' && text.charAt(i - 1) >= 'a';
            return camel ? i : -1;
        }
        return i;
    }

    private @Nullable Find find() {
        char c = text.charAt(separator);
        if (c == ' ') {
            return afterBlank();
        }
        if (c == '>') {
            return text.startsWith("<", wordStart() - 1) ? check(separator + 1, run(separator + 1)) : null;
        }
        int from = separator + 1;
        if (c == '=' && text.startsWith(">", from)) {
            from++;
        } else if (text.startsWith("=", from) || text.startsWith(":", from)) {
            return null;
        }
        boolean mayBeApart = c == ':' || blankBefore || from > separator + 1;
        for (int blanks = 0; mayBeApart && blanks < 3 && text.startsWith(" ", from); blanks++) {
            from++;
        }
        return value(from, c == ':');
    }

    /** {@code --password x} and SQL's {@code PASSWORD 'x'}. */
    private @Nullable Find afterBlank() {
        if (blankBefore || name.kind().equals("authorization")) {
            return null;
        }
        int from = separator + 1;
        if (text.startsWith("'", from)) {
            return name.kind().equals("password") ? value(from, false) : null;
        }
        int option = wordStart();
        boolean isOption = text.startsWith("--", option) && !text.startsWith("-", from);
        return isOption ? value(from, false) : null;
    }

    /** Where the whole word starts that ends with the name. */
    private int wordStart() {
        int start = nameStart;
        while (start > 0 && nameStart - start < MAX_WORD && Alphabet.URL_SAFE.has(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private @Nullable Find value(int from, boolean colon) {
        if (from >= text.length()) {
            return null;
        }
        boolean escaped = text.startsWith("\\\"", from) || text.startsWith("\\'", from);
        char quote = text.charAt(escaped ? from + 1 : from);
        if (quote != '"' && quote != '\'' && quote != '`') {
            return bare(from, colon);
        }
        int start = from + (escaped ? 2 : 1);
        int end = escaped ? text.indexOf("\\" + quote, start) : closing(start, quote);
        return check(start, end < 0 ? lineEnd(start) : end);
    }

    private int closing(int start, char quote) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i;
            }
        }
        return -1;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private @Nullable Find bare(int from, boolean colon) {
        if (name.kind().equals("authorization")) {
            return authorization(from, text.length());
        }
        // Asked before the value's end is looked for: else a row of these would be read again and again.
        if (Secrets.isPlaceholder(text.charAt(from)) || (name.alone() && isPath(from))) {
            return null;
        }
        int end = run(from);
        return colon && !quotedName && isProse(from, end) ? null : check(from, end);
    }

    /** Closing brackets and a full stop behind a value are not part of it. */
    private int run(int from) {
        int end = Secrets.run(text, from, Alphabet.BARE, text.length());
        while (end > from && ")]}.".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** A word of letters and then another, as in {@code Invalid password: user not found}. */
    private boolean isProse(int from, int end) {
        for (int i = from; i < end; i++) {
            if (!Character.isLetter(text.charAt(i)) && text.charAt(i) != '\'') {
                return false;
            }
        }
        int next = end + 1;
        return text.startsWith(" ", end) && next < text.length() && Character.isLetter(text.charAt(next));
    }

    private @Nullable Find check(int from, int to) {
        if (name.kind().equals("authorization")) {
            return authorization(from, to);
        }
        if (Secrets.isBenign(text, from, to)) {
            return null;
        }
        boolean secret = switch (name.kind()) {
            case "password" -> !name.alone() || isPassword(from, to);
            case "secret", "aws-secret" -> true;
            default -> Secrets.looksSecret(text, from, to);
        };
        return secret ? new Find(from, to, name.kind()) : null;
    }

    /** {@code pwd} is a directory as often, {@code pass} a count of tests. */
    private boolean isPassword(int from, int to) {
        boolean number = to - from < 6 && Secrets.run(text, from, Alphabet.HEX, to) == to;
        return !isPath(from) && !number;
    }

    private boolean isPath(int from) {
        char first = text.charAt(from);
        return first == '/' || first == '~' || text.startsWith(":\\", from + 1);
    }

    /** The scheme stays; then one token goes, or all parameters up to the line's or the quote's end. */
    private @Nullable Find authorization(int from, int to) {
        int end = Secrets.run(text, from, Alphabet.URL_SAFE, Math.min(to, from + MAX_WORD));
        String scheme = text.substring(from, end).toLowerCase(Locale.ROOT);
        if (!text.startsWith(" ", end) || !(WITH_TOKEN.contains(scheme) || WITH_PARAMETERS.contains(scheme))) {
            int token = Secrets.run(text, from, Alphabet.CREDENTIAL, to);
            return Secrets.looksSecret(text, from, token) ? new Find(from, token, "authorization") : null;
        }
        int start = end + 1;
        if (start >= to || Secrets.isPlaceholder(text.charAt(start))) {
            return null;
        }
        boolean parameters = WITH_PARAMETERS.contains(scheme);
        int last = parameters ? Math.min(to, lineEnd(start)) : Secrets.run(text, start, Alphabet.CREDENTIAL, to);
        return last == start ? null : new Find(start, last, "authorization");
    }
}
