package spillway.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import spillway.server.forward.DeadLetter;

/** The table of dead letters. */
final class DeadLetterTable {
    static final String COLUMNS =
            "id, replay, channel, payload, reason, messages, first_attempt, last_attempt, attempts";

    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement selectMarked;
    private final PreparedStatement delete;
    private long lastId;

    DeadLetterTable(Database database) throws SQLException {
        this.database = database;
        insert = database.prepare(
                "INSERT OR REPLACE INTO dead_letter (" + COLUMNS + ") VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?)");
        delete = database.prepare("DELETE FROM dead_letter WHERE id = ?");
        selectMarked = database.prepare("SELECT " + COLUMNS + " FROM dead_letter WHERE replay = 1 ORDER BY id");
        lastId = database.number("SELECT seq FROM sqlite_sequence WHERE name = 'dead_letter'");
    }

    /** Writes a letter, in the transaction that is open; {@code id} is its number, or 0 if it has none yet. */
    long insert(long id, DeadLetter letter) throws SQLException {
        long number = id == 0 ? ++lastId : id;
        insert.setLong(1, number);
        insert.setString(2, letter.channel());
        insert.setString(3, letter.payload());
        insert.setString(4, letter.reason());
        insert.setInt(5, letter.messages());
        insert.setLong(6, letter.firstAttemptMillis());
        insert.setLong(7, letter.lastAttemptMillis());
        insert.setInt(8, letter.attempts());
        insert.executeUpdate();
        return number;
    }

    /** Letters that somebody wants sent again, the oldest first. */
    List<StoredLetter> marked(int most) throws SQLException {
        List<StoredLetter> letters = new ArrayList<>();
        try (ResultSet row = selectMarked.executeQuery()) {
            while (row.next() && letters.size() < most) {
                letters.add(letter(row));
            }
        }
        return letters;
    }

    void delete(long id) throws SQLException {
        delete.setLong(1, id);
        delete.executeUpdate();
    }

    static StoredLetter letter(ResultSet row) throws SQLException {
        DeadLetter letter = new DeadLetter(
                row.getString("channel"),
                row.getString("payload"),
                row.getString("reason"),
                row.getInt("messages"),
                row.getLong("first_attempt"),
                row.getLong("last_attempt"),
                row.getInt("attempts"));
        return new StoredLetter(row.getLong("id"), row.getInt("replay") != 0, letter);
    }

    long count() throws SQLException {
        return database.number("SELECT count(*) FROM dead_letter");
    }
}
