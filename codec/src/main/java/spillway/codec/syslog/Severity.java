package spillway.codec.syslog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How bad a message is, worst first; the ordinal is the numerical code.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1">RFC 5424, section 6.2.1</a>
 */
public enum Severity {
    EMERGENCY,
    ALERT,
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFO,
    DEBUG;

    private static final Severity[] BY_CODE = values();

    private final String keyword = name().toLowerCase(Locale.ROOT);

    /**
     * The severity of a numerical code.
     *
     * @param code 0 (emergency) to 7 (debug)
     * @throws SyslogFormatException if {@code code} is out of range
     */
    public static Severity of(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new SyslogFormatException("severity: " + code + " (expected: 0 to 7)");
        }
        return BY_CODE[code];
    }

    /** The severity of a name, as {@code warning}, or of a code, as {@code 4}; null if it is neither. */
    public static @Nullable Severity parse(String nameOrCode) {
        for (Severity severity : BY_CODE) {
            if (severity.keyword.equals(nameOrCode)
                    || String.valueOf(severity.code()).equals(nameOrCode)) {
                return severity;
            }
        }
        return null;
    }

    /** The numerical code, 0 to 7. */
    public int code() {
        return ordinal();
    }

    /** The name in lower case, as {@code warning}. */
    public String keyword() {
        return keyword;
    }

    /** Whether this is as bad as {@code other} or worse: its code is the same or lower. */
    public boolean isAtLeast(Severity other) {
        return ordinal() <= other.ordinal();
    }
}
