package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Reads the status out of the access lines that web servers and frameworks print: 5xx is an error, all else nothing. */
final class AccessLine {
    private static final int NONE = -1;
    private static final int FAILED = 500;
    private static final byte[] HTTP = Octets.of("HTTP/");
    private static final byte[] FROM = Octets.of("from ");
    private static final byte[] DASH = Octets.of(" - ");
    private static final byte[] MARK = Octets.of("- ");
    private static final byte[] UWSGI = Octets.of("(HTTP/1.");
    private static final byte[][] METHODS = {
        Octets.of("GET "),
        Octets.of("POST "),
        Octets.of("PUT "),
        Octets.of("PATCH "),
        Octets.of("DELETE "),
        Octets.of("HEAD "),
        Octets.of("OPTIONS ")
    };

    private AccessLine() {}

    /** Takes the three digits here for a status. */
    static void decide(byte[] octets, int at, int end, Meaning into) {
        int status = status(octets, at, end);
        if (status == NONE) {
            return;
        }
        into.status = status;
        if (status >= FAILED) {
            into.found(Severity.ERROR, Reason.ACCESS_STATUS, at, at + 3);
        }
    }

    /** Three digits, 100 to 599, and then no letter and no digit; else -1. */
    static int status(byte[] octets, int at, int end) {
        if (at < 0 || end - at < 3 || Octets.afterDigits(octets, at, end) != at + 3) {
            return NONE;
        }
        if (at + 3 < end && (Octets.isLetter(octets[at + 3]) || octets[at + 3] == '.')) {
            return NONE;
        }
        int status = Octets.number(octets, at, end);
        return status >= 100 && status < 600 ? status : NONE;
    }

    static boolean startsWithMethod(byte[] octets, int at, int end) {
        for (byte[] method : METHODS) {
            if (Octets.startsWith(octets, at, end, method)) {
                return true;
            }
        }
        return false;
    }

    /** {@code "GET / HTTP/1.1" 500 27}, from the opening quote. */
    static void quoted(byte[] octets, int quote, int end, Meaning into) {
        if (!startsWithMethod(octets, quote + 1, end)) {
            return;
        }
        int close = Octets.indexOf(octets, quote + 1, end, (byte) '"');
        if (close < 0) {
            return;
        }
        int at = close + 1 < end && octets[close + 1] == ' ' ? close + 2 : close + 1;
        if (Octets.startsWith(octets, at, end, FROM)) {
            int dash = Octets.indexOf(octets, at, end, DASH);
            at = dash < 0 ? end : dash + DASH.length;
        }
        decide(octets, Octets.afterColours(octets, at, end), end, into);
    }

    /** {@code GET /users 500 12.3 ms - 27}, from the method; an HTTP version may stand between. */
    static void bare(byte[] octets, int method, int end, Meaning into) {
        int path = Octets.afterBlanks(octets, Octets.indexOf(octets, method, end, (byte) ' '), end);
        int space = Octets.indexOf(octets, path, end, (byte) ' ');
        if (space < 0) {
            return;
        }
        int at = Octets.afterColours(octets, Octets.afterBlanks(octets, space, end), end);
        if (Octets.startsWith(octets, at, end, MARK)) {
            at += MARK.length;
        }
        if (Octets.startsWith(octets, at, end, HTTP)) {
            int after = Octets.indexOf(octets, at, end, (byte) ' ');
            if (after < 0) {
                return;
            }
            at = Octets.afterColours(octets, after + 1, end);
        }
        decide(octets, at, end, into);
    }

    /** uWSGI's {@code [pid: 4|app: 0|...] ... (HTTP/1.1 500)}. */
    static void uwsgi(byte[] octets, int start, int end, Meaning into) {
        int at = Octets.indexOf(octets, start, end, UWSGI);
        if (at >= 0) {
            decide(octets, at + UWSGI.length + 2, end, into);
        }
    }
}
