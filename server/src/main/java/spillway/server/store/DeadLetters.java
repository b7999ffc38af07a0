package spillway.server.store;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a directory's store, for an operator: with a running server, which notices within seconds, or without
 * one. Its connection is its own, so it may be used in the server's process too. One thread at a time.
 */
public final class DeadLetters implements AutoCloseable {
    private final Database database;

    private DeadLetters(Database database) {
        this.database = database;
    }

    /**
     * Whether the directory has a store: no server has run there yet if not, and there are no letters.
     *
     * @throws StoreException if it can't be looked into
     */
    public static boolean isStore(Path directory) throws StoreException {
        return StoreDirectory.hasStore(directory);
    }

    /**
     * Opens the store of a directory.
     *
     * @throws StoreException if there is none, it was written by another version, or it can't be read
     */
    public static DeadLetters open(Path directory) throws StoreException {
        Path file = directory.resolve(LedgerFile.NAME);
        if (!isStore(directory)) {
            throw StoreDirectory.withoutStore(directory);
        }
        try {
            Database database = Database.open(file, Database::connect);
            try {
                Schema.requireCurrent(database);
                return new DeadLetters(database);
            } catch (SQLException | StoreException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException(
                    "store: " + file + " (expected: a store that can be read and written; " + e.getMessage() + ")");
        }
    }

    /** All letters, the oldest first, without their payloads. */
    public List<StoredLetter> list() throws StoreException {
        return select(DeadLetterTable.COLUMNS.replace("payload", "'' AS payload"), "id > ?", 0);
    }

    /** A letter with its payload, or null if there is none of this number. */
    public @Nullable StoredLetter find(long id) throws StoreException {
        List<StoredLetter> found = select(DeadLetterTable.COLUMNS, "id = ?", id);
        return found.isEmpty() ? null : found.get(0);
    }

    /** Forgets a letter; false if there was none. */
    public boolean delete(long id) throws StoreException {
        return change("DELETE FROM dead_letter WHERE id = ?", id) == 1;
    }

    /** Has a letter sent again, by the running server or else by the next; false if there is none. */
    public boolean markForReplay(long id) throws StoreException {
        return change("UPDATE dead_letter SET replay = 1 WHERE id = ?", id) == 1;
    }

    /** Has all letters sent again; returns how many these are. */
    public int markAllForReplay() throws StoreException {
        return change("UPDATE dead_letter SET replay = 1 WHERE id > ?", 0);
    }

    private List<StoredLetter> select(String columns, String condition, long id) throws StoreException {
        List<StoredLetter> letters = new ArrayList<>();
        try (PreparedStatement select =
                database.prepareOnce("SELECT " + columns + " FROM dead_letter WHERE " + condition + " ORDER BY id")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    letters.add(DeadLetterTable.letter(row));
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        return letters;
    }

    private int change(String sql, long id) throws StoreException {
        try (PreparedStatement statement = database.prepareOnce(sql)) {
            statement.setLong(1, id);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static StoreException failure(SQLException e) {
        return new StoreException("store: " + e.getMessage());
    }

    @Override
    public void close() throws StoreException {
        try {
            database.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
