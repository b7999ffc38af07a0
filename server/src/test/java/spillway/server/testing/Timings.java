package spillway.server.testing;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How long answers took, in nanoseconds. Any thread may add. */
final class Timings {
    private long[] nanos = new long[1 << 12];
    private int count;

    synchronized void add(long took) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took;
    }

    synchronized int count() {
        return count;
    }

    /** The time below which that part of them stays, as 0.99; 1 is the longest. */
    synchronized double millis(double part) {
        Arrays.sort(nanos, 0, count);
        return nanos[Math.min(count - 1, (int) (count * part))] / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** {@code mostMillis} is what 99 of 100 should stay below. */
    String line(int mostMillis) {
        return String.format(
                Locale.ROOT,
                "p50=%.1f ms p99=%.1f ms (expected: < %d ms) slowest=%.1f ms",
                millis(0.5),
                millis(0.99),
                mostMillis,
                millis(1));
    }
}
