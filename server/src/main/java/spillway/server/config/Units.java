package spillway.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations and sizes with their unit, as {@code 1050ms} and {@code 8MiB}. */
final class Units {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(B|KiB|MiB|GiB|TiB)");

    private Units() {}

    /** Null if it is no duration. */
    static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** In octets; negative if it is no size. */
    static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return -1;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "B" -> number;
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            case "GiB" -> number << 30;
            default -> number << 40;
        };
    }

    /** As {@code 500ms}, {@code 2s}. */
    static String show(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** As {@code 8MiB}. */
    static String show(long octets) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        long number = octets;
        int unit = 0;
        while (number >= 1_024 && number % 1_024 == 0 && unit < units.length - 1) {
            number /= 1_024;
            unit++;
        }
        return number + units[unit];
    }
}
