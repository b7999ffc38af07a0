package spillway.server.forward;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long a channel is left alone after an attempt that failed: what it asks for; else full jitter below 1 s, doubling to
 * 30 s; a closed channel is probed after 10 minutes, doubling to 6 hours.
 */
final class Pause {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long BASE = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long PROBE = TimeUnit.MINUTES.toNanos(10);
    private static final long MAX_PROBE = TimeUnit.HOURS.toNanos(6);

    /** After so many failures in a row the channel is down: tried every 30 s. */
    static final int MAX_ATTEMPTS = 5;

    private final RandomGenerator random;
    private long sinceNanos = NEVER;
    private long untilNanos = NEVER;
    private long probe = PROBE;
    private int failures;
    private @Nullable String closedReason;

    Pause(RandomGenerator random) {
        this.random = random;
    }

    /** The channel asks for it: costs no attempt. */
    void ask(Duration wait, Now now) {
        begin(now);
        untilNanos = now.nanos() + Math.max(BASE, wait.toNanos());
    }

    /** An attempt failed, and the channel asked for nothing. */
    void fail(Now now) {
        begin(now);
        failures++;
        if (failures <= MAX_ATTEMPTS) {
            untilNanos = now.nanos() + random.nextLong(Math.min(MAX, BASE << (failures - 1)) + 1);
        } else {
            untilNanos = now.nanos() + MAX;
        }
    }

    /** Tried often enough for now. */
    void rest(Now now) {
        untilNanos = now.nanos() + MAX;
    }

    void close(Now now, String reason) {
        begin(now);
        closedReason = reason;
        untilNanos = now.nanos() + probe;
        probe = Math.min(MAX_PROBE, probe * 2);
    }

    /** The channel took a post. */
    void end() {
        sinceNanos = NEVER;
        untilNanos = NEVER;
        failures = 0;
        probe = PROBE;
        closedReason = null;
    }

    /** Nothing waits to be posted: once the channel may be tried again it is as good as working. */
    void idle(Now now) {
        if (closedReason == null && untilNanos <= now.nanos()) {
            sinceNanos = NEVER;
        }
    }

    /** Whether the last attempt failed, and something waits since. */
    boolean isOn() {
        return sinceNanos != NEVER;
    }

    /** Why the channel takes nothing until a person mends it; null if it is not so. */
    @Nullable
    String closedReason() {
        return closedReason;
    }

    /** The moment of the next attempt. */
    long untilNanos() {
        return untilNanos;
    }

    double seconds(Now now) {
        return isOn() ? (now.nanos() - sinceNanos) / 1e9 : 0;
    }

    private void begin(Now now) {
        if (!isOn()) {
            sinceNanos = now.nanos();
        }
    }
}
