package spillway.server.forward;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Numbers and spans of time as a person reads them. */
final class Words {
    private static final int DAYS_A_YEAR = 365;

    private Words() {}

    /** {@code 1,234}. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 line} or {@code 1,234 lines}. */
    static String number(long value, String noun) {
        return number(value) + ' ' + noun + (value == 1 ? "" : "s");
    }

    /** {@code 10 s}, {@code 5 min 12 s}, {@code 2 h 5 min}, {@code 3 d 4 h}, {@code 2 years}; at least one second. */
    static String span(long millis) {
        long seconds = Math.max(1, (millis + 500) / 1_000);
        if (seconds <= 120) {
            return seconds + " s";
        }
        if (seconds < TimeUnit.HOURS.toSeconds(1)) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        long minutes = seconds / 60;
        long hours = minutes / 60;
        if (hours < 48) {
            return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        long days = hours / 24;
        if (days >= 2 * DAYS_A_YEAR) {
            return days / DAYS_A_YEAR + " years";
        }
        return days + " d" + (hours % 24 == 0 || days > 14 ? "" : " " + hours % 24 + " h");
    }
}
