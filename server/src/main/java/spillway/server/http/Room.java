package spillway.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the octets of all requests that are being read or are in work. Any thread.
 *
 * <p>A request that finds no room is not read on: its octets stay in the socket, and its answer comes later. A request larger
 * than all the room is let in alone.
 */
final class Room {
    private final long limit;
    private final Runnable again;
    private final AtomicLong taken = new AtomicLong();

    /**
     * Makes room for {@code limit} octets.
     *
     * @param again is run, on the thread that gave some back, whenever there is room again after there was none
     */
    Room(long limit, Runnable again) {
        this.limit = limit;
        this.again = again;
    }

    /** Takes room for {@code octets} more; false if there is none. */
    boolean take(long octets) {
        long before = taken.getAndAdd(octets);
        if (before == 0 || before + octets <= limit) {
            return true;
        }
        taken.addAndGet(-octets);
        return false;
    }

    void giveBack(long octets) {
        long before = taken.getAndAdd(-octets);
        if (before > limit / 2 && octets > 0) {
            again.run();
        }
    }

    long taken() {
        return taken.get();
    }
}
