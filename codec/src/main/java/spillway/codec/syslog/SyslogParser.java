package spillway.codec.syslog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the header of one frame: RFC 5424, and Logplex's dialect of it, which leaves STRUCTURED-DATA out.
 *
 * <p>The two can't be told apart by a look at a message ({@code [worker] x} after MSGID is text from Logplex and would be
 * STRUCTURED-DATA elsewhere), so the caller says which sender wrote it. Nothing is copied and nothing is allocated. A frame
 * that is no syslog message is kept whole as text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6">RFC 5424, section 6</a>
 */
public final class SyslogParser {
    /** What stands between MSGID and MSG. */
    public enum Dialect {
        /** Nothing: what Logplex posts to an HTTPS drain. */
        LOGPLEX,
        /** STRUCTURED-DATA, {@code -} or {@code [id name="value"]...}: log-shuttle, and syslog over TCP. */
        RFC5424
    }

    private static final int RAW = -1;
    private static final int LOGPLEX_TIMESTAMP = "2024-01-01T00:00:00.123456+00:00".length();

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_OCTET = 0x0101010101010101L;

    private SyslogParser() {}

    /**
     * Fills {@code message} with the fields of the frame at {@code octets[start..end)}.
     *
     * @param start where the frame starts, after its count and the space
     * @param end where it ends
     * @return false if the header is not syslog; the message is then raw: all of the frame is its text
     */
    public static boolean parse(byte[] octets, int start, int end, Dialect dialect, SyslogMessage message) {
        message.octets = octets;
        message.frameStart = start;
        message.frameEnd = end;
        message.raw = false;
        int at = header(octets, start, end, message);
        if (at >= 0 && dialect == Dialect.RFC5424) {
            at = structuredData(octets, at, end);
        }
        if (at < 0) {
            asRaw(message, start, end);
            return false;
        }
        message.textStart = at;
        message.textEnd = withoutNewline(octets, at, end);
        return true;
    }

    /** Reads PRI to MSGID and returns where the rest starts, after one space; {@link #RAW} if this is no header. */
    private static int header(byte[] octets, int start, int end, SyslogMessage message) {
        int at = pri(octets, start, end, message);
        if (at == RAW) {
            return RAW;
        }
        message.timestampStart = at;
        at = timestampEnd(octets, at, end);
        if (at == RAW) {
            return RAW;
        }
        message.timestampEnd = at;
        message.hostStart = at + 1;
        at = fieldEnd(octets, at + 1, end);
        if (at == RAW) {
            return RAW;
        }
        message.hostEnd = at;
        message.appStart = at + 1;
        at = fieldEnd(octets, at + 1, end);
        if (at == RAW) {
            return RAW;
        }
        message.appEnd = at;
        message.processStart = at + 1;
        at = fieldEnd(octets, at + 1, end);
        if (at == RAW) {
            return RAW;
        }
        message.processEnd = at;
        return messageIdEnd(octets, at + 1, end);
    }

    /** {@code <190>1 }: one to three digits up to 191, version 1, one space. */
    private static int pri(byte[] octets, int start, int end, SyslogMessage message) {
        if (end - start < 5 || octets[start] != '<') {
            return RAW;
        }
        int at = start + 1;
        int prival = 0;
        int digit;
        while (at < end && at < start + 4 && (digit = octets[at] - '0') >= 0 && digit <= 9) {
            prival = prival * 10 + digit;
            at++;
        }
        if (at == start + 1 || prival > Priority.MAX_PRIVAL || at + 3 > end) {
            return RAW;
        }
        if (octets[at] != '>' || octets[at + 1] != '1' || octets[at + 2] != ' ') {
            return RAW;
        }
        message.prival = prival;
        return at + 3;
    }

    /** Logplex's timestamps are of one length: the mark after it is looked for where it must be, in one step. */
    private static int timestampEnd(byte[] octets, int start, int end) {
        int at = start + LOGPLEX_TIMESTAMP;
        if (at < end && octets[at] == ' ') {
            long marks = marks(octets, start)
                    | marks(octets, start + 8)
                    | marks(octets, start + 16)
                    | marks(octets, start + 24);
            if (marks == 0) {
                return at;
            }
        }
        return fieldEnd(octets, start, end);
    }

    /** The top bit of the first of eight octets that is a space or below; of those after it, it says nothing. */
    private static long marks(byte[] octets, int at) {
        long word = (long) LONG.get(octets, at);
        return (word - EACH_OCTET * (' ' + 1)) & ~word & (EACH_OCTET << 7);
    }

    /** Where a field that may not be empty ends: at its space. */
    private static int fieldEnd(byte[] octets, int start, int end) {
        int at = skipPrintable(octets, start, end);
        while (at < end && octets[at] != ' ') {
            if (octets[at] == '\n') {
                return RAW;
            }
            at++;
        }
        return at > start && at < end ? at : RAW;
    }

    /** The first octet up to a space, or near the end some octet before it: eight at a time, as fields are short. */
    private static int skipPrintable(byte[] octets, int start, int end) {
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long marks = marks(octets, at);
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        return at;
    }

    /** Skips MSGID; an empty MSG may leave out the space after it. */
    private static int messageIdEnd(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && octets[at] != ' ' && octets[at] != '\n') {
            at++;
        }
        if (at == start) {
            return RAW;
        }
        return at < end && octets[at] == ' ' ? at + 1 : at;
    }

    /** Skips STRUCTURED-DATA and the space after it (RFC 5424, section 6.3). */
    private static int structuredData(byte[] octets, int start, int end) {
        if (start >= end) {
            return start;
        }
        int at = start;
        if (octets[at] == '-') {
            at++;
        } else if (octets[at] == '[') {
            while (at >= 0 && at < end && octets[at] == '[') {
                at = elementEnd(octets, at + 1, end);
            }
        } else {
            return start; // a sender that leaves it out after all: its text must not be eaten
        }
        if (at == RAW || (at < end && octets[at] != ' ' && octets[at] != '\n')) {
            return start; // no STRUCTURED-DATA: text that only begins like it
        }
        return at < end && octets[at] == ' ' ? at + 1 : at;
    }

    private static int elementEnd(byte[] octets, int start, int end) {
        boolean quoted = false;
        for (int at = start; at < end; at++) {
            byte octet = octets[at];
            if (quoted && octet == '\\') {
                at++;
            } else if (octet == '"') {
                quoted = !quoted;
            } else if (octet == ']' && !quoted) {
                return at + 1;
            }
        }
        return RAW;
    }

    private static void asRaw(SyslogMessage message, int start, int end) {
        message.raw = true;
        message.prival = Priority.DEFAULT.prival();
        message.timestampStart = message.timestampEnd = start;
        message.hostStart = message.hostEnd = start;
        message.appStart = message.appEnd = start;
        message.processStart = message.processEnd = start;
        message.textStart = start;
        message.textEnd = withoutNewline(message.octets, start, end);
    }

    private static int withoutNewline(byte[] octets, int start, int end) {
        if (end > start && octets[end - 1] == '\n') {
            return end - 1 > start && octets[end - 2] == '\r' ? end - 2 : end - 1;
        }
        return end;
    }
}
