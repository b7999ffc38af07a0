package spillway.server.route;

import java.time.Instant;
import java.time.zone.ZoneRules;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration.QuietHours;

/** A rule's quiet hours: between two times of day only some severity and worse passes. */
final class Quiet {
    private static final int SECONDS_PER_DAY = 86_400;

    private final int from;
    private final int until;
    private final ZoneRules zone;
    private final Severity severity;

    Quiet(QuietHours hours) {
        from = hours.from().toSecondOfDay();
        until = hours.until().toSecondOfDay();
        zone = hours.zone().getRules();
        severity = hours.severity();
    }

    /** Whether a message of this severity is held back at {@code nowMillis}, milliseconds since 1970. */
    boolean holdsBack(Severity messages, long nowMillis) {
        if (messages.isAtLeast(severity)) {
            return false;
        }
        long seconds = Math.floorDiv(nowMillis, 1_000);
        int offset = zone.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
        int timeOfDay = (int) Math.floorMod(seconds + offset, (long) SECONDS_PER_DAY);
        return from < until ? (timeOfDay >= from && timeOfDay < until) : (timeOfDay >= from || timeOfDay < until);
    }
}
