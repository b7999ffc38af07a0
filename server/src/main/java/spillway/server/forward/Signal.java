package spillway.server.forward;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Wakes one thread. However often it is raised, the thread turns at most once in {@value #TURN_MILLIS} ms. */
final class Signal {
    private static final int TURN_MILLIS = 2;

    private final AtomicBoolean raised = new AtomicBoolean();
    private volatile @Nullable Thread waiter;

    void raise() {
        if (raised.compareAndSet(false, true)) {
            LockSupport.unpark(waiter);
        }
    }

    void await(long nanos) {
        waiter = Thread.currentThread();
        if (!raised.get() && nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        LockSupport.parkNanos(this, TURN_MILLIS * 1_000_000L);
        raised.set(false);
    }
}
