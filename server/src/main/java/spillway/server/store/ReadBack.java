package spillway.server.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.forward.AcceptedMessage;

/**
 * Brings channels that are behind up to date from disk.
 *
 * <p>The invariant, for each channel: every message before {@code next} was offered to it in this process (or had ended
 * before), none from {@code next} on was. A live channel's {@code next} is beyond the last row. All that moves {@code next} -
 * offers of what was just committed, offers of what is read back, the change between the two - happens on the store thread,
 * and a channel becomes live only while no committed request waits for its receipt; so no message is missed or offered
 * twice, and a channel gets its messages in the order of their rows.
 */
final class ReadBack {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);

    /** One step looks at no more ids than this, whatever they hold. */
    static final long MAX_IDS = 4_096;

    /** How much one step reads: more and more while all of it is taken. */
    private static final long LEAST_OCTETS = 16 << 10;

    private static final long MOST_OCTETS = 4 << 20;

    private static final long LIVE = Long.MAX_VALUE;

    private Replay replay = (request, channels, wants) -> {};
    private volatile List<String> names = List.of();
    private long[] next = {};
    private long octets = LEAST_OCTETS;

    /** Channels that may have room: a bit is cleared before an attempt, so that room which comes meanwhile is not missed. */
    private final AtomicLong room = new AtomicLong();

    void replayTo(Replay to) {
        replay = to;
    }

    /** Takes these channels from now on: those that are new are behind from the first row on. */
    void channels(List<String> channels) {
        if (channels.size() > Long.SIZE) {
            throw new IllegalArgumentException("channels: " + channels.size() + " (expected: <= " + Long.SIZE + ")");
        }
        long[] positions = new long[channels.size()];
        for (int i = 0; i < positions.length; i++) {
            int known = names.indexOf(channels.get(i));
            positions[i] = known < 0 ? 0 : next[known];
        }
        names = List.copyOf(channels);
        next = positions;
        room.set(-1);
    }

    Replay replay() {
        return replay;
    }

    List<String> channels() {
        return names;
    }

    boolean isLive(String channel) {
        int index = names.indexOf(channel);
        return index >= 0 && next[index] == LIVE;
    }

    void fellBehind(String channel, long position) {
        int index = names.indexOf(channel);
        if (index >= 0) {
            next[index] = Math.min(next[index], position);
            room.accumulateAndGet(1L << index, (a, b) -> a | b);
        }
    }

    /** All channels are behind from this row on, or from before it. */
    void allBehind(long rowId) {
        for (String name : names) {
            fellBehind(name, rowId * AcceptedMessage.MESSAGES_PER_ROW);
        }
    }

    /** Any thread. */
    void roomAgain(String channel) {
        int index = names.indexOf(channel);
        if (index >= 0) {
            room.accumulateAndGet(1L << index, (a, b) -> a | b);
        }
    }

    /** Tries all channels again: nobody has to be relied on to say that there is room. */
    void retryAll() {
        room.set(-1);
    }

    /** How many channels are behind. */
    int behind() {
        return (int) Arrays.stream(next).filter(position -> position != LIVE).count();
    }

    /** Whether a step would do something. */
    boolean hasWork() {
        return candidates() != 0;
    }

    /**
     * Reads the next rows for the channels that are behind and may have room.
     *
     * @return rows that can't be read back, to be set aside
     */
    List<Rows.Raw> step(Ledger ledger) throws SQLException {
        long trying = candidates();
        room.accumulateAndGet(~trying, (a, b) -> a & b);
        long first = ledger.rows().next(lowest(trying) / AcceptedMessage.MESSAGES_PER_ROW);
        if (first == 0) {
            advance(trying, LIVE);
            return List.of();
        }
        int[] ids = new int[names.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = ledger.channels().idOrZero(names.get(i));
        }
        List<Integer> wanted = new ArrayList<>();
        for (long rest = trying; rest != 0; rest &= rest - 1) {
            wanted.add(ids[Long.numberOfTrailingZeros(rest)]);
        }
        Rows.Chunk chunk = ledger.rows().read(first, ledger.upTo(first + MAX_IDS), wanted, octets);
        Map<Long, Map<Integer, BitSet>> settled = ledger.settled().between(first, chunk.scannedTo());
        List<Rows.Raw> damaged = new ArrayList<>();
        long taking = trying;
        for (Rows.Raw raw : chunk.rows()) {
            if (taking == 0) {
                octets = LEAST_OCTETS;
                return damaged;
            }
            StoredRequest request = raw.request();
            if (request == null) {
                damaged.add(raw);
                continue;
            }
            long[] wants = wants(raw.key, request, ids, taking, settled.getOrDefault(raw.key.id(), Map.of()));
            try {
                taking &= ~offer(request, wants);
            } catch (RuntimeException e) {
                LOG.error("request not read back: row={}", raw.key.id(), e);
                damaged.add(raw);
            }
        }
        advance(taking, chunk.scannedTo() * AcceptedMessage.MESSAGES_PER_ROW);
        octets = taking == trying ? Math.min(MOST_OCTETS, octets * 2) : LEAST_OCTETS;
        long took = taking;
        room.accumulateAndGet(took, (a, b) -> a | b);
        return damaged;
    }

    private long lowest(long channels) {
        long lowest = LIVE;
        for (long rest = channels; rest != 0; rest &= rest - 1) {
            lowest = Math.min(lowest, next[Long.numberOfTrailingZeros(rest)]);
        }
        return lowest;
    }

    private void advance(long channels, long position) {
        for (long rest = channels; rest != 0; rest &= rest - 1) {
            int channel = Long.numberOfTrailingZeros(rest);
            next[channel] = Math.max(next[channel], position);
        }
    }

    /** For each message the channels that have not been offered it. */
    private long[] wants(RowKey key, StoredRequest request, int[] ids, long channels, Map<Integer, BitSet> settled) {
        long[] wants = new long[request.messages()];
        for (long rest = channels; rest != 0; rest &= rest - 1) {
            int channel = Long.numberOfTrailingZeros(rest);
            BitSet left = key.wanted(ids[channel]);
            BitSet ended = settled.get(ids[channel]);
            if (ended != null) {
                left.andNot(ended);
            }
            long offered = Math.min(wants.length, Math.max(0, next[channel] - request.position(0)));
            for (int m = left.nextSetBit((int) offered); m >= 0; m = left.nextSetBit(m + 1)) {
                wants[m] |= 1L << channel;
            }
        }
        return wants;
    }

    /** The channels that did not take all of it; they go on from the first message that they did not take. */
    private long offer(StoredRequest request, long[] wants) {
        if (Arrays.stream(wants).allMatch(want -> want == 0)) {
            return 0;
        }
        replay.replay(request, names, wants);
        long refused = 0;
        for (int m = 0; m < wants.length; m++) {
            for (long rest = wants[m] & ~refused; rest != 0; rest &= rest - 1) {
                next[Long.numberOfTrailingZeros(rest)] = request.position(m);
            }
            refused |= wants[m];
        }
        return refused;
    }

    private long candidates() {
        long candidates = 0;
        for (int i = 0; i < next.length; i++) {
            if (next[i] != LIVE) {
                candidates |= 1L << i;
            }
        }
        return candidates & room.get();
    }
}
