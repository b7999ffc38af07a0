package spillway.codec.slack;

/**
 * Makes logged text harmless: first {@link #clean}, then either {@link #fenced} for the inside of a code block or {@link
 * #inert} for everywhere else.
 *
 * <p>Slack decodes {@code &}, {@code <} and {@code >} only, so these three are escaped and nothing else. What Slack would
 * still turn into a link, a mention, an emoji or formatting is broken up with a zero-width space or written with a
 * look-alike.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Formatting message text</a>
 */
final class SlackText {
    /** Stands between two characters that must not be read together; invisible. */
    static final char BREAK = '\u200B';

    private static final String FENCE = "```";

    private SlackText() {}

    /** {@link TextCleaner} by a shorter name: no control or invisible character is left but newline and tab. */
    static String clean(String raw) {
        return TextCleaner.clean(raw);
    }

    /** Cleaned and on one line: each run of blanks is one space, none at either end. */
    static String oneLine(String raw) {
        String clean = clean(raw);
        StringBuilder line = new StringBuilder(clean.length());
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            boolean blank = c == ' ' || c == '\n' || c == '\t';
            if (!blank) {
                line.append(c);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == ' ' ? line.substring(0, length - 1) : line.toString();
    }

    static String escape(String clean) {
        int first = firstSpecial(clean);
        if (first < 0) {
            return clean;
        }
        StringBuilder escaped = new StringBuilder(clean.length() + 32).append(clean, 0, first);
        for (int i = first; i < clean.length(); i++) {
            char c = clean.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static int firstSpecial(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '&' || c == '<' || c == '>') {
                return i;
            }
        }
        return -1;
    }

    /** Escaped for the inside of a code block, which it can't close. */
    static String fenced(String clean) {
        return escape(breakFences(clean));
    }

    /** No three backticks stand together any more. */
    static String breakFences(String clean) {
        if (!clean.contains(FENCE)) {
            return clean;
        }
        StringBuilder broken = new StringBuilder(clean.length() + 16);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (c == '`' && i > 0 && clean.charAt(i - 1) == '`') {
                broken.append(BREAK);
            }
            broken.append(c);
        }
        return broken.toString();
    }

    /** On one line, escaped, and with nothing in it that Slack would format, link, mention or draw. */
    static String inert(String raw) {
        return escape(InertText.of(oneLine(raw)));
    }
}
