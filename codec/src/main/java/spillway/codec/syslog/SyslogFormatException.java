package spillway.codec.syslog;

/** Octets that are not what RFC 5424 or RFC 6587 say they should be. */
public final class SyslogFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SyslogFormatException(String message) {
        super(message, null, false, false);
    }
}
