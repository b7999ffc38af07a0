package spillway.codec.slack;

import java.util.Locale;
import java.util.Set;

/**
 * Text outside a code block, where Slack and the servers that imitate it look for formatting, links, mentions and emoji.
 * What they look for is broken up or written with a look-alike; the rest stays as it is.
 */
final class InertText {
    /** Name endings that clients link without a scheme; others they leave alone. */
    private static final Set<String> LINKED_DOMAINS = Set.of(
            "ai", "app", "at", "biz", "br", "ca", "cc", "ch", "click", "cloud", "cn", "co", "com", "de", "dev", "edu",
            "eu", "fr", "gg", "gov", "gq", "id", "in", "info", "int", "io", "it", "jp", "link", "live", "ly", "me",
            "mil", "ml", "name", "net", "nl", "online", "org", "page", "pl", "pro", "ru", "se", "sh", "shop", "site",
            "store", "tk", "to", "top", "tv", "ua", "uk", "us", "vip", "ws", "xyz", "zip");

    private static final int MAX_EMOJI_NAME = 100;

    private final String text;
    private final StringBuilder inert;

    private InertText(String text) {
        this.text = text;
        this.inert = new StringBuilder(text.length() + 16);
    }

    /** {@code text} is clean and on one line. The answer is not yet escaped. */
    static String of(String text) {
        InertText it = new InertText(text);
        for (int i = 0; i < text.length(); i++) {
            it.add(i);
        }
        return it.inert.toString();
    }

    private void add(int i) {
        char c = text.charAt(i);
        switch (c) {
            case '*' -> inert.append('∗');
            case '`' -> inert.append('\'');
            case '~' -> inert.append('∼');
            case '_' -> inert.append(isWord(i - 1) && isWord(i + 1) ? '_' : 'ˍ');
            case '@', '<' -> inert.append(c).append(SlackText.BREAK);
            case '#' -> appendBroken(c, isWord(i + 1));
            case ']' -> appendBroken(c, charAt(i + 1) == '(');
            case ':' -> appendBroken(c, charAt(i + 1) == '/' || isEmoji(i) || isAddressScheme(i));
            case '.' -> {
                if (isLinked(i)) {
                    inert.append(SlackText.BREAK);
                }
                inert.append(c);
            }
            case '>' -> {
                if (i == 0) {
                    inert.append(SlackText.BREAK);
                }
                inert.append(c);
            }
            default -> inert.append(c);
        }
    }

    private void appendBroken(char c, boolean broken) {
        inert.append(c);
        if (broken) {
            inert.append(SlackText.BREAK);
        }
    }

    private char charAt(int i) {
        return i >= 0 && i < text.length() ? text.charAt(i) : ' ';
    }

    private boolean isWord(int i) {
        return Character.isLetterOrDigit(charAt(i)) || charAt(i) == '_';
    }

    /** {@code :name:} or the colon that ends it. */
    private boolean isEmoji(int colon) {
        boolean letters = false;
        int end = Math.min(text.length(), colon + MAX_EMOJI_NAME);
        for (int i = colon + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return letters;
            }
            letters |= Character.isLetter(c) || c == '+' || c == '-';
            if (Character.isUpperCase(c) || !(Character.isLetterOrDigit(c) || "_+-'".indexOf(c) >= 0)) {
                return false;
            }
        }
        return false;
    }

    private boolean isAddressScheme(int colon) {
        return text.regionMatches(true, colon - 6, "mailto", 0, 6)
                || text.regionMatches(true, colon - 3, "tel", 0, 3)
                || text.regionMatches(true, colon - 5, "slack", 0, 5);
    }

    /** Whether a client would make a link of the name around this dot. */
    private boolean isLinked(int dot) {
        if (!isWord(dot - 1) || !isWord(dot + 1)) {
            return false;
        }
        if (text.regionMatches(true, dot - 3, "www", 0, 3)) {
            return true;
        }
        int end = dot + 1;
        while (end < text.length() && end - dot < 64 && isWord(end)) {
            end++;
        }
        boolean path = charAt(end) == '/' && Character.isLetter(charAt(dot + 1));
        return path || LINKED_DOMAINS.contains(text.substring(dot + 1, end).toLowerCase(Locale.ROOT));
    }
}
