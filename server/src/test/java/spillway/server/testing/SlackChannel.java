package spillway.server.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One channel of a {@link SlackStandIn}: its faults to come, and whether it takes a post now. Not thread-safe. */
final class SlackChannel {
    private static final long NANOS_PER_POST = TimeUnit.SECONDS.toNanos(1);

    final List<String> violations = new ArrayList<>();
    final Deque<Fault> script = new ArrayDeque<>();

    @Nullable
    Fault always;

    private final boolean limitsRate;
    private boolean hasPost;
    private long lastPostNanos;
    private boolean paused;
    private long pausedUntilNanos;
    private int inFlight;

    SlackChannel(boolean limitsRate) {
        this.limitsRate = limitsRate;
    }

    @Nullable
    Fault nextFault() {
        Fault scripted = script.poll();
        return scripted != null ? scripted : always;
    }

    /** Takes the next fault if it is a reset that leaves the body unread. */
    boolean takesReset() {
        Fault fault = script.isEmpty() ? always : script.peek();
        if (fault == null || fault.kind() != Fault.Kind.RESET_BEFORE_READING) {
            return false;
        }
        script.poll();
        return true;
    }

    void posted(long now) {
        hasPost = true;
        lastPostNanos = now;
    }

    void pause(long now, int seconds) {
        paused = true;
        pausedUntilNanos = now + TimeUnit.SECONDS.toNanos(Math.max(0, seconds));
    }

    /** What a 429 answers as {@code Retry-After}; 0 if a post may come now. */
    int secondsToWait(long now) {
        if (paused && pausedUntilNanos - now > 0) {
            violations.add("request inside a Retry-After");
            return (int) TimeUnit.NANOSECONDS.toSeconds(pausedUntilNanos - now) + 1;
        }
        paused = false;
        if (limitsRate && hasPost && now - lastPostNanos < NANOS_PER_POST) {
            violations.add(
                    TimeUnit.NANOSECONDS.toMillis(now - lastPostNanos) + " ms after the last post (expected: >= 1000)");
            pause(now, 1);
            return 1;
        }
        return 0;
    }

    void enter() {
        inFlight++;
        if (inFlight > 1) {
            violations.add(inFlight + " requests in flight (expected: 1)");
        }
    }

    void leave() {
        inFlight--;
    }
}
