package spillway.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Which number a channel's name has in the store; a number is never given to another name. */
final class Channels {
    private final Map<String, Integer> ids = new HashMap<>();
    private final PreparedStatement select;
    private final PreparedStatement insert;
    private int lastId;
    private List<String> lastNames = List.of();
    private int[] lastIds = {};

    Channels(Database database) throws SQLException {
        insert = database.prepare("INSERT INTO channel (id, crc, name) VALUES (?, ?, ?)");
        select = database.prepare("SELECT id, crc, name FROM channel");
        load();
    }

    /** Reads the names again: a transaction that may have written some is undone. */
    void load() throws SQLException {
        ids.clear();
        lastNames = List.of();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                int id = row.getInt(1);
                lastId = Math.max(lastId, id);
                if (row.getInt(2) == crc(id, row.getString(3))) {
                    ids.put(row.getString(3), id);
                }
            }
        }
    }

    /** The numbers of the names; new names are written, so a transaction is open. */
    int[] ids(List<String> names) throws SQLException {
        if (names == lastNames) {
            return lastIds;
        }
        int[] numbers = new int[names.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = id(names.get(i));
        }
        lastNames = names;
        lastIds = numbers;
        return numbers;
    }

    /** The number of a name, or 0 if it has none. */
    int idOrZero(String name) {
        return ids.getOrDefault(name, 0);
    }

    private int id(String name) throws SQLException {
        Integer known = ids.get(name);
        if (known != null) {
            return known;
        }
        int id = lastId + 1;
        insert.setInt(1, id);
        insert.setInt(2, crc(id, name));
        insert.setString(3, name);
        insert.executeUpdate();
        lastId = id;
        ids.put(name, id);
        return id;
    }

    private static int crc(int id, String name) {
        CRC32C crc = new CRC32C();
        crc.update((id + name).getBytes(UTF_8));
        return (int) crc.getValue();
    }
}
