package spillway.server.forward;

import java.util.Arrays;

/** Positions in the store, kept in eight octets each. */
final class Positions {
    private static final long[] NONE = {};

    private long[] values = NONE;
    private int size;

    void add(long position) {
        if (position == AcceptedMessage.NOT_STORED) {
            return;
        }
        ensure(size + 1);
        values[size++] = position;
    }

    void addAll(Positions other) {
        ensure(size + other.size);
        System.arraycopy(other.values, 0, values, size, other.size);
        size += other.size;
    }

    int size() {
        return size;
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }

    private void ensure(int wanted) {
        if (wanted > values.length) {
            values = Arrays.copyOf(values, Math.max(wanted, Math.max(8, values.length + (values.length >> 1))));
        }
    }
}
