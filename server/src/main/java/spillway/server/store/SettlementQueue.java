package spillway.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has ended and is not recorded yet, in pieces of few rows: one post of a flood ends tens of thousands of messages at
 * once, and requests that wait for the same transaction shall not wait for all of them. Store thread only.
 */
final class SettlementQueue {
    private static final int PIECE_ROWS = 32;

    /** What one transaction records of few; a row costs up to 75 us. */
    private static final int LEAST_ROWS = 64;

    /** Of many it records this part, so that they never become more and more. */
    private static final int SHARE = 16;

    private final ArrayDeque<Ended> pieces = new ArrayDeque<>();
    private boolean isDiskFull;

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** How many pieces wait. */
    int size() {
        return pieces.size();
    }

    /** Adds what ended since the last time. What one channel ended of a row stays together: a whole row is cheap to end. */
    void add(List<Ended> ended) {
        Map<String, List<long[]>> byChannel = new LinkedHashMap<>();
        for (Ended one : ended) {
            if (one.letter == null && one.channelId == 0) {
                byChannel.computeIfAbsent(one.channel, c -> new ArrayList<>()).add(one.positions);
            } else {
                cut(one);
            }
        }
        byChannel.forEach((channel, positions) -> cut(new Ended(
                channel, positions.stream().flatMapToLong(Arrays::stream).toArray(), null)));
    }

    private void cut(Ended whole) {
        Ended sorted = whole.sorted();
        int from = 0;
        do {
            int until = sorted.endOfRows(from, PIECE_ROWS);
            pieces.add(sorted.part(from, until));
            from = until;
        } while (from < sorted.positions.length);
    }

    /** Moves what one transaction may record; at least a piece, if there is one. */
    void moveTo(List<Ended> batch) {
        int left = isDiskFull ? 1 : Math.max(LEAST_ROWS, pieces.size() * PIECE_ROWS / SHARE);
        while (left > 0 && !pieces.isEmpty()) {
            Ended piece = pieces.remove();
            batch.add(piece);
            left -= Math.max(1, piece.rows());
        }
    }

    /** Their transaction is not there. */
    void giveBack(List<Ended> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            pieces.addFirst(batch.get(i));
        }
    }

    /** A transaction found no room for what it recorded: the next ones record as little as can be, until one is there. */
    void diskFull(boolean isFull) {
        isDiskFull = isFull;
    }
}
