package spillway.server.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An open database: its tables, and the transaction that writes a batch to them. Used by one thread at a time. */
final class Ledger implements AutoCloseable {
    private final Database database;
    private final Limits limits;
    private final Path directory;
    private final Rows rows;
    private final Settled settled;
    private final Channels channels;
    private final Repeats repeats = new Repeats();
    private final RepeatLog repeatLog;
    private final DeadLetterTable letters;
    private long lastRowId;

    Ledger(Database database, Limits limits, Path directory) throws SQLException {
        this.database = database;
        this.limits = limits;
        this.directory = directory;
        rows = new Rows(database);
        settled = new Settled(database, rows);
        channels = new Channels(database);
        repeatLog = new RepeatLog(database, repeats);
        letters = new DeadLetterTable(database);
        lastRowId = rows.last();
    }

    Rows rows() {
        return rows;
    }

    Settled settled() {
        return settled;
    }

    Channels channels() {
        return channels;
    }

    DeadLetterTable letters() {
        return letters;
    }

    Database database() {
        return database;
    }

    int remembered() {
        return repeats.size();
    }

    /** The id of the last row that was committed, whether or not it is still there. */
    long lastRowId() {
        return lastRowId;
    }

    /** The id, or the one after the last row if that is lower: what comes later must not be taken for read. */
    long upTo(long rowId) {
        return Math.min(rowId, lastRowId + 1);
    }

    long lastRepeatId() {
        return repeatLog.lastId();
    }

    /** Never gives a row an id up to this one. */
    void continueAfter(long rowId) {
        lastRowId = Math.max(lastRowId, rowId);
    }

    /** Writes what is in the batch and syncs it, all or nothing. */
    void write(Batch batch, long nowMillis) throws SQLException {
        List<RequestKey> keys = new ArrayList<>();
        batch.outcomes.clear();
        long room = room();
        long rowId = lastRowId;
        RepeatLog.Mark mark = repeatLog.mark();
        try {
            database.begin();
            for (AcceptedRequest request : batch.requests) {
                long cost = cost(request);
                if (request.key() != null && repeats.contains(request.key())) {
                    batch.outcomes.add(Batch.REPEATED);
                } else if (cost > room) {
                    batch.outcomes.add(Batch.NO_ROOM);
                } else {
                    if (request.key() != null) {
                        repeats.add(request.key(), nowMillis);
                        keys.add(request.key());
                    }
                    batch.outcomes.add(rowId + 1);
                    rowId = insert(request, rowId);
                    room -= cost;
                }
            }
            batch.droppedLetters = end(batch.ended);
            if (!keys.isEmpty()) {
                repeatLog.record(keys, nowMillis);
                repeats.forget(nowMillis);
                repeatLog.prune(repeats.size());
            }
            database.commit();
            lastRowId = rowId;
        } catch (SQLException | RuntimeException e) {
            database.rollback();
            repeats.undo(keys.size());
            repeatLog.reset(mark);
            throw e;
        }
    }

    private static long cost(AcceptedRequest request) {
        long cost = 0;
        for (int i = 0; i < request.rows(); i++) {
            cost += Limits.cost(request.content(i).length);
        }
        return cost;
    }

    private long insert(AcceptedRequest request, long lastId) throws SQLException {
        int[] ids = channels.ids(request.channels());
        long id = lastId;
        for (int i = 0; i < request.rows(); i++) {
            id++;
            RowKey key = request.rowKey(i, id, ids);
            rows.insert(key, request.crc(i) ^ key.crc(), request.content(i));
        }
        return id;
    }

    /** Returns how many dead letters had to go. */
    private int end(List<Ended> ended) throws SQLException {
        boolean hasLetters = false;
        Map<Integer, List<long[]>> byChannel = new HashMap<>();
        for (Ended one : ended) {
            int id = one.channelId != 0 ? one.channelId : channels.idOrZero(one.channel);
            byChannel.computeIfAbsent(id, c -> new ArrayList<>()).add(one.positions);
            if (one.letter != null) {
                one.letterId = letters.insert(one.letterId, one.letter);
                hasLetters = true;
            }
        }
        int dropped = hasLetters ? letters.prune(limits.deadLetters()) : 0;
        for (Map.Entry<Integer, List<long[]>> channel : byChannel.entrySet()) {
            long[] positions = channel.getValue().stream()
                    .flatMapToLong(Arrays::stream)
                    .sorted()
                    .toArray();
            if (channel.getKey() != 0) {
                settled.settle(channel.getKey(), positions, positions.length);
            }
        }
        return dropped;
    }

    /** Gives numbers to channels that have none. */
    void enter(List<String> names) throws SQLException {
        database.begin();
        try {
            channels.ids(names);
            database.commit();
        } catch (SQLException e) {
            database.rollback();
            throw e;
        }
    }

    /** Gives the disk back what an outage took of it, once that is over; the file has next to nothing in it then. */
    void shrinkIfEmpty() throws SQLException {
        long free = database.freeOctets();
        long notable = isDiskLow() ? limits.disk() : limits.log();
        if (free > notable && free > 3 * database.usedOctets() && rows.next(0) == 0) {
            database.execute("VACUUM");
            Schema.sign(database);
            database.emptyLog();
        }
    }

    Figures figures(long octets, long droppedLetters, long damagedRows, int behind) throws SQLException {
        return new Figures(
                octets, rows.oldestMillis(), letters.count(), droppedLetters, repeats.size(), damagedRows, behind);
    }

    /** How much more requests may take, in octets. */
    long room() throws SQLException {
        return Math.min(limits.pages() - database.usedOctets(), diskRoom(database.freeOctets()));
    }

    /**
     * What the disk has room for. All that is written takes the log first; then it takes free pages of the main file, which
     * grows, and stays so, only once there are none: that shall end while there is still room for a log.
     */
    private long diskRoom(long free) {
        long usable = directory.toFile().getUsableSpace();
        long growing = (usable - limits.disk() + free) / 2;
        return growing >= free ? growing : Math.min(free, usable - limits.disk() / 4);
    }

    boolean isDiskLow() {
        return directory.toFile().getUsableSpace() < limits.disk() + 2 * limits.log();
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
