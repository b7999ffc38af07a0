package spillway.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One SQLite connection as Spillway wants it, and its transactions. WAL, so that a commit is one sequential write and a
 * sync; {@code synchronous=FULL}, so that the sync is there. Not thread-safe.
 */
final class Database implements AutoCloseable {
    /** Fewer overflow pages for large requests than SQLite's 4,096, at the same cost for small ones. */
    static final int PAGE_SIZE = 8_192;

    private static final String[] PRAGMAS = {
        "page_size=" + PAGE_SIZE,
        "busy_timeout=2000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=OFF",
        "temp_store=MEMORY",
        "cache_size=-8192",
        "cell_size_check=ON",
        "wal_autocheckpoint=0",
        "journal_size_limit=33554432",
    };

    /** Makes the connections; tests put failures in between. */
    interface Connector {
        Connection connect(Path file) throws SQLException;
    }

    private final Connection connection;
    private final List<PreparedStatement> prepared = new ArrayList<>();
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final PreparedStatement log;

    private Database(Connection connection) throws SQLException {
        this.connection = connection;
        begin = prepare("BEGIN IMMEDIATE");
        commit = prepare("COMMIT");
        rollback = prepare("ROLLBACK");
        log = prepare("PRAGMA wal_checkpoint(NOOP)");
    }

    /** What connects outside of tests. */
    static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    /** Opens or makes the file; says nothing of what stands in it. */
    static Database open(Path file, Connector connector) throws SQLException {
        Connection connection = connector.connect(file);
        try {
            try (Statement statement = connection.createStatement()) {
                for (String pragma : PRAGMAS) {
                    statement.execute("PRAGMA " + pragma);
                }
            }
            return new Database(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    /** The same connection with new statements: the driver closes a statement that fails. The old ones are not to be used. */
    Database renewed() throws SQLException {
        for (PreparedStatement statement : prepared) {
            statement.close();
        }
        return new Database(connection);
    }

    /** A statement that lasts as long as this. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        prepared.add(statement);
        return statement;
    }

    /** A statement that the caller closes. */
    PreparedStatement prepareOnce(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the only row, or 0 if there is none. */
    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** The first column of the only row, or nothing. */
    String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    void begin() throws SQLException {
        begin.execute();
    }

    /** Returns once what was written since {@link #begin} is synced. */
    void commit() throws SQLException {
        commit.execute();
    }

    /** Forgets what was written since {@link #begin}; SQLite may have done so by itself. */
    void rollback() {
        try {
            rollback.execute();
        } catch (SQLException e) {
            return; // no transaction is open any more, which is what is wanted
        }
    }

    /**
     * Copies the log into the main file, as far as no other process reads it; once all of it is there, the log is written from
     * its start again. Does nothing while another connection copies.
     */
    void checkpoint() throws SQLException {
        number("PRAGMA wal_checkpoint(PASSIVE)");
    }

    /** Copies the whole log into the main file and empties it. */
    void emptyLog() throws SQLException {
        if (number("PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
            throw new SQLException("log: in use by another process", null, SqliteCode.BUSY);
        }
    }

    /** The same as far as no other process reads it. */
    void shrinkLog() throws SQLException {
        number("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** Finds out whether something of notable size can be written and synced. */
    void probe() throws SQLException {
        execute("INSERT INTO probe VALUES (zeroblob(65536))");
        execute("DELETE FROM probe");
    }

    /**
     * The log as it is now.
     *
     * @param octets from its start
     * @param pending octets of these that the main file does not have
     */
    record Log(long octets, long pending) {}

    Log log() throws SQLException {
        try (ResultSet row = log.executeQuery()) {
            long frames = row.next() ? row.getLong(2) : 0;
            return new Log(frames * PAGE_SIZE, (frames - row.getLong(3)) * PAGE_SIZE);
        }
    }

    /** Octets of pages in use, whether in the main file or still in the log. */
    long usedOctets() throws SQLException {
        return number("PRAGMA page_count") * PAGE_SIZE - freeOctets();
    }

    /** Octets of pages that are written anew before the file grows. */
    long freeOctets() throws SQLException {
        return number("PRAGMA freelist_count") * PAGE_SIZE;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
