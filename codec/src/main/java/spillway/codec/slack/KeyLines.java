package spillway.codec.slack;

import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Redaction.Find;
import spillway.codec.slack.Secrets.Alphabet;

/** Private keys in PEM form, in one text or, as an app logs them, a line at a time. */
final class KeyLines {
    private static final String BEGIN = "-----BEGIN ";
    private static final String LABEL = "PRIVATE KEY";
    private static final String END = "-----END ";
    private static final int MAX_LABEL = 40;

    /** PEM's line length. */
    private static final int LINE = 64;

    /** The process that writes a key at the moment. */
    private @Nullable String process;

    static @Nullable Find at(String text, int i) {
        if (!text.startsWith(BEGIN, i)) {
            return null;
        }
        int label = text.substring(i, Math.min(text.length(), i + MAX_LABEL)).indexOf(LABEL);
        if (label < 0) {
            return null;
        }
        int end = text.indexOf(END, i + label);
        if (end < 0) {
            return new Find(i, text.length(), "private-key");
        }
        int dashes = text.indexOf("-----", end + END.length());
        boolean whole = dashes >= 0 && dashes - end < MAX_LABEL + END.length();
        return new Find(i, whole ? dashes + 5 : end, "private-key");
    }

    /** Whether the line is nothing but a piece of a key; to be asked for each line in order. */
    boolean isInside(Post.Line line) {
        String text = line.text().strip();
        if (line.process().equals(process)) {
            if (text.startsWith(END)) {
                process = null;
                return true;
            }
            if (isBase64(text)) {
                return true;
            }
            process = null;
        }
        if (text.startsWith(BEGIN) && text.contains(LABEL) && !text.contains(END)) {
            process = line.process();
            return false;
        }
        return isFullLine(text);
    }

    private static boolean isBase64(String text) {
        return !text.isEmpty() && Secrets.run(text, 0, Alphabet.BASE64, text.length()) == text.length();
    }

    /** A line from the middle, when its head is not among the lines: mixed case, so no checksum. */
    private static boolean isFullLine(String text) {
        return text.length() == LINE
                && isBase64(text)
                && Secrets.hasDigit(text, 0, LINE)
                && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().anyMatch(Character::isUpperCase);
    }
}
