package spillway.server.store;

import java.sql.SQLException;

/**
 * SQLite's primary result codes that make a difference here.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">Result and Error Codes</a>
 */
final class SqliteCode {
    static final int PERM = 3;
    static final int BUSY = 5;
    static final int LOCKED = 6;
    static final int NOMEM = 7;
    static final int READONLY = 8;
    static final int IOERR = 10;
    static final int CORRUPT = 11;
    static final int FULL = 13;
    static final int CANTOPEN = 14;
    static final int NOTADB = 26;

    private SqliteCode() {}

    /** The primary code of an error. */
    static int of(SQLException e) {
        return e.getErrorCode() & 0xFF;
    }
}
