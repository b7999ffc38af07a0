package spillway.server.forward;

import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What the root lends to the forwarder.
 *
 * @param nanoTime monotonic, in nanoseconds from any origin
 * @param clock the wall's
 * @param random for jitter and batch ids
 */
public record Time(LongSupplier nanoTime, Clock clock, RandomGenerator random) {
    Now now() {
        return new Now(nanoTime.getAsLong(), clock.millis());
    }
}
