package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * Reads what the platform says about messages it lost.
 *
 * <pre>{@code
 *   Error L10 (output buffer overflow): 483 messages dropped since 2024-01-01T00:00:00+00:00.
 *   Error L10 (output buffer overflow): drain 'd.12' dropped 483 messages since 2024-01-01T00:00:00+00:00.
 *   Error L13: 5 messages lost since 2024-01-01T00:00:00+00:00.
 * }</pre>
 */
final class LossNotice {
    private static final byte[] ERROR_L = Octets.of("Error L");
    private static final byte[] MESSAGES = Octets.of(" message");
    private static final byte[] SINCE = Octets.of(" since ");

    private LossNotice() {}

    static boolean is(byte[] octets, int start, int end) {
        return Octets.startsWith(octets, start, end, ERROR_L) && PlatformCode.isCode(octets, start + 6, end);
    }

    static void read(SyslogMessage message, Meaning into) {
        byte[] octets = message.octets();
        int code = message.textStart() + 6;
        int end = message.textEnd();
        PlatformCode known = PlatformCode.at(octets, code, end);
        into.codeStart = code;
        into.codeEnd = code + 3;
        into.platformCode = known;
        into.kind = Kind.PLATFORM_ERROR;
        into.found(known == null ? Severity.WARNING : known.severity(), Reason.PLATFORM_CODE, code, code + 3);
        int after = Octets.indexOf(octets, code, end, MESSAGES);
        if (after < 0) {
            return;
        }
        int digits = Octets.beforeDigits(octets, code + 3, after);
        into.lostCount = Octets.number(octets, digits, after);
        if (into.lostCount < 0) {
            return;
        }
        into.kind = Kind.LOSS_NOTICE;
        into.sinceStart = into.sinceEnd = 0;
        into.reason = Reason.LOSS_NOTICE;
        int since = Octets.indexOf(octets, after, end, SINCE);
        if (since >= 0) {
            into.sinceStart = since + SINCE.length;
            into.sinceEnd = timestampEnd(octets, into.sinceStart, end);
        }
    }

    private static int timestampEnd(byte[] octets, int start, int end) {
        int space = Octets.indexOf(octets, start, end, (byte) ' ');
        int at = space < 0 ? end : space;
        return at > start && octets[at - 1] == '.' ? at - 1 : at;
    }
}
