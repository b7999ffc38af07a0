package spillway.codec.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One parsed frame: where its RFC 5424 fields stand in an array of octets, without a copy and without a String.
 *
 * <p>One thread owns it and has {@link SyslogParser} fill it again for each frame; what it says holds until the next
 * {@link SyslogParser#parse}. A span ends before its {@code ...End} offset; offsets count from the start of {@link #octets}.
 *
 * <pre>{@code
 *   <190>1 2024-01-01T00:00:00.5+00:00 host app web.1 - text here\n
 *    PRI   TIMESTAMP                   HOST  APP PROCID  MSG (its newline left out)
 * }</pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6">RFC 5424, section 6</a>
 */
public final class SyslogMessage {
    byte[] octets = new byte[0];
    int frameStart;
    int frameEnd;
    int prival;
    boolean raw;
    int timestampStart;
    int timestampEnd;
    int hostStart;
    int hostEnd;
    int appStart;
    int appEnd;
    int processStart;
    int processEnd;
    int textStart;
    int textEnd;

    /** The array that every offset points into; only the span of the frame belongs to this message. */
    public byte[] octets() {
        return octets;
    }

    /** Where the frame starts, its count not included. */
    public int frameStart() {
        return frameStart;
    }

    public int frameEnd() {
        return frameEnd;
    }

    /** Whether the header was not syslog: then the whole frame is text, the PRI is 13 and all other fields are empty. */
    public boolean isRaw() {
        return raw;
    }

    /** The PRIVAL, 0 to 191. */
    public int prival() {
        return prival;
    }

    /** The severity on the wire, which on Heroku says little. */
    public Severity severity() {
        return Severity.of(prival & 7);
    }

    public Facility facility() {
        return Facility.of(prival >> 3);
    }

    public int timestampStart() {
        return timestampStart;
    }

    public int timestampEnd() {
        return timestampEnd;
    }

    public int hostStart() {
        return hostStart;
    }

    public int hostEnd() {
        return hostEnd;
    }

    public int appStart() {
        return appStart;
    }

    public int appEnd() {
        return appEnd;
    }

    public int processStart() {
        return processStart;
    }

    public int processEnd() {
        return processEnd;
    }

    public int textStart() {
        return textStart;
    }

    /** Where MSG ends; one trailing newline (or carriage return and newline) is left out. */
    public int textEnd() {
        return textEnd;
    }

    /** APP-NAME: {@code app} or {@code heroku}; empty if the message is raw. */
    public String app() {
        return string(appStart, appEnd);
    }

    /** PROCID: {@code web.1}, {@code router}, {@code api}; empty if the message is raw. */
    public String process() {
        return string(processStart, processEnd);
    }

    /** TIMESTAMP as it stands on the wire. */
    public String timestamp() {
        return string(timestampStart, timestampEnd);
    }

    /** MSG; octets that are not UTF-8 become U+FFFD. */
    public String text() {
        return string(textStart, textEnd);
    }

    /**
     * The instant of TIMESTAMP in microseconds since 1970, UTC.
     *
     * @param fallback what to say if TIMESTAMP is absent, {@code -}, or not RFC 3339: the time of receipt
     */
    public long epochMicros(long fallback) {
        return Rfc3339.epochMicros(octets, timestampStart, timestampEnd, fallback);
    }

    private String string(int start, int end) {
        return new String(octets, start, end - start, UTF_8);
    }
}
