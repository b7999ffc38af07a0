package spillway.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database file of a directory: opened, opened again after a failure, and moved away when it is damaged. */
final class LedgerFile implements AutoCloseable {
    static final String NAME = "spillway.db";

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Path directory;
    private final Limits limits;
    private final Database.Connector connector;
    private final Damage damage;
    private final DirectoryLock lock;

    /** What was committed when the database was let go; anything is right before it was opened. */
    private long lastRowId = Long.MAX_VALUE;

    private long lastRepeatId;

    private LedgerFile(Path directory, Limits limits, Database.Connector connector, Clock clock, DirectoryLock lock) {
        this.directory = directory;
        this.limits = limits;
        this.connector = connector;
        this.damage = new Damage(directory, connector, clock);
        this.lock = lock;
    }

    /**
     * Takes the directory for this process.
     *
     * @throws StoreException if another process has it, or it can't be made
     */
    static LedgerFile take(Path directory, Limits limits, Database.Connector connector, Clock clock)
            throws StoreException {
        StoreDirectory.requireWritable(directory);
        try {
            Files.createDirectories(directory);
            return new LedgerFile(directory, limits, connector, clock, DirectoryLock.take(directory));
        } catch (IOException e) {
            throw StoreDirectory.notWritable(directory, e);
        }
    }

    Limits limits() {
        return limits;
    }

    Damage damage() {
        return damage;
    }

    /**
     * Opens the database, a fresh one if there is none or if it is damaged.
     *
     * @throws SQLException if it can't be opened now; it may be later
     * @throws StoreException if it can't be opened, now or later
     */
    Ledger open() throws SQLException, StoreException {
        try {
            return openOnce();
        } catch (DamagedException e) {
            return replace(String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            switch (SqliteCode.of(e)) {
                case SqliteCode.BUSY, SqliteCode.LOCKED, SqliteCode.NOMEM, SqliteCode.IOERR, SqliteCode.FULL -> throw e;
                case SqliteCode.PERM, SqliteCode.CANTOPEN -> throw unusable(e);
                case SqliteCode.READONLY -> {
                    if (!Files.isWritable(path()) || !Files.isWritable(directory)) {
                        throw unusable(e);
                    }
                    return replace(String.valueOf(e.getMessage()));
                }
                default -> {
                    return replace(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private StoreException unusable(SQLException e) {
        return new StoreException(
                "store: " + path() + " (expected: a file that can be written; " + e.getMessage() + ")");
    }

    private Ledger openOnce() throws SQLException, StoreException, DamagedException {
        Database database = Database.open(path(), connector);
        try {
            Schema.migrate(database);
            if (lastRowId == Long.MAX_VALUE) {
                damage.check(database, path());
                return new Ledger(database, limits, directory);
            }
            database.emptyLog(); // what a failed sync left behind must not stand before what comes
            undoBeyond(database);
            Ledger ledger = new Ledger(database, limits, directory);
            ledger.continueAfter(lastRowId);
            return ledger;
        } catch (SQLException | StoreException | DamagedException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** A transaction whose commit failed may be there all the same, but its requests were refused. */
    private void undoBeyond(Database database) throws SQLException {
        database.execute("DELETE FROM accepted WHERE id > " + lastRowId);
        database.execute("DELETE FROM repeats WHERE id > " + lastRepeatId);
    }

    /** The same database after a failure that says nothing about what was committed: no room, or another process at work. */
    Ledger renew(Ledger ledger) throws SQLException {
        Ledger renewed = new Ledger(ledger.database().renewed(), limits, directory);
        renewed.continueAfter(ledger.lastRowId());
        return renewed;
    }

    /** Lets go of a database that failed; {@link #open} goes on from where it was. */
    void drop(Ledger ledger) {
        lastRowId = ledger.lastRowId();
        lastRepeatId = ledger.lastRepeatId();
        close(ledger);
    }

    private static void close(Ledger ledger) {
        try {
            ledger.close();
        } catch (SQLException e) {
            LOG.warn("store not closed cleanly: reason=\"{}\"", e.getMessage());
        }
    }

    /** A further connection to the file. */
    Database connect() throws SQLException {
        return Database.open(path(), connector);
    }

    /** Moves the file away, and begins a fresh one with what can be read of it. */
    Ledger replace(String reason) throws SQLException, StoreException {
        Path moved = damage.moveAway(path(), reason);
        try {
            Ledger fresh = openOnce();
            damage.salvage(moved, fresh.database());
            fresh.close();
            return openOnce();
        } catch (DamagedException e) {
            throw new StoreException(
                    "store: " + path() + " (expected: a disk that keeps what is written; " + e.getMessage() + ")");
        }
    }

    /** Moves rows that are damaged into a file of their own. */
    void setAside(Ledger ledger, List<Rows.Raw> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        damage.setAside(rows);
        Database database = ledger.database();
        database.begin();
        try {
            for (Rows.Raw row : rows) {
                ledger.rows().delete(row.key.id());
                ledger.settled().delete(row.key.id());
            }
            database.commit();
        } catch (SQLException e) {
            database.rollback();
            throw e;
        }
    }

    /** Octets of the database and its log on disk. */
    long octets() {
        return octets(path()) + octets(Path.of(path() + "-wal"));
    }

    private static long octets(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private Path path() {
        return directory.resolve(NAME);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("lock not closed cleanly: reason=\"{}\"", e.getMessage());
        }
    }
}
