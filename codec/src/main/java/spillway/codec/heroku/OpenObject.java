package spillway.codec.heroku;

/**
 * Objects that are printed over many lines, as Node's util.inspect, {@code JSON.stringify(x, null, 2)} and Python's pprint
 * do: what stands deeper than the line that opens one, and the brace that closes it, belong to it whatever they say.
 *
 * <p>An open object is kept as the indentation of its members, at least 1; 0 is none.
 */
final class OpenObject {
    private static final int DEEPEST = 100;

    private OpenObject() {}

    /** Whether the line ends in a brace, or begins with one and ends in a comma, so that its members follow. */
    static boolean isOpenedBy(byte[] octets, int start, int end) {
        if (start >= end) {
            return false;
        }
        return switch (octets[end - 1]) {
            case '{', '[', '(' -> true;
            case ',' -> beginsWithMember(octets, Octets.afterBlanks(octets, start, end), end);
            default -> false;
        };
    }

    /** A brace and a quoted key, as pprint begins; not a logger's {@code [web] one, two,}. */
    private static boolean beginsWithMember(byte[] octets, int at, int end) {
        if (end - at < 3 || (octets[at] != '{' && octets[at] != '[')) {
            return false;
        }
        byte next = octets[at + 1];
        return next == '\'' || next == '"' || next == '{' || next == '[' || next == '(' || octets[at] == '{';
    }

    /** Whether the line stands within the object, or closes it. */
    static boolean holds(int members, byte[] octets, int start, int end) {
        int at = Octets.afterBlanks(octets, start, end);
        int indent = at - start;
        return at < end && (indent >= members || (indent == members - 1 && isClosing(octets[at])));
    }

    /** What is open after an event's first line, or after one that was joined where nothing was open. */
    static int after(byte[] octets, int start, int end, Continuation form) {
        if (!isOpenedBy(octets, start, end)) {
            return 0;
        }
        int indent = Octets.afterBlanks(octets, start, end) - start;
        // Node opens an error's own members at the end of its last frame, and indents them less than that.
        return form == Continuation.CERTAIN ? 1 : Math.min(indent, DEEPEST) + 1;
    }

    /** What is still open after a line that was joined. */
    static int stays(int members, byte[] octets, int start, int end) {
        return Octets.afterBlanks(octets, start, end) - start >= members ? members : 0;
    }

    private static boolean isClosing(byte octet) {
        return octet == '}' || octet == ']' || octet == ')';
    }
}
