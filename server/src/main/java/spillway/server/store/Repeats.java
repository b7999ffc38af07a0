package spillway.server.store;

import java.util.Arrays;

/**
 * Tells requests that were accepted before: the newest 100,000, and all of the last 10 minutes as far as 500,000 go.
 *
 * <p>A ring of digests in the order of acceptance, and an index into it by open addressing: 28 octets a request, no object. Digests of 128 bits stand for the ids, so an id is never taken for another. Any thread may ask.
 */
public final class Repeats {
    /** So many are always remembered, however old they are. */
    public static final int LEAST = 100_000;

    /** Older ones are forgotten beyond {@link #LEAST}. */
    public static final long AGE_MILLIS = 600_000;

    /** More are never remembered: about 14 MiB. */
    public static final int MOST = 500_000;

    private static final int SMALLEST = 1_024;
    private static final int FREE = -1;

    private long[] highs = new long[SMALLEST];
    private long[] lows = new long[SMALLEST];
    private int[] seconds = new int[SMALLEST];
    private int[] index = emptyIndex(SMALLEST);
    private long oldest;
    private long next;

    /**
     * Remembers a request for {@code durability: memory}, where nothing else does.
     *
     * @return false if it was remembered before
     */
    public synchronized boolean add(String drain, String requestId, long nowMillis) {
        boolean isNew = add(RequestKey.of(drain, requestId), nowMillis);
        forget(nowMillis);
        return isNew;
    }

    /** How many are remembered. */
    public synchronized int size() {
        return (int) (next - oldest);
    }

    synchronized boolean add(RequestKey key, long nowMillis) {
        if (find(key) != FREE) {
            return false;
        }
        if (next - oldest == highs.length) {
            grow();
        }
        int at = (int) next & (highs.length - 1);
        highs[at] = key.high();
        lows[at] = key.low();
        seconds[at] = (int) (nowMillis / 1_000);
        enter(at);
        next++;
        return true;
    }

    synchronized boolean contains(RequestKey key) {
        return find(key) != FREE;
    }

    /** Takes back the newest ones: the transaction that would have recorded them failed. */
    synchronized void undo(int count) {
        for (int i = 0; i < count; i++) {
            next--;
            remove((int) next & (highs.length - 1));
        }
    }

    /** Forgets the oldest ones beyond the limits. */
    synchronized void forget(long nowMillis) {
        while (next - oldest > LEAST && (next - oldest > MOST || isOld((int) oldest & (highs.length - 1), nowMillis))) {
            remove((int) oldest & (highs.length - 1));
            oldest++;
        }
    }

    private boolean isOld(int at, long nowMillis) {
        return nowMillis / 1_000 - seconds[at] > AGE_MILLIS / 1_000;
    }

    private int find(RequestKey key) {
        int mask = index.length - 1;
        for (int slot = (int) key.low() & mask; index[slot] != FREE; slot = slot + 1 & mask) {
            if (lows[index[slot]] == key.low() && highs[index[slot]] == key.high()) {
                return slot;
            }
        }
        return FREE;
    }

    private void enter(int at) {
        int mask = index.length - 1;
        int slot = (int) lows[at] & mask;
        while (index[slot] != FREE) {
            slot = slot + 1 & mask;
        }
        index[slot] = at;
    }

    /** Empties the slot of a ring entry and moves up those that stand behind it only because it was taken. */
    private void remove(int at) {
        int mask = index.length - 1;
        int hole = (int) lows[at] & mask;
        while (index[hole] != at) {
            hole = hole + 1 & mask;
        }
        for (int slot = hole + 1 & mask; index[slot] != FREE; slot = slot + 1 & mask) {
            int home = (int) lows[index[slot]] & mask;
            if ((slot - home & mask) >= (slot - hole & mask)) {
                index[hole] = index[slot];
                hole = slot;
            }
        }
        index[hole] = FREE;
    }

    private void grow() {
        int size = highs.length * 2;
        highs = unrolled(highs, size);
        lows = unrolled(lows, size);
        int[] longer = new int[size];
        for (long i = oldest; i < next; i++) {
            longer[(int) (i - oldest)] = seconds[(int) i & (seconds.length - 1)];
        }
        seconds = longer;
        next -= oldest;
        index = emptyIndex(size);
        for (int at = 0; at < next; at++) {
            enter(at);
        }
        oldest = 0;
    }

    /** The ring's entries from the oldest on, at the start of a larger array. */
    private long[] unrolled(long[] ring, int size) {
        int start = (int) oldest & (ring.length - 1);
        long[] larger = new long[size];
        System.arraycopy(ring, start, larger, 0, ring.length - start);
        System.arraycopy(ring, 0, larger, ring.length - start, start);
        return larger;
    }

    private static int[] emptyIndex(int size) {
        int[] index = new int[size * 2];
        Arrays.fill(index, FREE);
        return index;
    }
}
