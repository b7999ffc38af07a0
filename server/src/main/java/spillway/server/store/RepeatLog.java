package spillway.server.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.CRC32C;

/** The requests of {@link Repeats} on disk: one entry a transaction, 16 octets a request. */
final class RepeatLog {
    /** What a transaction that fails goes back to. */
    record Mark(long lastId, long recorded) {}

    private static final int KEY_OCTETS = 16;

    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement selectOldest;
    private final PreparedStatement delete;
    private long lastId;
    private long recorded;

    /** Reads what is recorded into {@code repeats}, which is empty. */
    RepeatLog(Database database, Repeats repeats) throws SQLException {
        this.database = database;
        insert = database.prepare("INSERT INTO repeats (id, crc, millis, requests) VALUES (?, ?, ?, ?)");
        selectOldest = database.prepare("SELECT id, length(requests) FROM repeats ORDER BY id LIMIT 1");
        delete = database.prepare("DELETE FROM repeats WHERE id = ?");
        load(repeats);
    }

    private void load(Repeats repeats) throws SQLException {
        try (PreparedStatement select = database.prepare("SELECT id, crc, millis, requests FROM repeats ORDER BY id");
                ResultSet entry = select.executeQuery()) {
            while (entry.next()) {
                lastId = entry.getLong(1);
                byte[] keys = entry.getBytes(4);
                if (keys != null && entry.getInt(2) == crc(lastId, entry.getLong(3), keys)) {
                    add(repeats, keys, entry.getLong(3));
                }
                recorded += keys == null ? 0 : keys.length / KEY_OCTETS;
            }
        }
    }

    private static void add(Repeats repeats, byte[] keys, long millis) {
        ByteBuffer in = ByteBuffer.wrap(keys);
        while (in.remaining() >= KEY_OCTETS) {
            repeats.add(new RequestKey(in.getLong(), in.getLong()), millis);
        }
        repeats.forget(millis);
    }

    long lastId() {
        return lastId;
    }

    Mark mark() {
        return new Mark(lastId, recorded);
    }

    void reset(Mark mark) {
        lastId = mark.lastId;
        recorded = mark.recorded;
    }

    /** Records the requests of a transaction, which is open. */
    void record(List<RequestKey> keys, long nowMillis) throws SQLException {
        ByteBuffer out = ByteBuffer.allocate(keys.size() * KEY_OCTETS);
        for (RequestKey key : keys) {
            out.putLong(key.high()).putLong(key.low());
        }
        insert.setLong(1, lastId + 1);
        insert.setInt(2, crc(lastId + 1, nowMillis, out.array()));
        insert.setLong(3, nowMillis);
        insert.setBytes(4, out.array());
        insert.executeUpdate();
        lastId++;
        recorded += keys.size();
    }

    /** Deletes entries beyond the newest {@code remembered} requests, in the transaction that is open. */
    void prune(int remembered) throws SQLException {
        while (recorded > remembered) {
            long id;
            long keys;
            try (ResultSet entry = selectOldest.executeQuery()) {
                if (!entry.next()) {
                    return;
                }
                id = entry.getLong(1);
                keys = entry.getLong(2) / KEY_OCTETS;
            }
            if (recorded - keys < remembered) {
                return;
            }
            delete.setLong(1, id);
            delete.executeUpdate();
            recorded -= keys;
        }
    }

    private static int crc(long id, long millis, byte[] keys) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(id).putLong(millis).flip());
        crc.update(keys);
        return (int) crc.getValue();
    }
}
