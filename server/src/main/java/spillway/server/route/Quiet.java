package spillway.server.route;

import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
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
    private volatile Span span;

    Quiet(QuietHours hours) {
        from = hours.from().toSecondOfDay();
        until = hours.until().toSecondOfDay();
        zone = hours.zone().getRules();
        severity = hours.severity();
        span = new Span(0, 0, 0);
    }

    /** Whether a message of this severity is held back at {@code nowMillis}, milliseconds since 1970. */
    boolean holdsBack(Severity messages, long nowMillis) {
        if (messages.isAtLeast(severity)) {
            return false;
        }
        long seconds = Math.floorDiv(nowMillis, 1_000);
        int timeOfDay = (int) Math.floorMod(seconds + offset(seconds), (long) SECONDS_PER_DAY);
        return from < until ? (timeOfDay >= from && timeOfDay < until) : (timeOfDay >= from || timeOfDay < until);
    }

    private int offset(long seconds) {
        Span known = span;
        if (seconds < known.from || seconds >= known.until) {
            known = Span.at(seconds, zone);
            span = known;
        }
        return known.offset;
    }

    /** A while in which the zone's offset stays the same; known, so that a message costs no look into the zone. */
    private record Span(long from, long until, int offset) {
        static Span at(long seconds, ZoneRules zone) {
            Instant instant = Instant.ofEpochSecond(seconds);
            ZoneOffsetTransition next = zone.nextTransition(instant);
            long until = next == null ? Long.MAX_VALUE : next.toEpochSecond();
            return new Span(seconds, until, zone.getOffset(instant).getTotalSeconds());
        }
    }
}
