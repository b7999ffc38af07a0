package spillway.server.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Says each repeated event at most every 10 s, with how often it came since it was last said. Any thread.
 *
 * <p>An event is a constant text; what changes from time to time goes into the details, of which the latest is shown.
 */
public final class ThrottledLog {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<String, Event> events = new ConcurrentHashMap<>();

    private static final class Event {
        private boolean said;
        private long saidAt;
        private long unsaid;
    }

    /**
     * Says on {@code log} what is worth saying.
     *
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public ThrottledLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Something is late or odd, but not lost. */
    public void warn(String event, String details) {
        say(Level.WARN, event, details, 1);
    }

    /** Data is lost without intent: {@code count} of it. */
    public void error(String event, String details, long count) {
        say(Level.ERROR, event, details, count);
    }

    private void say(Level level, String event, String details, long count) {
        Event known = events.computeIfAbsent(event, any -> new Event());
        long total;
        synchronized (known) {
            known.unsaid += count;
            long now = nanoTime.getAsLong();
            if (known.said && now - known.saidAt < INTERVAL_NANOS) {
                return;
            }
            total = known.unsaid;
            known.unsaid = 0;
            known.said = true;
            known.saidAt = now;
        }
        log.atLevel(level).log("{}: {} count={}", event, details, total);
    }
}
