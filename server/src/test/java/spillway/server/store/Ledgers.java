package spillway.server.store;

import java.nio.file.Path;
import java.sql.SQLException;

/** A look into a store's file from outside. */
final class Ledgers implements AutoCloseable {
    private final Database database;

    Ledgers(Path directory) throws SQLException {
        database = Database.open(directory.resolve(LedgerFile.NAME), Database::connect);
    }

    long count(String table) throws SQLException {
        return database.number("SELECT count(*) FROM " + table);
    }

    Database database() {
        return database;
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
