package spillway.codec.slack;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Redaction.Find;
import spillway.codec.slack.Secrets.Alphabet;

/**
 * A secret that its name gives away, found at what stands between the two: {@code password=x}, {@code "apiKey":"x"}, {@code
 * :token=>"x"}, {@code user[password]=x}, {@code --secret x}, {@code PASSWORD 'x'}, {@code <password>x}, {@code
 * password%3Dx}.
 *
 * <p>The name's end decides: {@code db_password} is one, {@code password_reset} is none. A password is hidden whatever it is;
 * a token or key only if it looks like one, as {@code token=} often carries a word.
 */
final class NamedSecret {
    /** How an Authorization header's value starts (RFC 9110, section 11.6.2). */
    private static final Set<String> WITH_TOKEN =
            Set.of("basic", "bearer", "token", "negotiate", "ntlm", "apikey", "jwt");

    private static final Set<String> WITH_PARAMETERS =
            Set.of("digest", "aws4-hmac-sha256", "hmac", "oauth", "hawk", "signature");

    /** Ways to authenticate (RFC 4422, section 3.1 and its registry, PostgreSQL's, OAuth's). */
    private static final Pattern MECHANISM = Pattern.compile(
            "scram-[a-z0-9-]{1,20}|sha-?\\d{1,3}|(cram-|digest-)?md5|x?oauth\\d?|oauthbearer|gss(api)?|gs2-[a-z0-9-]{1,20}"
                    + "|tlsv?[\\d.]{0,3}|https?");

    private static final int MAX_WORD = 40;

    private static final String EQUALS = "%3D";
    private static final String COLON = "%3A";
    private static final String QUOTE = "%22";
    private static final String BRACKET = "%5D";

    /** What ends a percent-encoded value: {@code & " ; } and blanks. */
    private static final List<String> ENDS = List.of("%26", QUOTE, "%3B", "%20", "%0A", "%0D");

    private final String text;
    private final int separator;
    private final SecretName name;
    private final boolean quotedName;
    private final boolean blankBefore;

    private NamedSecret(String text, int separator, SecretName name, boolean quotedName, boolean blankBefore) {
        this.text = text;
        this.separator = separator;
        this.name = name;
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
        int nameEnd = withoutQuotes(text, end);
        SecretName name = SecretName.endingAt(text, nameEnd);
        return name == null ? null : new NamedSecret(text, separator, name, nameEnd < end, blankBefore).find();
    }

    /** Quotes and brackets behind a name, percent-encoded or not: {@code "password"}, {@code user%5Bpassword%5D}. */
    private static int withoutQuotes(String text, int nameEnd) {
        int end = nameEnd;
        for (int marks = 0; marks < 3 && end > 0; marks++) {
            if ("\"'\\]".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            } else if (isEncoded(text, end - 3, QUOTE) || isEncoded(text, end - 3, BRACKET)) {
                end -= 3;
            } else {
                break;
            }
        }
        return end;
    }

    private static boolean isEncoded(String text, int at, String octet) {
        return text.regionMatches(true, at, octet, 0, octet.length());
    }

