package spillway.codec.syslog;

/**
 * Reads the TIMESTAMP of a message.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6.2.3">RFC 5424, section 6.2.3</a>
 */
final class Rfc3339 {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final int[] DAYS_OF_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Rfc3339() {}

    /** Microseconds since 1970 of {@code 2024-01-01T00:00:00.123456+00:00}, or {@code fallback} if it is anything else. */
    static long epochMicros(byte[] octets, int start, int end, long fallback) {
        if (end - start < 20
                || octets[start + 4] != '-'
                || octets[start + 7] != '-'
                || (octets[start + 10] | 0x20) != 't'
                || octets[start + 13] != ':'
                || octets[start + 16] != ':') {
            return fallback;
        }
        int year = digits(octets, start, 4);
        int month = digits(octets, start + 5, 2);
        int day = digits(octets, start + 8, 2);
        int hour = digits(octets, start + 11, 2);
        int minute = digits(octets, start + 14, 2);
        int second = digits(octets, start + 17, 2);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > DAYS_OF_MONTH[month - 1]) {
            return fallback;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return fallback;
        }
        int at = start + 19;
        long micros = 0;
        if (octets[at] == '.') {
            long unit = 100_000;
            at++;
            int firstDigit = at;
            while (at < end && octets[at] >= '0' && octets[at] <= '9') {
                micros += (octets[at] - '0') * unit;
                unit /= 10;
                at++;
            }
            if (at == firstDigit) {
                return fallback;
            }
        }
        int offset = offsetSeconds(octets, at, end);
        if (offset == Integer.MIN_VALUE) {
            return fallback;
        }
        long seconds = daysSince1970(year, month, day) * 86_400L + hour * 3_600L + minute * 60L + second - offset;
        return seconds * MICROS_PER_SECOND + micros;
    }

    private static int offsetSeconds(byte[] octets, int at, int end) {
        if (at + 1 == end && (octets[at] | 0x20) == 'z') {
            return 0;
        }
        if (at + 6 != end || octets[at + 3] != ':' || (octets[at] != '+' && octets[at] != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = digits(octets, at + 1, 2);
        int minutes = digits(octets, at + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3_600 + minutes * 60;
        return octets[at] == '-' ? -seconds : seconds;
    }

    private static long daysSince1970(int year, int month, int day) {
        long fullYears = year - 1L;
        long leapDays = fullYears / 4 - fullYears / 100 + fullYears / 400 - 477; // 477 before 1970
        boolean leapDayPassed = month > 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
        return (year - 1970) * 365L + leapDays + DAYS_BEFORE_MONTH[month - 1] + (leapDayPassed ? 1 : 0) + day - 1;
    }

    /** The number that {@code count} digits make, or a negative one if one of them is no digit. */
    private static int digits(byte[] octets, int start, int count) {
        int value = 0;
        for (int i = start; i < start + count; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
