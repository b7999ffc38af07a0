package spillway.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of accepted requests. */
final class Rows {
    /** One row as it stands in the table, not checked. */
    static final class Raw {
        final RowKey key;
        final int crc;
        final byte[] content;

        Raw(RowKey key, int crc, byte[] content) {
            this.key = key;
            this.crc = crc;
            this.content = content;
        }

        /** The request, or null if the row is damaged. */
        @Nullable
        StoredRequest request() {
            return RowContent.decode(key, crc, content);
        }
    }

    /** Rows in the order of their ids, and up to which id (exclusive) there are no others. */
    record Chunk(List<Raw> rows, long scannedTo) {}

    static final String COLUMNS = "id, whole, pairs, crc, content";

    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement deleteWhole;
    private final PreparedStatement selectKey;
    private final PreparedStatement selectNext;
    private final PreparedStatement selectFirst;
    private long oldestId;
    private long oldestMillis;

    Rows(Database database) throws SQLException {
        this.database = database;
        insert = database.prepare("INSERT INTO accepted (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?)");
        delete = database.prepare("DELETE FROM accepted WHERE id = ?");
        deleteWhole = database.prepare("DELETE FROM accepted WHERE id = ? AND whole = ?");
        selectKey = database.prepare("SELECT id, whole, pairs FROM accepted WHERE id = ?");
        selectFirst = database.prepare("SELECT " + COLUMNS + " FROM accepted ORDER BY id LIMIT 1");
        selectNext = database.prepare("SELECT id FROM accepted WHERE id >= ? ORDER BY id LIMIT 1");
    }

    void insert(RowKey key, int crc, byte[] content) throws SQLException {
        insert.setLong(1, key.id());
        insert.setLong(2, key.whole());
        insert.setBytes(3, key.pairs());
        insert.setInt(4, crc);
        insert.setBytes(5, content);
        insert.executeUpdate();
    }

    void delete(long id) throws SQLException {
        delete.setLong(1, id);
        delete.executeUpdate();
    }

    /** Deletes the row if {@code channel} alone wants exactly so many messages of it. */
    boolean deleteWhole(long id, int channel, int messages) throws SQLException {
        deleteWhole.setLong(1, id);
        deleteWhole.setLong(2, RowKey.whole(channel, messages));
        return deleteWhole.executeUpdate() == 1;
    }

    /** The small columns of a row, or null if there is none. */
    @Nullable
    RowKey key(long id) throws SQLException {
        selectKey.setLong(1, id);
        try (ResultSet row = selectKey.executeQuery()) {
            return row.next() ? key(row) : null;
        }
    }

    /** The first id from {@code id} on, or 0 if there is none. */
    long next(long id) throws SQLException {
        selectNext.setLong(1, id);
        try (ResultSet row = selectNext.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** When the first row's request was received, or 0 if there is none. */
    long oldestMillis() throws SQLException {
        long id = next(0);
        if (id != oldestId) {
            oldestId = id;
            oldestMillis = 0;
            try (ResultSet row = selectFirst.executeQuery()) {
                StoredRequest request = row.next() ? raw(row).request() : null;
                oldestMillis = request == null ? 0 : request.head().receivedMillis();
            }
        }
        return oldestMillis;
    }

    /** The highest id, or 0. */
    long last() throws SQLException {
        return database.number("SELECT max(id) FROM accepted");
    }

    /**
     * Reads rows that one of the channels may want, up to the id {@code until} (exclusive) and {@code octets} octets, but at
     * least one row.
     */
    Chunk read(long from, long until, List<Integer> channels, long octets) throws SQLException {
        return read(from, until, octets, RowKey.wantedByAny(list(channels)));
    }

    /** The same for rows that channels other than these may want. */
    Chunk readOthers(long from, long until, List<Integer> channels, long octets) throws SQLException {
        return read(from, until, octets, RowKey.wantedByOthers(list(channels)));
    }

    private static String list(List<Integer> channels) {
        return channels.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private Chunk read(long from, long until, long octets, String condition) throws SQLException {
        List<Raw> rows = new ArrayList<>();
        long left = octets;
        try (PreparedStatement select = database.prepareOnce(
                "SELECT " + COLUMNS + " FROM accepted WHERE id >= ? AND id < ? AND " + condition + " ORDER BY id")) {
            select.setLong(1, from);
            select.setLong(2, until);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Raw raw = raw(row);
                    rows.add(raw);
                    left -= raw.content.length;
                    if (left <= 0) {
                        return new Chunk(rows, raw.key.id() + 1);
                    }
                }
            }
        }
        return new Chunk(rows, until);
    }

    private static Raw raw(ResultSet row) throws SQLException {
        byte[] content = row.getBytes(5);
        return new Raw(key(row), row.getInt(4), content == null ? new byte[0] : content);
    }

    private static RowKey key(ResultSet row) throws SQLException {
        return new RowKey(row.getLong(1), row.getLong(2), row.getBytes(3));
    }
}