    private @Nullable Find find() {
        char c = text.charAt(separator);
        if (c == ' ') {
            return afterBlank();
        }
        if (c == '%') {
            return encoded();
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
        if (name.kind().equals(CardNumber.KIND)) {
            return value(from, false);
        }
        if (text.startsWith("'", from)) {
            return name.kind().equals("password") ? value(from, false) : null;
        }
        int option = wordStart();
        boolean isOption = text.startsWith("--", option) && !text.startsWith("-", from);
        return isOption ? value(from, false) : null;
    }

    /** {@code password%3Dhunter2}, {@code %22password%22%3A%22hunter2%22}: a query or JSON within a query. */
    private @Nullable Find encoded() {
        int from = separator + EQUALS.length();
        if (isEncoded(text, separator, COLON) && isEncoded(text, from, QUOTE)) {
            from += QUOTE.length();
        } else if (!isEncoded(text, separator, EQUALS)) {
            return null;
        }
        boolean path = name.alone() && (isEncoded(text, from, "%2F") || text.startsWith("/", from));
        boolean header = name.kind().equals("authorization") || name.kind().equals("cookie");
        if (header || path || Secrets.isPlaceholder(text, from)) {
            return null;
        }
        int end = from;
        while (end < text.length() && Alphabet.BARE.has(text.charAt(end)) && !endsEncoded(end)) {
            end++;
        }
        return check(from, end);
    }

    private boolean endsEncoded(int at) {
        return text.charAt(at) == '%' && ENDS.stream().anyMatch(end -> isEncoded(text, at, end));
    }

    /** Where the whole word starts that ends with the name. */
    private int wordStart() {
        int start = name.start();
        while (start > 0 && name.start() - start < MAX_WORD && Alphabet.URL_SAFE.has(text.charAt(start - 1))) {
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
        if (name.kind().equals("auth") && colon && !quotedName) {
            return null; // a part of the program that speaks, as in "auth: 10.0.0.7 refused"
        }
        if (name.kind().equals("cookie")) {
            return CookieValue.bare(text, from, name.end().equals("setcookie"));
        }
        // Asked before the value's end is looked for: else a row of these would be read again and again.
        if (Secrets.isPlaceholder(text, from) || (name.alone() && isPath(from))) {
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
        if (name.kind().equals("cookie")) {
            return CookieValue.quoted(text, from, to);
        }
        if (name.kind().equals("session")) {
            return session(from, Secrets.run(text, from, Alphabet.CREDENTIAL, to));
        }
        boolean secret = switch (name.kind()) {
            case "password" -> !name.alone() || isPassword(from, to);
            case "secret", "aws-secret" -> true;
            case "auth" -> Secrets.looksSecret(text, from, to) && !isMechanismOrAddress(from, to);
            case "oauth-code" -> OauthCode.is(text, name.start(), from, to);
            case CardNumber.KIND -> CardNumber.is(text, from, to);
            default -> Secrets.looksSecret(text, from, to);
        };
        return secret ? new Find(from, to, name.kind()) : null;
    }

    /** {@code pwd} is a directory as often, {@code pass} a count of tests. */
    private boolean isPassword(int from, int to) {
        boolean number = to - from < 6 && Secrets.run(text, from, Alphabet.HEX, to) == to;
        return !isPath(from) && !number;
    }

    /** Digits alone are a row's number in a database; {@code 647e3878.1e62e5} is PostgreSQL's: a time and a process. */
    private @Nullable Find session(int from, int to) {
        boolean number = Secrets.run(text, from, Alphabet.DIGITS, to) == to;
        int dot = Secrets.run(text, from, Alphabet.HEX, to);
        boolean postgres = text.startsWith(".", dot) && Secrets.run(text, dot + 1, Alphabet.HEX, to) == to;
        return Secrets.looksSecret(text, from, to) && !number && !postgres ? new Find(from, to, "session") : null;
    }

    /** {@code scram-sha-256}, {@code bob@example.com}, {@code https://id.example.com}: how, who or where, no secret. */
    private boolean isMechanismOrAddress(int from, int to) {
        String value = text.substring(from, to).toLowerCase(Locale.ROOT);
        return MECHANISM.matcher(value).matches()
                || (value.indexOf('@') >= 0 && value.indexOf(':') < 0)
                || value.contains("://");
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
        if (start >= to || Secrets.isPlaceholder(text, start)) {
            return null;
        }
        boolean parameters = WITH_PARAMETERS.contains(scheme);
        int last = parameters ? Math.min(to, lineEnd(start)) : Secrets.run(text, start, Alphabet.CREDENTIAL, to);
        return last == start ? null : new Find(start, last, "authorization");
    }
}
