package spillway.codec.slack;

/**
 * How much room text takes, by the reading that gives most. Slack doesn't say whether it counts code points, UTF-16 units or
 * octets, before or after JSON; UTF-8 octets are never fewer than the other two, and the JSON limit is 5/3 of the text
 * limit. So the weight of a text is its UTF-8 octets, or 3/5 of its octets as a JSON string, whichever is more: what keeps
 * within the text limit by weight keeps within every limit.
 */
final class TextSize {
    private TextSize() {}

    static int weight(String text) {
        int octets = 0;
        int json = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Half of a pair counts 2, so that a pair counts 4.
            int size = c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            octets += size;
            json += isJsonEscaped(c) ? 2 : size;
        }
        return weight(octets, json);
    }

    private static int weight(int octets, int json) {
        return Math.max(octets, (json * 3 + 4) / 5);
    }

    private static boolean isJsonEscaped(char c) {
        return c == '"' || c == '\\' || c < ' ';
    }

    /**
     * The longest start of {@code escaped} that weighs at most {@code limit}: how many UTF-16 units it has. Ends neither
     * inside an entity nor a code point, nor between a character and what combines with it.
     */
    static int prefix(String escaped, int limit) {
        int octets = 0;
        int json = 0;
        int i = 0;
        int end = 0;
        while (i < escaped.length()) {
            int next = afterCharacter(escaped, i);
            for (int k = i; k < next; k++) {
                char c = escaped.charAt(k);
                int size = c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
                octets += size;
                json += isJsonEscaped(c) ? 2 : size;
            }
            if (weight(octets, json) > limit) {
                return end;
            }
            i = next;
            if (i == escaped.length() || !isCombining(escaped.codePointAt(i))) {
                end = i;
            }
        }
        return end;
    }

    /** How many characters a person would count. */
    static long characters(String escaped) {
        long characters = 0;
        for (int i = 0; i < escaped.length(); i = afterCharacter(escaped, i)) {
            if (escaped.charAt(i) != SlackText.BREAK) {
                characters++;
            }
        }
        return characters;
    }

    /** Where the character at {@code i} ends: an entity is one character. */
    private static int afterCharacter(String escaped, int i) {
        if (escaped.charAt(i) != '&') {
            return i + Character.charCount(escaped.codePointAt(i));
        }
        if (escaped.startsWith("&amp;", i)) {
            return i + 5;
        }
        return escaped.startsWith("&lt;", i) || escaped.startsWith("&gt;", i) ? i + 4 : i + 1;
    }

    private static boolean isCombining(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || codePoint == 0x200D;
    }

    /** Cut to {@code limit} with an ellipsis; what is short enough stays. */
    static String cut(String escaped, int limit) {
        if (weight(escaped) <= limit) {
            return escaped;
        }
        return escaped.substring(0, prefix(escaped, limit - 3)) + "…";
    }
}
