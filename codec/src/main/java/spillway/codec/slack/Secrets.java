package spillway.codec.slack;

import java.util.Locale;
import java.util.Set;

/** What tells a secret from a word: characters, runs of them, and values that nobody needs to hide. */
final class Secrets {
    private static final Set<String> BENIGN = Set.of(
            "true",
            "false",
            "null",
            "nil",
            "none",
            "undefined",
            "yes",
            "no",
            "on",
            "off",
            "empty",
            "missing",
            "invalid",
            "incorrect",
            "wrong",
            "required",
            "is",
            "was",
            "are",
            "must",
            "should",
            "cannot",
            "can't",
            "not",
            "has",
            "for",
            "the",
            "a",
            "an",
            "expired",
            "changed",
            "reset",
            "failed",
            "filtered",
            "redacted",
            "hidden",
            "masked",
            "authentication",
            "string",
            "function",
            "object",
            "password",
            "secret",
            "token",
            "nan");

    private Secrets() {}

    static boolean isWord(String text, int i) {
        return i >= 0 && i < text.length() && (isAlphanumeric(text.charAt(i)) || text.charAt(i) == '_');
    }

    static boolean isAlphanumeric(char c) {
        return isLetter(c) || isDigit(c);
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Where the run of {@code alphabet} that starts at {@code from} ends, at most at {@code limit}. */
    static int run(String text, int from, Alphabet alphabet, int limit) {
        int end = Math.min(text.length(), limit);
        int i = from;
        while (i < end && alphabet.has(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /**
     * What starts {@code [FILTERED]}, {@code ***}, {@code <secret>}, {@code $NAME}, {@code {name}}, {@code %s} or a nested
     * value; percent-encoded too, but {@code %40} is a character of a value.
     */
    static boolean isPlaceholder(String text, int at) {
        if (at >= text.length()) {
            return false;
        }
        char first = text.charAt(at);
        boolean encoded = first == '%' && at + 2 < text.length() && isHex(text, at + 1) && isHex(text, at + 2);
        return encoded
                ? text.startsWith("%5B", at) || text.startsWith("%3C", at) || text.startsWith("%2A", at)
                : "[<{$%*(".indexOf(first) >= 0;
    }

    private static boolean isHex(String text, int at) {
        return Character.digit(text.charAt(at), 16) >= 0;
    }

    /** Placeholders, answers, words of an error message: what stands where a secret would but is none. */
    static boolean isBenign(String text, int from, int to) {
        if (from >= to) {
            return true;
        }
        if (isPlaceholder(text, from)) {
            return true;
        }
        if (to - from > 16) {
            return false;
        }
        String value = text.substring(from, to).toLowerCase(Locale.ROOT);
        return BENIGN.contains(value)
                || (value.length() > 2 && value.chars().allMatch(c -> c == 'x' || c == '.' || c == '-'));
    }

    /** Long enough and not a mere word: for names that often carry something harmless, as {@code token}. */
    static boolean looksSecret(String text, int from, int to) {
        int length = to - from;
        if (length < 8) {
            return false;
        }
        return length >= 20 || hasDigit(text, from, to);
    }

    /** Sets of characters that tokens are made of. */
    enum Alphabet {
        DIGITS {
            @Override
            boolean has(char c) {
                return isDigit(c);
            }
        },
        UPPER {
            @Override
            boolean has(char c) {
                return (c >= 'A' && c <= 'Z') || isDigit(c);
            }
        },
        HEX {
            @Override
            boolean has(char c) {
                return (c >= 'a' && c <= 'f') || isDigit(c);
            }
        },
        ALPHANUMERIC {
            @Override
            boolean has(char c) {
                return isAlphanumeric(c);
            }
        },
        URL_SAFE {
            @Override
            boolean has(char c) {
                return isAlphanumeric(c) || c == '_' || c == '-';
            }
        },
        DOTTED {
            @Override
            boolean has(char c) {
                return URL_SAFE.has(c) || c == '.';
            }
        },
        BASE64 {
            @Override
            boolean has(char c) {
                return isAlphanumeric(c) || c == '+' || c == '/' || c == '=';
            }
        },
        PATH {
            @Override
            boolean has(char c) {
                return URL_SAFE.has(c) || c == '/';
            }
        },
        /** What a header may carry (RFC 6750, token68), percent signs too. */
        CREDENTIAL {
            @Override
            boolean has(char c) {
                return URL_SAFE.has(c) || BASE64.has(c) || c == '.' || c == '~' || c == '%';
            }
        },
        /** A bare value behind {@code name=}: up to a blank, a quote, or what separates values. */
        BARE {
            @Override
            boolean has(char c) {
                return c > ' ' && "&\"'`<>;,\\".indexOf(c) < 0;
            }
        };

        abstract boolean has(char c);
    }
}
