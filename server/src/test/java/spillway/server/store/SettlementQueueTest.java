package spillway.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import spillway.server.forward.AcceptedMessage;
import spillway.server.forward.DeadLetter;

final class SettlementQueueTest {
    private final SettlementQueue queue = new SettlementQueue();

    @Test
    void moveTo_takesFewRowsATime_ofAFloodThatEndedAtOnce() {
        long[] flood = LongStream.range(0, 60_000)
                .map(i -> (1 + i / 20) * AcceptedMessage.MESSAGES_PER_ROW + i % 20)
                .toArray();
        queue.add(List.of(new Ended("a", flood, null)));
        List<Long> recorded = new ArrayList<>();
        while (!queue.isEmpty()) {
            int rows = take(recorded);
            assertTrue(rows <= 256, () -> "rows: " + rows);
        }
        assertEquals(LongStream.of(flood).boxed().toList(), recorded);
    }

    @Test
    void add_keepsARowTogether_thatEndedInSeveralGroups() {
        queue.add(List.of(ended("a", 4096, 4098, 8192), ended("b", 4096), ended("a", 4097, 8193)));
        List<Ended> batch = new ArrayList<>();
        queue.moveTo(batch);
        assertEquals(
                List.of("a [4096, 4097, 4098, 8192, 8193]", "b [4096]"),
                batch.stream().map(SettlementQueueTest::text).toList());
    }

    @Test
    void add_givesALetterToTheFirstPieceOfWhatItTells() {
        DeadLetter letter = new DeadLetter("a", "{}", "400 invalid_blocks", 100, 0, 0, 1);
        long[] positions = LongStream.range(1, 101)
                .map(row -> row * AcceptedMessage.MESSAGES_PER_ROW)
                .toArray();
        queue.add(List.of(new Ended("a", positions, letter)));
        List<Ended> batch = new ArrayList<>();
        while (!queue.isEmpty()) {
            queue.moveTo(batch);
        }
        assertEquals(
                List.of(true, false, false, false),
                batch.stream().map(piece -> piece.letter != null).toList());
    }

    @Test
    void moveTo_takesTheLeast_whileTheDiskIsFull() {
        queue.diskFull(true);
        queue.add(List.of(
                ended("a", LongStream.range(1, 101).map(row -> row * 4096).toArray())));
        assertEquals(32, take(new ArrayList<>()));
        queue.diskFull(false);
        assertEquals(64, take(new ArrayList<>()));
    }

    @Test
    void giveBack_keepsTheOrder() {
        queue.add(List.of(
                ended("a", LongStream.range(1, 101).map(row -> row * 4096).toArray())));
        List<Ended> batch = new ArrayList<>();
        queue.moveTo(batch);
        queue.giveBack(batch);
        List<Long> recorded = new ArrayList<>();
        while (!queue.isEmpty()) {
            take(recorded);
        }
        assertEquals(LongStream.range(1, 101).map(row -> row * 4096).boxed().toList(), recorded);
    }

    /** Takes what one transaction may; returns how many rows that is of. */
    private int take(List<Long> positions) {
        List<Ended> batch = new ArrayList<>();
        queue.moveTo(batch);
        batch.forEach(piece -> LongStream.of(piece.positions).forEach(positions::add));
        return batch.stream().mapToInt(Ended::rows).sum();
    }

    private static Ended ended(String channel, long... positions) {
        return new Ended(channel, positions, null);
    }

    private static String text(Ended piece) {
        return piece.channel + " " + LongStream.of(piece.positions).boxed().toList();
    }
}
