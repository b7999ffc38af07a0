package spillway.codec.heroku;

/** Forms of lines that belong to a failure only when they follow one, whatever their words. */
final class FollowingForm {
    private static final byte[] ROWS = Octets.of("[rows:");
    private static final byte[] ADDRESS = Octets.of(" 0x");
    private static final byte[] COUNTER = Octets.of(" (0x");
    private static final byte[] PROGRAM_DETAIL = Octets.of(": detail: ");
    private static final byte[] PROGRAM_HINT = Octets.of(": hint: ");
    private static final long STACK = Octets.packed("stack");
    private static final long TRACE = Octets.packed("trace");

    /** A heading is not longer than this. */
    private static final int HEADING = 64;

    private FollowingForm() {}

    static boolean is(byte[] octets, int start, int end) {
        return isSide(octets, start, end)
                || isRule(octets, start, end)
                || isHeading(octets, start, end)
                || isRepresentation(octets, start, end)
                || isNativeFrame(octets, start, end)
                || isDetail(octets, start, end)
                || RailsLine.isFrame(octets, start, end)
                || isGoPlace(octets, start, end)
                || isGoFunction(octets, start, end);
    }

    static boolean isBoxDrawing(byte[] octets, int start, int end) {
        return end - start > 2 && octets[start] == (byte) 0xe2 && (octets[start + 1] & 0xfe) == 0x94;
    }

    /** The side or the lower edge of a box: its upper left corner begins another. */
    static boolean isSide(byte[] octets, int start, int end) {
        if (!isBoxDrawing(octets, start, end)) {
            return false;
        }
        int drawing = (octets[start + 1] & 0xff) << 8 | (octets[start + 2] & 0xff);
        return drawing != 0x948c && drawing != 0x958d && drawing != 0x95ad && drawing != 0x9594;
    }

    /** {@code [3.412ms] [rows:0] INSERT INTO ...}: gorm tells the statement after the place. */
    static boolean isRows(byte[] octets, int start, int end) {
        int at = octets[start] == 0x1b ? Octets.afterColours(octets, start, end) : start;
        return at + 1 < end
                && octets[at] == '['
                && Octets.isDigit(octets[at + 1])
                && Octets.contains(octets, at, Math.min(end, at + 40), ROWS);
    }

    /** {@code  syscall: "listen",}: members of an error that stand one blank deep. */
    static boolean isMember(byte[] octets, int at, int end) {
        int nameEnd = ExceptionName.end(octets, at, end);
        return nameEnd > at && nameEnd + 1 < end && octets[nameEnd] == ':' && octets[end - 1] == ',';
    }

    /** {@code ^^^^}, {@code ~~~^}, {@code ****}: under a place in a line of code, or above and below a heading. */
    static boolean isRule(byte[] octets, int start, int end) {
        for (int at = start; at < end; at++) {
            byte octet = octets[at];
            if (octet != '^' && octet != '~' && octet != ' ' && octet != '*' && octet != '=' && octet != '-') {
                return false;
            }
        }
        return true;
    }

    /** {@code Call stack:}, {@code ----- Native stack trace -----}, {@code *** Check failure stack trace: ***}. */
    private static boolean isHeading(byte[] octets, int start, int end) {
        byte last = octets[end - 1];
        if (end - start > HEADING || (last != ':' && last != '*' && last != '-' && last != '>')) {
            return false;
        }
        for (int at = start; at + 5 <= end; at++) {
            long word = Octets.word(octets, at, at + 5);
            if (word == STACK || word == TRACE) {
                return true;
            }
        }
        return false;
    }

    /** {@code client_session: <aiohttp.client.ClientSession object at 0x7f1d>}: what asyncio knows of a failure. */
    private static boolean isRepresentation(byte[] octets, int start, int end) {
        if (octets[end - 1] != '>') {
            return false;
        }
        int nameEnd = ExceptionName.end(octets, start, end);
        return Octets.isLower(octets[start])
                && nameEnd + 2 < end
                && octets[nameEnd] == ':'
                && octets[nameEnd + 2] == '<';
    }

    /** {@code 3   libswiftCore.so   0x00007f1d swift_once + 12}. */
    private static boolean isNativeFrame(byte[] octets, int start, int end) {
        int digits = Octets.afterDigits(octets, start, end);
        return digits > start
                && digits + 1 < end
                && octets[digits] == ' '
                && octets[digits + 1] == ' '
                && Octets.contains(octets, digits, end, ADDRESS);
    }

    /** {@code  2: 0xa1b70e  [node]}: V8's frames, one blank deep. */
    static boolean isAddress(byte[] octets, int at, int end) {
        int colon = Octets.afterDigits(octets, at, end);
        return colon > at && colon < end && octets[colon] == ':' && Octets.startsWith(octets, colon + 1, end, ADDRESS);
    }

    /** {@code /usr/local/go/src/runtime/panic.go:114 (0x435b3b)}: gin's frames. */
    private static boolean isGoPlace(byte[] octets, int start, int end) {
        return octets[start] == '/' && octets[end - 1] == ')' && Octets.contains(octets, start, end, COUNTER);
    }

    /** {@code pg_dump: detail: ...}. */
    private static boolean isDetail(byte[] octets, int start, int end) {
        int name = ExceptionName.end(octets, start, end);
        return name < end
                && octets[name] == ':'
                && (Octets.startsWith(octets, name, end, PROGRAM_DETAIL)
                        || Octets.startsWith(octets, name, end, PROGRAM_HINT));
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
