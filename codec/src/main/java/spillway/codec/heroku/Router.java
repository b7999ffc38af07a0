package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * Reads the router's lines.
 *
 * <pre>{@code
 *   at=error code=H12 desc="Request timeout" method=GET path="/" host=a.example.com request_id=... fwd="203.0.113.2"
 *   dyno=web.1 connect=1ms service=30000ms status=503 bytes=0 protocol=https
 * }</pre>
 *
 * <p>A code decides by Heroku's list. Without one, a status of 500 and above is an error: the application failed a request
 * and the router only passed it on. 4xx is the client's business.
 */
final class Router {
    private static final byte[] AT = Octets.of("at=");
    private static final long HEALTHY = Octets.packed("at=info ");
    private static final byte[] SOCK = Octets.of("sock=");
    private static final byte[] CODE = Octets.of("code=");
    private static final byte[] ERROR = Octets.of("Error ");
    private static final byte[] PROTOCOL = Octets.of(" protocol=https");
    private static final byte[] STATUS_NAME = Octets.of(" status=");
    private static final long STATUS = Octets.eight(STATUS_NAME, 0);

    private Router() {}

    static void read(SyslogMessage message, Meaning into) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        into.kind = Kind.ROUTER;
        int status = status(octets, start, end);
        into.status = status < 0 ? -1 : threeDigits(octets, status, end);
        if (end - start > 16
                && Octets.eight(octets, start) == HEALTHY
                && octets[start + 8] != 'c'
                && into.status < 500) {
            into.harmless(Kind.ROUTER);
            return;
        }
        int at = start;
        if (Octets.startsWith(octets, at, end, SOCK)) {
            at = Math.max(at, Octets.indexOf(octets, at, end, (byte) ' ') + 1);
        }
        if (!Octets.startsWith(octets, at, end, AT)) {
            if (Octets.startsWith(octets, start, end, ERROR) && code(octets, start + 6, end, into)) {
                return;
            }
            unreadable(status, into);
            return;
        }
        int level = at + 3;
        int levelEnd = level;
        while (levelEnd < end && octets[levelEnd] != ' ') {
            levelEnd++;
        }
        int codeAt = levelEnd + 1;
        if (Octets.startsWith(octets, codeAt, end, CODE) && code(octets, codeAt + 5, end, into)) {
            return;
        }
        decide(octets, level, levelEnd, status, into);
    }

    /** A status is three digits, read without a loop; anything else as a number of any length. */
    private static int threeDigits(byte[] octets, int at, int end) {
        if (end - at < 4 || octets[at + 3] != ' ') {
            return Octets.number(octets, at, end);
        }
        int hundreds = octets[at] - '0';
        int tens = octets[at + 1] - '0';
        int ones = octets[at + 2] - '0';
        boolean digits = Integer.compareUnsigned(hundreds, 10) < 0
                && Integer.compareUnsigned(tens, 10) < 0
                && Integer.compareUnsigned(ones, 10) < 0;
        return digits ? hundreds * 100 + tens * 10 + ones : Octets.number(octets, at, end);
    }

    private static boolean code(byte[] octets, int at, int end, Meaning into) {
        if (!PlatformCode.isCode(octets, at, end)) {
            return false;
        }
        into.codeStart = at;
        into.codeEnd = at + 3;
        PlatformCode known = PlatformCode.at(octets, at, end);
        into.platformCode = known;
        into.found(known == null ? Severity.ERROR : known.severity(), Reason.PLATFORM_CODE, at, at + 3);
        return true;
    }

    private static void decide(byte[] octets, int level, int levelEnd, int status, Meaning into) {
        int first = levelEnd > level ? octets[level] : 'i';
        if (first == 'e' || first == 'c') {
            into.found(Severity.ERROR, Reason.ROUTER_LEVEL, level, levelEnd);
        } else if (into.status >= 500) {
            into.found(Severity.ERROR, Reason.ROUTER_STATUS, status - 7, status + 3);
        } else if (first == 'w') {
            into.found(Severity.WARNING, Reason.ROUTER_LEVEL, level, levelEnd);
        } else {
            into.harmless(Kind.ROUTER);
        }
    }

    private static void unreadable(int status, Meaning into) {
        if (into.status >= 500) {
            into.found(Severity.ERROR, Reason.ROUTER_STATUS, status - 7, status + 3);
        }
    }

    /**
     * Where the value of the last {@code status=} of the line stands: what stands before it may come from a client. Eight
     * octets at a time, from the end, for a {@code us=}; the few that are found are looked at.
     */
    private static int status(byte[] octets, int start, int end) {
        boolean https = end - start > PROTOCOL.length && Octets.endsWith(octets, start, end, PROTOCOL);
        for (int at = (https ? end - PROTOCOL.length : end) - 8; at > start - 8; at -= 8) { // the header stands before
            long hits = Octets.both(octets, at, '=', 'u');
            while (hits != 0) {
                int bit = 63 - Long.numberOfLeadingZeros(hits);
                int name = at + (bit >>> 3) - STATUS_NAME.length + 1;
                if (name >= start && Octets.eight(octets, name) == STATUS) {
                    return name + STATUS_NAME.length;
                }
                hits ^= 1L << bit;
            }
        }
        return -1;
    }

    /** Where the value of {@code name} starts, its quote left out; -1 if there is no such field. */
    static int valueStart(SyslogMessage message, byte[] name) {
        byte[] octets = message.octets();
        int end = message.textEnd();
        int at = message.textStart();
        while (at < end) {
            int next = Octets.indexOf(octets, at, end, (byte) ' ');
            if (next < 0) {
                return -1;
            }
            if (Octets.startsWith(octets, next, end, name)) {
                int value = next + name.length;
                return value < end && octets[value] == '"' ? value + 1 : value;
            }
            at = afterField(octets, next + 1, end);
        }
        return -1;
    }

    static int valueEnd(SyslogMessage message, int start) {
        byte[] octets = message.octets();
        int end = message.textEnd();
        boolean quoted = octets[start - 1] == '"';
        int at = Octets.indexOf(octets, start, end, (byte) (quoted ? '"' : ' '));
        return at < 0 ? end : at;
    }

    /** Skips a field, its quoted value whole, up to the space after it. */
    private static int afterField(byte[] octets, int start, int end) {
        for (int at = start; at < end; at++) {
            if (octets[at] == '"') {
                int close = Octets.indexOf(octets, at + 1, end, (byte) '"');
                return close < 0 ? end : close + 1;
            }
            if (octets[at] == ' ') {
                return at;
            }
        }
        return end;
    }
}
