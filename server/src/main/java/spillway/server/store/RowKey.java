package spillway.server.store;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The small columns of a row: its id, and which of its messages are wanted by which channels. */
final class RowKey {
    private static final int CHANNEL_UNIT = 8_192;
    private static final int PAIRS_HEAD = 2;

    private final long id;
    private final long whole;
    private final byte @Nullable [] pairs;

    /**
     * The columns as they are stored.
     *
     * @param whole if one channel wants all messages: its id times 8,192 plus their number; else minus the number of
     *     (message, channel) pairs
     * @param pairs if several channels want messages: the number of messages (2 octets), then for each channel its id (4
     *     octets) and a bit for each message
     */
    RowKey(long id, long whole, byte @Nullable [] pairs) {
        this.id = id;
        this.whole = whole;
        this.pairs = pairs;
    }

    /** Messages {@code from} to {@code until} of a request; a bit of {@code wants} is an index into {@code channels}. */
    static RowKey of(long id, long[] wants, int from, int until, int[] channels) {
        long any = 0;
        int count = 0;
        for (int m = from; m < until; m++) {
            any |= wants[m];
            count += Long.bitCount(wants[m]);
        }
        int messages = until - from;
        if (Long.bitCount(any) == 1) {
            return new RowKey(id, whole(channels[Long.numberOfTrailingZeros(any)], messages), null);
        }
        int width = width(messages);
        byte[] pairs = new byte[PAIRS_HEAD + Long.bitCount(any) * (4 + width)];
        ByteBuffer out = ByteBuffer.wrap(pairs).putShort((short) messages);
        for (long rest = any; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            int start = out.putInt(channels[bit]).position();
            for (int m = 0; m < messages; m++) {
                pairs[start + m / 8] |= (byte) ((wants[from + m] >>> bit & 1) << m % 8);
            }
            out.position(start + width);
        }
        return new RowKey(id, -count, pairs);
    }

    /** What {@link #whole} is when this channel alone wants this many messages. */
    static long whole(int channel, int messages) {
        return (long) channel * CHANNEL_UNIT + messages;
    }

    /** SQL: whether one of the channels wants messages of the row, as far as the column {@code whole} tells. */
    static String wantedByAny(String channels) {
        return "(whole < 0 OR whole / " + CHANNEL_UNIT + " IN (" + channels + "))";
    }

    /** SQL: whether a channel other than these wants messages of the row, as far as the column {@code whole} tells. */
    static String wantedByOthers(String channels) {
        return "(whole < 0 OR whole / " + CHANNEL_UNIT + " NOT IN (" + channels + "))";
    }

    long id() {
        return id;
    }

    long whole() {
        return whole;
    }

    byte @Nullable [] pairs() {
        return pairs;
    }

    /** A checksum over all columns. */
    int crc() {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(id).putLong(whole).flip());
        if (pairs != null) {
            crc.update(pairs);
        }
        return (int) crc.getValue();
    }

    /** The ids of the channels that want messages. */
    int[] channels() {
        if (pairs == null) {
            return new int[] {(int) (whole / CHANNEL_UNIT)};
        }
        int size = entrySize(pairs);
        int[] channels = new int[(pairs.length - PAIRS_HEAD) / size];
        for (int i = 0; i < channels.length; i++) {
            channels[i] = ByteBuffer.wrap(pairs).getInt(PAIRS_HEAD + i * size);
        }
        return channels;
    }

    /** The messages that a channel wants. */
    BitSet wanted(int channel) {
        BitSet wanted = new BitSet();
        if (pairs == null) {
            if (channel == whole / CHANNEL_UNIT) {
                wanted.set(0, (int) (whole % CHANNEL_UNIT));
            }
            return wanted;
        }
        int size = entrySize(pairs);
        for (int at = PAIRS_HEAD; at + size <= pairs.length; at += size) {
            if (ByteBuffer.wrap(pairs).getInt(at) == channel) {
                return BitSet.valueOf(ByteBuffer.wrap(pairs, at + 4, size - 4));
            }
        }
        return wanted;
    }

    private static int entrySize(byte[] pairs) {
        return 4 + width(pairs.length < PAIRS_HEAD ? 0 : ByteBuffer.wrap(pairs).getShort());
    }

    private static int width(int messages) {
        return (messages + 7) / 8;
    }
}
