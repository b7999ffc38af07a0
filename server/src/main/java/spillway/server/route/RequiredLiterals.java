package spillway.server.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import spillway.server.route.Literals.Literal;

/**
 * Literals of which at least one stands in every text that an RE2 pattern matches, so that most texts need no look at the
 * pattern. Says none when it isn't sure.
 */
final class RequiredLiterals {
    private static final int MIN_LENGTH = 3;

    private static final String ANY_CASE = "(?i)";

    /** Letters that are equal to one beyond ASCII, the long s or the sign for Kelvin, if case doesn't matter. */
    private static final String LETTERS_WITH_ALIASES = "kKsS";

    /** Further flags may mean anything; quotes, and escapes of several characters, are not looked into. */
    private static final Pattern UNSURE = Pattern.compile("\\(\\?|\\\\[QExpPC0-9]");

    /** Elsewhere a brace is a literal. */
    private static final Pattern COUNT = Pattern.compile("\\{\\d+(,\\d*)?\\}");

    private final String pattern;
    private final boolean anyCase;
    private final StringBuilder run = new StringBuilder();
    private String longest = "";

    private RequiredLiterals(String pattern, boolean anyCase) {
        this.pattern = pattern;
        this.anyCase = anyCase;
    }

    static List<Literal> of(String pattern) {
        boolean anyCase = pattern.startsWith(ANY_CASE);
        String unflagged = anyCase ? pattern.substring(ANY_CASE.length()) : pattern;
        List<Literal> literals = new ArrayList<>();
        if (UNSURE.matcher(unflagged).find()) {
            return literals;
        }
        for (String alternative : alternatives(unflagged)) {
            String literal = new RequiredLiterals(alternative, anyCase).longest();
            if (literal.length() < MIN_LENGTH) {
                return List.of();
            }
            literals.add(new Literal(anyCase ? literal.toLowerCase(Locale.ROOT) : literal, anyCase));
        }
        return literals;
    }

    /** Cuts at each {@code |} that is in no group and no class. */
    private static List<String> alternatives(String pattern) {
        List<String> alternatives = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < pattern.length()) {
            if (pattern.charAt(at) == '|') {
                alternatives.add(pattern.substring(from, at));
                from = at + 1;
            }
            at = elementEnd(pattern, at);
        }
        alternatives.add(pattern.substring(Math.min(from, pattern.length())));
        return alternatives;
    }

    private String longest() {
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int next = elementEnd(pattern, at);
            char after = next < pattern.length() ? pattern.charAt(next) : ' ';
            boolean literal = (c < 0x80 && "^$.[](){}*+?|\\".indexOf(c) < 0 && !hasAlias(c))
                    || (c == '\\' && !Character.isLetterOrDigit(pattern.charAt(next - 1)));
            boolean optional = after == '*' || after == '?' || after == '{';
            if (literal && !optional) {
                run.append(pattern.charAt(next - 1));
            }
            if (!literal || optional || after == '+') {
                endRun();
            }
            at = next;
        }
        endRun();
        return longest;
    }

    private boolean hasAlias(char letter) {
        return anyCase && LETTERS_WITH_ALIASES.indexOf(letter) >= 0;
    }

    private void endRun() {
        if (run.length() > longest.length()) {
            longest = run.toString();
        }
        run.setLength(0);
    }

    /** Where the element at {@code at} ends: a character, an escape, a class, a group, a count in braces. */
    private static int elementEnd(String pattern, int at) {
        return switch (pattern.charAt(at)) {
            case '\\' -> Math.min(at + 2, pattern.length());
            case '[' -> classEnd(pattern, at);
            case '(' -> groupEnd(pattern, at);
            case '{' -> {
                Matcher count = COUNT.matcher(pattern).region(at, pattern.length());
                yield count.lookingAt() ? count.end() : at + 1;
            }
            default -> at + 1;
        };
    }

    private static int classEnd(String pattern, int start) {
        int at = start + 1;
        at += at < pattern.length() && pattern.charAt(at) == '^' ? 1 : 0;
        at += at < pattern.length() && pattern.charAt(at) == ']' ? 1 : 0;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            boolean named = pattern.startsWith("[:", at);
            int end = named ? pattern.indexOf(":]", at) + 1 : at;
            at = Math.max(end, at) + (pattern.charAt(at) == '\\' ? 2 : 1);
        }
        return Math.min(at + 1, pattern.length());
    }

    private static int groupEnd(String pattern, int start) {
        int at = start + 1;
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            at = elementEnd(pattern, at);
        }
        return Math.min(at + 1, pattern.length());
    }
}
