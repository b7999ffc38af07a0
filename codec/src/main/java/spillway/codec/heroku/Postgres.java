package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * Reads Heroku Postgres' server log.
 *
 * <pre>{@code
 *   [GREEN] [16-1]  sql_error_code = 55P03 ERROR:  could not obtain lock on row in relation "notifications"
 *   [GREEN] [16-2]  sql_error_code = 55P03 STATEMENT:  SELECT ...
 *   [YELLOW] [12-1]  sql_error_code = 00000 time_ms = "..." pid="1" ... application_name="puma" LOG:  duration: 5.1 ms
 * }</pre>
 */
final class Postgres {
    private static final byte[] CODE = Octets.of("sql_error_code = ");

    /** Between the level and its text stand a colon and two spaces. */
    private static final byte[] LEVEL_END = Octets.of(":  ");

    private static final int CODE_LENGTH = 5;

    private Postgres() {}

    static void read(SyslogMessage message, Meaning into) {
        byte[] octets = message.octets();
        int end = message.textEnd();
        into.kind = Kind.POSTGRES;
        into.part = -1;
        int at = groups(octets, message.textStart(), end, into);
        if (Octets.startsWith(octets, at, end, CODE) && end - at >= CODE.length + CODE_LENGTH) {
            into.codeStart = at + CODE.length;
            into.codeEnd = into.codeStart + CODE_LENGTH;
            at = into.codeEnd;
        }
        if (!level(octets, at, end, into) && into.part > 1) {
            continuationAlone(octets, into);
        }
    }

    /** {@code [YELLOW] [12-1]  }: the colour that Heroku calls a database by, and which line of which event this is. */
    private static int groups(byte[] octets, int start, int end, Meaning into) {
        int at = Octets.afterBlanks(octets, start, end);
        while (at < end && octets[at] == '[') {
            int close = Octets.indexOf(octets, at, end, (byte) ']');
            if (close < 0) {
                return at;
            }
            int dash = Octets.afterDigits(octets, at + 1, close);
            if (dash > at + 1 && octets[dash] == '-') {
                into.number = Octets.number(octets, at + 1, close);
                into.part = Octets.number(octets, dash + 1, close);
                into.continuation = into.part > 1 ? Continuation.CERTAIN : Continuation.NONE;
                into.startsEvent = into.part == 1;
            }
            at = Octets.afterBlanks(octets, close + 1, end);
        }
        return at;
    }

    private static boolean level(byte[] octets, int from, int end, Meaning into) {
        int colon = Octets.indexOf(octets, from, end, LEVEL_END);
        while (colon >= 0) {
            int start = colon;
            while (start > from && (Octets.isUpper(octets[start - 1]) || Octets.isDigit(octets[start - 1]))) {
                start--;
            }
            if (colon - start > 2 && (start == from || octets[start - 1] == ' ')) {
                into.detailStart = start;
                into.detailEnd = colon;
                return decide(octets, start, colon, into);
            }
            colon = Octets.indexOf(octets, colon + 1, end, LEVEL_END);
        }
        return false;
    }

    private static boolean decide(byte[] octets, int start, int end, Meaning into) {
        Severity severity = switch (octets[start]) {
            case 'E' -> Severity.ERROR;
            case 'F' -> Severity.CRITICAL;
            case 'P' -> Severity.ALERT;
            case 'W' -> Severity.WARNING;
            case 'N' -> Severity.NOTICE;
            case 'L' -> octets[start + 2] == 'G' ? Severity.INFO : null;
            case 'I' -> Severity.INFO;
            case 'D' -> octets[start + 2] == 'B' ? Severity.DEBUG : null;
            default -> null;
        };
        if (severity == null) {
            return false;
        }
        into.found(severity, Reason.POSTGRES_LEVEL, start, end);
        return true;
    }

    /** STATEMENT, DETAIL, HINT without their first line: the SQLSTATE tells whether they belong to an error. */
    private static void continuationAlone(byte[] octets, Meaning into) {
        if (into.codeStart == into.codeEnd || into.detailStart == into.detailEnd) {
            return;
        }
        boolean failed = octets[into.codeStart] != '0' || octets[into.codeStart + 1] > '2';
        into.found(failed ? Severity.ERROR : Severity.INFO, Reason.SQLSTATE, into.codeStart, into.codeEnd);
    }

    /** {@code duration: 2405.887 ms}. */
    static long durationMicros(SyslogMessage message, byte[] name) {
        byte[] octets = message.octets();
        int end = message.textEnd();
        int found = Octets.indexOf(octets, message.textStart(), end, name);
        if (found < 0) {
            return -1;
        }
        int at = found + name.length;
        int whole = Octets.number(octets, at, end);
        if (whole < 0) {
            return -1;
        }
        long micros = whole * 1_000L;
        int dot = Octets.afterDigits(octets, at, end);
        if (dot < end && octets[dot] == '.') {
            long unit = 100;
            for (int i = dot + 1; i < end && Octets.isDigit(octets[i]) && unit > 0; i++) {
                micros += (octets[i] - '0') * unit;
                unit /= 10;
            }
        }
        return micros;
    }
}
