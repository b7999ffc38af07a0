package spillway.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32C;

/**
 * The tables, and how an older file gets them. {@code user_version} carries the version twice, the second time with its bits
 * turned over: a newer version is told from a damaged one.
 */
final class Schema {
    /** What leads from each version to the next; version 0 is an empty file. */
    private static final String[][] MIGRATIONS = {
        {
            "CREATE TABLE accepted (id INTEGER PRIMARY KEY, whole INTEGER NOT NULL, pairs BLOB,"
                    + " crc INTEGER NOT NULL, content BLOB NOT NULL)",
            "CREATE TABLE settled (row INTEGER NOT NULL, channel INTEGER NOT NULL, crc INTEGER NOT NULL,"
                    + " bits BLOB NOT NULL, PRIMARY KEY (row, channel)) WITHOUT ROWID",
            "CREATE TABLE channel (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, name TEXT NOT NULL)",
            "CREATE TABLE repeats (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, millis INTEGER NOT NULL,"
                    + " requests BLOB NOT NULL)",
            "CREATE TABLE dead_letter (id INTEGER PRIMARY KEY AUTOINCREMENT, replay INTEGER NOT NULL DEFAULT 0,"
                    + " channel TEXT NOT NULL, reason TEXT NOT NULL, messages INTEGER NOT NULL,"
                    + " first_attempt INTEGER NOT NULL, last_attempt INTEGER NOT NULL, attempts INTEGER NOT NULL,"
                    + " payload TEXT NOT NULL)",
            "CREATE TABLE probe (octets BLOB)",
            "CREATE INDEX dead_letter_replay ON dead_letter (replay)",
        },
    };

    static final int VERSION = MIGRATIONS.length;

    private Schema() {}

    /**
     * Brings the file to {@link #VERSION}.
     *
     * @throws StoreException if it is newer
     * @throws DamagedException if no version of ours wrote it
     */
    static void migrate(Database database) throws SQLException, StoreException, DamagedException {
        int version = version(database);
        if (version > VERSION) {
            throw new StoreException("store: schema version " + version + " (expected: <= " + VERSION
                    + "; it was written by a newer Spillway)");
        }
        if (version > 0 && !isIntact(database.connection())) {
            throw new DamagedException("list of tables: wrong checksum");
        }
        for (; version < VERSION; version++) {
            database.begin();
            try {
                for (String statement : MIGRATIONS[version]) {
                    database.execute(statement);
                }
                database.execute("PRAGMA user_version=" + mark(version + 1));
                sign(database);
                database.commit();
            } catch (SQLException e) {
                database.rollback();
                throw e;
            }
        }
    }

    /** Keeps a checksum of the list of tables in {@code application_id}: it says where each table begins. */
    static void sign(Database database) throws SQLException {
        database.execute("PRAGMA application_id=" + checksum(database.connection()));
    }

    /** Whether the list of tables is as it was written. */
    static boolean isIntact(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA application_id")) {
            return row.next() && row.getInt(1) == checksum(connection);
        }
    }

    private static int checksum(Connection connection) throws SQLException {
        CRC32C crc = new CRC32C();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT type || '|' || name || '|' || tbl_name || '|' || rootpage || '|' || coalesce(sql, '')"
                                + " FROM sqlite_schema ORDER BY name")) {
            while (row.next()) {
                crc.update(String.valueOf(row.getString(1)).getBytes(UTF_8));
            }
        }
        return (int) crc.getValue();
    }

    /**
     * Changes nothing.
     *
     * @throws StoreException if the file is not at {@link #VERSION}
     */
    static void requireCurrent(Database database) throws SQLException, StoreException {
        int mark = (int) database.number("PRAGMA user_version");
        if (mark != mark(VERSION)) {
            throw new StoreException("store: schema version " + (mark >>> 16) + " (expected: " + VERSION
                    + ", written by this Spillway)");
        }
    }

    /** {@code user_version} for a version. */
    static int mark(int version) {
        return (version << 16) | (~version & 0xFFFF);
    }

    private static int version(Database database) throws SQLException, DamagedException {
        int mark = (int) database.number("PRAGMA user_version");
        if (mark == 0 && database.number("SELECT count(*) FROM sqlite_schema") == 0) {
            return 0;
        }
        int version = mark >>> 16;
        if (mark != mark(version)) {
            throw new DamagedException("user_version: 0x" + Integer.toHexString(mark));
        }
        return version;
    }
}
