package spillway.server.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import spillway.server.forward.AcceptedMessage;

/**
 * Which messages have ended for which channel, for rows of which only a part has. A row that one channel wants, all of whose
 * messages end at once, is deleted by one statement and never gets here.
 */
final class Settled {
    private final Rows rows;
    private final PreparedStatement select;
    private final PreparedStatement selectRange;
    private final PreparedStatement upsert;
    private final PreparedStatement delete;

    Settled(Database database, Rows rows) throws SQLException {
        this.rows = rows;
        select = database.prepare("SELECT row, channel, crc, bits FROM settled WHERE row = ?");
        selectRange = database.prepare("SELECT row, channel, crc, bits FROM settled WHERE row >= ? AND row < ?");
        upsert = database.prepare("INSERT OR REPLACE INTO settled (row, channel, crc, bits) VALUES (?, ?, ?, ?)");
        delete = database.prepare("DELETE FROM settled WHERE row = ?");
    }

    /** Records that messages have ended for a channel. The positions are in order; the same may come again. */
    void settle(int channel, long[] positions, int count) throws SQLException {
        int from = 0;
        while (from < count) {
            long row = positions[from] / AcceptedMessage.MESSAGES_PER_ROW;
            int until = from;
            int distinct = 0;
            while (until < count && positions[until] / AcceptedMessage.MESSAGES_PER_ROW == row) {
                if (until == from || positions[until] != positions[until - 1]) {
                    distinct++;
                }
                until++;
            }
            if (!rows.deleteWhole(row, channel, distinct)) {
                settlePart(row, channel, positions, from, until);
            }
            from = until;
        }
    }

    private void settlePart(long row, int channel, long[] positions, int from, int until) throws SQLException {
        RowKey key = rows.key(row);
        if (key == null) {
            return;
        }
        Map<Integer, BitSet> settled = of(row);
        BitSet mine = settled.computeIfAbsent(channel, c -> new BitSet());
        for (int i = from; i < until; i++) {
            mine.set((int) (positions[i] % AcceptedMessage.MESSAGES_PER_ROW));
        }
        if (isComplete(key, settled)) {
            rows.delete(row);
            delete(row);
        } else {
            upsert(row, channel, mine);
        }
    }

    private static boolean isComplete(RowKey key, Map<Integer, BitSet> settled) {
        for (int channel : key.channels()) {
            BitSet left = key.wanted(channel);
            BitSet ended = settled.get(channel);
            if (ended != null) {
                left.andNot(ended);
            }
            if (!left.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** What has ended, by row and channel, for rows {@code from} to {@code until}, the latter not included. */
    Map<Long, Map<Integer, BitSet>> between(long from, long until) throws SQLException {
        Map<Long, Map<Integer, BitSet>> settled = new HashMap<>();
        selectRange.setLong(1, from);
        selectRange.setLong(2, until);
        try (ResultSet entry = selectRange.executeQuery()) {
            while (entry.next()) {
                Map<Integer, BitSet> ofRow = settled.computeIfAbsent(entry.getLong(1), r -> new HashMap<>());
                ofRow.put(entry.getInt(2), bits(entry));
            }
        }
        return settled;
    }

    /** Forgets what has ended of a row. */
    void delete(long row) throws SQLException {
        delete.setLong(1, row);
        delete.executeUpdate();
    }

    private Map<Integer, BitSet> of(long row) throws SQLException {
        Map<Integer, BitSet> settled = new HashMap<>();
        select.setLong(1, row);
        try (ResultSet entry = select.executeQuery()) {
            while (entry.next()) {
                settled.put(entry.getInt(2), bits(entry));
            }
        }
        return settled;
    }

    private void upsert(long row, int channel, BitSet settled) throws SQLException {
        byte[] bits = settled.toByteArray();
        upsert.setLong(1, row);
        upsert.setInt(2, channel);
        upsert.setInt(3, crc(row, channel, bits));
        upsert.setBytes(4, bits);
        upsert.executeUpdate();
    }

    /** The bits of an entry; none if it is damaged, since a message told twice is better than one never told. */
    private static BitSet bits(ResultSet entry) throws SQLException {
        byte @Nullable [] bits = entry.getBytes(4);
        if (bits == null || crc(entry.getLong(1), entry.getInt(2), bits) != entry.getInt(3)) {
            return new BitSet();
        }
        return BitSet.valueOf(bits);
    }

    private static int crc(long row, int channel, byte[] bits) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putLong(row).putInt(channel).flip());
        crc.update(bits);
        return (int) crc.getValue();
    }
}
