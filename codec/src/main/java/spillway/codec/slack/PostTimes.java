package spillway.codec.slack;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and counts as a post writes them. */
final class PostTimes {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long MILLIS_PER_DAY = 86_400_000;

    private PostTimes() {}

    static String time(long epochMillis) {
        return TIME.format(Instant.ofEpochMilli(epochMillis));
    }

    /** {@code 2024-11-12 12:00:01–12:00:11 UTC}; one time if both are the same second. */
    static String range(long fromMillis, long untilMillis) {
        String from = DATE_AND_TIME.format(Instant.ofEpochMilli(fromMillis));
        if (isOneSecond(fromMillis, untilMillis)) {
            return from + " UTC";
        }
        Instant until = Instant.ofEpochMilli(untilMillis);
        return from + "–" + (isOneDay(fromMillis, untilMillis) ? TIME : DATE_AND_TIME).format(until) + " UTC";
    }

    /** The same in the reader's zone and words, as Slack's clients write it. */
    static String slackRange(long fromMillis, long untilMillis) {
        String from = slackDate(fromMillis, "{date_short_pretty} {time_secs}");
        if (isOneSecond(fromMillis, untilMillis)) {
            return from;
        }
        boolean oneDay = isOneDay(fromMillis, untilMillis);
        return from + " – " + slackDate(untilMillis, oneDay ? "{time_secs}" : "{date_short_pretty} {time_secs}");
    }

    private static String slackDate(long epochMillis, String pattern) {
        String fallback = DATE_AND_TIME.format(Instant.ofEpochMilli(epochMillis)) + " UTC";
        return "<!date^" + Math.floorDiv(epochMillis, 1_000) + "^" + pattern + "|" + fallback + ">";
    }

    static boolean isOneSecond(long fromMillis, long untilMillis) {
        return Math.floorDiv(fromMillis, 1_000) == Math.floorDiv(untilMillis, 1_000);
    }

    private static boolean isOneDay(long fromMillis, long untilMillis) {
        return Math.floorDiv(fromMillis, MILLIS_PER_DAY) == Math.floorDiv(untilMillis, MILLIS_PER_DAY);
    }

    /** {@code 1,234}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code … 1,234 more lines, 37 distinct}. */
    static String more(long count, long distinct, String noun) {
        String more = "… " + count(count) + " more " + noun + (count == 1 ? "" : "s");
        return distinct > 0 && distinct < count ? more + ", " + count(distinct) + " distinct" : more;
    }

    /** What a post counts: lines, or events if some have several lines. */
    static String noun(Post post) {
        boolean events = post.lines().stream()
                .anyMatch(line -> line.text().stripTrailing().indexOf('\n') >= 0);
        return events ? "event" : "line";
    }
}
