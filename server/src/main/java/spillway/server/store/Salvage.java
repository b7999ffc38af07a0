package spillway.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what can be read of a damaged database into a fresh one. Entries carry checksums, so nothing that is not as it was
 * written is used later; a table is read from both ends and, between two places that can't be read, from its middle on.
 */
final class Salvage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

    /** So many places that can't be read are tried before the rest of a table is given up. */
    private static final int MAX_FAILURES = 5_000;

    /** And so many while nothing could be read at all. */
    private static final int MAX_FIRST_FAILURES = 200;

    private static final int OCTETS_PER_TRANSACTION = 4 << 20;

    private final Connection damaged;
    private final Database fresh;
    private final List<Rows.Raw> wrong = new ArrayList<>();
    private final Set<Integer> channels = new HashSet<>();
    private int failures;
    private boolean hasAny;
    private long written;
    private long rows;

    Salvage(Path file, Database.Connector connector, Database fresh) throws SQLException {
        this.damaged = connector.connect(file);
        this.fresh = fresh;
    }

    /** Copies all tables. */
    void copy() throws SQLException {
        fresh.begin();
        try {
            new Table("channel", "id, crc, name", 3).copyBetween(0, Long.MAX_VALUE);
            new Table("accepted", Rows.COLUMNS, 5).copyBetween(0, Long.MAX_VALUE);
            new Table("settled", "row, channel, crc, bits", 4).copyBetween(0, Long.MAX_VALUE);
            new Table("repeats", "id, crc, millis, requests", 4).copyBetween(0, Long.MAX_VALUE);
            new Table("dead_letter", DeadLetterTable.COLUMNS, 9).copyBetween(0, Long.MAX_VALUE);
            for (int channel : channels) {
                fresh.execute("INSERT OR IGNORE INTO channel (id, crc, name) VALUES (" + channel + ", 0, '')");
            }
            fresh.commit();
        } catch (SQLException e) {
            fresh.rollback();
            throw e;
        }
    }

    /** How many accepted rows were copied. */
    long rows() {
        return rows;
    }

    /** Rows that were read, but are not what was written. */
    List<Rows.Raw> wrong() {
        return wrong;
    }

    @Override
    public void close() throws SQLException {
        damaged.close();
    }

    /** One table on its way; its first column orders it. */
    private final class Table {
        private final String name;
        private final String key;
        private final String columns;
        private final int width;

        Table(String name, String columns, int width) {
            this.name = name;
            this.columns = columns;
            this.width = width;
            this.key = columns.substring(0, columns.indexOf(','));
            failures = 0;
            hasAny = false;
        }

        /** Copies the entries whose keys are in the range; {@code until} is not. */
        void copyBetween(long from, long until) throws SQLException {
            long low = copyRun(from, until, true);
            long high = low < until ? copyRun(low, until, false) : low;
            if (high - low > 1 && failures < (hasAny ? MAX_FAILURES : MAX_FIRST_FAILURES)) {
                long middle = low + (high - low) / 2;
                copyBetween(low, middle);
                copyBetween(middle, high);
            }
        }

        /** Copies from one end on; returns where the part that was not read begins, or ends. */
        private long copyRun(long from, long until, boolean ascending) throws SQLException {
            long unread = ascending ? from : until;
            String sql = "SELECT " + columns + " FROM " + name + " WHERE " + key + " >= " + from + " AND " + key + " < "
                    + until + " ORDER BY " + key + (ascending ? "" : " DESC");
            try (Reader reader = new Reader(sql, width)) {
                while (reader.next()) {
                    long id = ((Number) reader.values[0]).longValue();
                    if (id < from || id >= until || (ascending ? id + 1 < unread : id > unread)) {
                        break; // the order is broken: what follows is not in its place
                    }
                    unread = ascending ? id + 1 : id;
                    hasAny = true;
                    write(this, reader.values);
                }
                if (reader.atEnd) {
                    return ascending ? until : from;
                }
            }
            failures++;
            return unread;
        }
    }

    private void write(Table table, @Nullable Object[] values) throws SQLException {
        if (table.name.equals("accepted") && !isIntact(values)) {
            return;
        }
        try (PreparedStatement insert = fresh.prepareOnce("INSERT OR IGNORE INTO " + table.name + " (" + table.columns
                + ") VALUES (?" + ", ?".repeat(table.width - 1) + ")")) {
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
                written += values[i] instanceof byte[] octets ? octets.length : 8;
            }
            insert.executeUpdate();
        }
        if (written > OCTETS_PER_TRANSACTION) {
            written = 0;
            fresh.commit();
            fresh.checkpoint();
            fresh.begin();
        }
    }

    private boolean isIntact(@Nullable Object[] values) {
        RowKey key = new RowKey(number(values[0]), number(values[1]), values[2] instanceof byte[] pairs ? pairs : null);
        byte[] content = values[4] instanceof byte[] octets ? octets : new byte[0];
        Rows.Raw row = new Rows.Raw(key, (int) number(values[3]), content);
        if (row.request() == null) {
            wrong.add(row);
            return false;
        }
        for (int channel : key.channels()) {
            channels.add(channel);
        }
        rows++;
        return true;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Reads entries until there are no more, or until one can't be read. */
    private final class Reader implements AutoCloseable {
        private final @Nullable Object[] values;
        private @Nullable PreparedStatement select;
        private @Nullable ResultSet row;
        private boolean atEnd;

        Reader(String sql, int width) {
            values = new @Nullable Object[width];
            try {
                select = damaged.prepareStatement(sql);
                row = select.executeQuery();
            } catch (SQLException e) {
                LOG.trace("not readable", e);
            }
        }

        boolean next() {
            if (row == null) {
                return false;
            }
            try {
                atEnd = !row.next();
                for (int i = 0; !atEnd && i < values.length; i++) {
                    values[i] = row.getObject(i + 1);
                }
                return !atEnd && values[0] instanceof Number;
            } catch (SQLException e) {
                LOG.trace("not readable", e);
                return false;
            }
        }

        @Override
        public void close() {
            try {
                if (select != null) {
                    select.close();
                }
            } catch (SQLException e) {
                LOG.trace("not readable", e);
            }
        }
    }
}
