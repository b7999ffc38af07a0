package spillway.codec.syslog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a system wrote a message; the ordinal is the numerical code.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1">RFC 5424, section 6.2.1</a>
 */
public enum Facility {
    KERN,
    USER,
    MAIL,
    DAEMON,
    AUTH,
    SYSLOG,
    LPR,
    NEWS,
    UUCP,
    CRON,
    AUTHPRIV,
    FTP,
    NTP,
    AUDIT,
    CONSOLE,
    CLOCK,
    LOCAL0,
    LOCAL1,
    LOCAL2,
    LOCAL3,
    LOCAL4,
    LOCAL5,
    LOCAL6,
    LOCAL7;

    private static final Facility[] BY_CODE = values();

    private final String keyword = name().toLowerCase(Locale.ROOT);

    /**
     * The facility of a numerical code.
     *
     * @param code 0 (kern) to 23 (local7)
     * @throws SyslogFormatException if {@code code} is out of range
     */
    public static Facility of(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new SyslogFormatException("facility: " + code + " (expected: 0 to 23)");
        }
        return BY_CODE[code];
    }

    /** The facility of a name, as {@code local7}, or of a code, as {@code 23}; null if it is neither. */
    public static @Nullable Facility parse(String nameOrCode) {
        for (Facility facility : BY_CODE) {
            if (facility.keyword.equals(nameOrCode)
                    || String.valueOf(facility.code()).equals(nameOrCode)) {
                return facility;
            }
        }
        return null;
    }

    /** The numerical code, 0 to 23. */
    public int code() {
        return ordinal();
    }

    /** The name in lower case, as {@code local7}. */
    public String keyword() {
        return keyword;
    }
}
