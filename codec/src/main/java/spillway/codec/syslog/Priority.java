package spillway.codec.syslog;

/**
 * A message's facility and severity, as its PRI carries them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1">RFC 5424, section 6.2.1</a>
 */
public record Priority(Facility facility, Severity severity) {
    /** The highest PRIVAL: local7.debug. */
    public static final int MAX_PRIVAL = 191;

    /**
     * user.notice, 13: what a message without a readable PRI gets.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3164#section-4.3.3">RFC 3164, section 4.3.3</a>
     */
    public static final Priority DEFAULT = new Priority(Facility.USER, Severity.NOTICE);

    private static final Priority[] BY_PRIVAL = new Priority[MAX_PRIVAL + 1];

    static {
        for (int prival = 0; prival <= MAX_PRIVAL; prival++) {
            BY_PRIVAL[prival] = new Priority(Facility.of(prival >> 3), Severity.of(prival & 7));
        }
    }

    /**
     * Splits a PRIVAL, as 174 in {@code <174>}, into facility 21 and severity 6.
     *
     * @param prival facility times 8 plus severity, 0 to 191
     * @throws SyslogFormatException if {@code prival} is out of range
     */
    public static Priority of(int prival) {
        if (prival < 0 || prival > MAX_PRIVAL) {
            throw new SyslogFormatException("PRIVAL: " + prival + " (expected: 0 to " + MAX_PRIVAL + ")");
        }
        return BY_PRIVAL[prival];
    }

    /** Facility times 8 plus severity, 0 to 191. */
    public int prival() {
        return facility.code() * 8 + severity.code();
    }
}
