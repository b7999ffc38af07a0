package spillway.server.forward;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration;

/**
 * Messages of one key, and when they leave: the first of a quiet group after {@code group.wait} (critical and worse as soon
 * as their event is whole), later ones every {@code group.interval}, nothing later than {@code group.max-wait} and what is
 * left of an event, a full group as soon as the channel takes it.
 */
final class Group {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long LOUD_MESSAGES = 100;
    private static final int LOUD_POSTS = 3;

    /** The lines of an event follow each other faster than this, a sender's next request included. */
    private static final long EVENT_PAUSE = 250_000_000;

    /** So much later than else a group leaves at most because something still comes. */
    private static final long MOST_DELAY = 1_000_000_000;

    final Key key;

    @Nullable
    Batch batch;

    private final Windows windows;
    private long firstNanos;
    private long lastMessageNanos;
    private long lastPartNanos = NEVER;
    private long lastLeftNanos = NEVER;
    private long startedMillis;
    private long posts;
    private long events;
    private Severity worst = Severity.DEBUG;
    private String place = "";

    /** The windows in nanoseconds. */
    record Windows(long first, long interval, long maxWait) {
        static Windows of(Configuration.Group group) {
            return new Windows(
                    group.waitTime().toNanos(),
                    group.interval().toNanos(),
                    group.maxWait().toNanos());
        }

        /** How long a loud group must hold its tongue to be called quiet. */
        long quiet() {
            return Math.max(60_000_000_000L, 3 * interval);
        }
    }

    Group(Key key, Windows windows) {
        this.key = key;
        this.windows = windows;
    }

    /** Notes that a message came, and whether more of its event is likely to follow. */
    void touch(Now now, boolean part) {
        lastPartNanos = part ? now.nanos() : lastPartNanos;
        touch(now);
    }

    /** Notes that something came. */
    void touch(Now now) {
        if (events == 0) {
            startedMillis = now.millis();
        }
        if (!isWaiting()) {
            firstNanos = now.nanos();
        }
        lastMessageNanos = now.nanos();
        events++;
    }

    /**
     * The moment from which the group may leave, {@link Long#MAX_VALUE} if it is empty. It does not leave in the middle of an
     * event whose lines come in several requests.
     */
    long dueNanos() {
        if (batch == null || batch.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (batch.lines.isFull()) {
            return firstNanos;
        }
        long due = windowEndNanos(batch.severity);
        return lastPartNanos == NEVER ? due : Math.max(due, Math.min(lastPartNanos + EVENT_PAUSE, due + MOST_DELAY));
    }

    private long windowEndNanos(Severity severity) {
        boolean quiet = lastLeftNanos == NEVER || firstNanos - lastLeftNanos >= windows.interval;
        if (quiet && severity.isAtLeast(Severity.CRITICAL)) {
            return firstNanos;
        }
        long due = quiet ? firstNanos + windows.first : lastLeftNanos + windows.interval;
        return Math.min(due, firstNanos + windows.maxWait);
    }

    long firstNanos() {
        return firstNanos;
    }

    /** How many events wait in it. */
    long waiting() {
        return batch == null ? 0 : batch.events;
    }

    boolean isWaiting() {
        return batch != null && !batch.isEmpty();
    }

    /** What another group holds is about to flow into this one. */
    void join(Group other) {
        firstNanos = isWaiting() ? Math.min(firstNanos, other.firstNanos) : other.firstNanos;
        lastMessageNanos = Math.max(lastMessageNanos, other.lastMessageNanos);
    }

    /** Takes out what is to flow into another group. */
    Batch empty() {
        Batch taken = Objects.requireNonNull(batch);
        batch = null;
        return taken;
    }

    /** Takes what waits out of the group: it leaves now. */
    Batch leave(Now now) {
        Batch leaving = empty();
        lastLeftNanos = now.nanos();
        posts++;
        worst = worst.isAtLeast(leaving.severity) ? worst : leaving.severity;
        place = PostText.place(leaving);
        return leaving;
    }

    /** Puts back what could not be delivered: it is due at once, before what came since. */
    void takeBack(Batch undelivered, Now now, long room) {
        if (batch != null) {
            undelivered.absorb(batch, room);
        }
        batch = undelivered;
        firstNanos = now.nanos() - windows.maxWait;
        posts--;
    }

    /** Whether it can be forgotten: empty, and quiet for longer than its interval. */
    boolean isIdle(Now now) {
        return !isWaiting() && now.nanos() - Math.max(lastMessageNanos, lastLeftNanos) >= quietAfter();
    }

    boolean wasLoud() {
        return posts >= LOUD_POSTS || events >= LOUD_MESSAGES;
    }

    private long quietAfter() {
        return wasLoud() ? windows.quiet() : windows.interval;
    }

    /** {@code ERROR · shop/web · quiet again after 1,234 lines in 12 min}. */
    String recoveryTitle(Now now) {
        long loudMillis = now.millis() - startedMillis - (now.nanos() - lastMessageNanos) / 1_000_000;
        return PostText.name(worst) + (place.isEmpty() ? "" : " · " + place) + " · quiet again after "
                + Words.number(events, "line") + " in " + Words.span(loudMillis);
    }
}
