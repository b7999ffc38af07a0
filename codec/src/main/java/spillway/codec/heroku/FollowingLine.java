package spillway.codec.heroku;

/**
 * Lines that belong to a failure only when they follow one: Go's functions, Elixir's state, Postgres' details, Node's
 * version, Rake's tasks.
 */
final class FollowingLine {
    private static final byte[][] OPENINGS = {
        Octets.of("exit status "),
        Octets.of("** "),
        Octets.of("future: <"),
        Octets.of("task: <"),
        Octets.of("handle: <"),
        Octets.of("protocol: <"),
        Octets.of("transport: <"),
        Octets.of("Last message"),
        Octets.of("State: "),
        Octets.of("Function: "),
        Octets.of("Args: "),
        Octets.of("Extra info"),
        Octets.of("Initial Call: "),
        Octets.of("Ancestors: "),
        Octets.of("Client #PID<"),
        Octets.of("Server: "),
        Octets.of("Request: "),
        Octets.of("Start Call: "),
        Octets.of("LINE "),
        Octets.of("DETAIL: "),
        Octets.of("HINT: "),
        Octets.of("CONTEXT: "),
        Octets.of("Node.js v"),
        Octets.of("Tasks: TOP"),
        Octets.of("(See full trace"),
        Octets.of("Backtrace:"),
        Octets.of("Stack:"),
        Octets.of("- /"),
        Octets.of("Require stack:")
    };

    private FollowingLine() {}

    static boolean is(byte[] octets, int start, int end) {
        if (start >= end) {
            return true;
        }
        for (byte[] opening : OPENINGS) {
            if (Octets.startsWith(octets, start, end, opening)) {
                return true;
            }
        }
        return isUnderline(octets, start, end) || isGoFunction(octets, start, end);
    }

    /** {@code ^^^^}, {@code ~~~^}: under the place in a line of code. */
    private static boolean isUnderline(byte[] octets, int start, int end) {
        for (int at = start; at < end; at++) {
            if (octets[at] != '^' && octets[at] != '~' && octets[at] != ' ') {
                return false;
            }
        }
        return true;
    }

    /** {@code main.(*Card).Charge(0x0)}, {@code net/http.(*conn).serve(0xc000, {0x1, 0x2})}, and as zap prints it, {@code main.charge}. */
    private static boolean isGoFunction(byte[] octets, int start, int end) {
        if (octets[end - 1] != ')' && !Octets.isLetterOrDigit(octets[end - 1])) {
            return false;
        }
        boolean dotted = false;
        for (int at = start; at < end; at++) {
            byte octet = octets[at];
            if (octet == '(' && dotted && octets[at - 1] != '.') {
                return true;
            }
            dotted |= octet == '.';
            if (octet == ' ' || octet == ':' || octet == '"' || octet == '=') {
                return false;
            }
        }
        return dotted && Octets.isLetter(octets[start]);
    }
}
