package spillway.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path directory;

    @Test
    void open_saysInWords_whyTheDirectoryCantBeMade() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        StoreException refused = assertThrows(
                StoreException.class, () -> Store.open(file, 1 << 20, Clock.systemUTC(), System::nanoTime));
        assertEquals(
                "store.directory: " + file + " (expected: a directory that can be written; " + file
                        + ": a file is in the way)",
                refused.getMessage());
    }

    @Test
    void append_saysCommittedInOrder() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            assertEquals("committed 1", fixture.append("r1", "one", "two").get());
            assertEquals("committed 2", fixture.append("r2", "three").get());
            assertEquals(0, fixture.store.queuedOctets());
            assertEquals(StoreState.OK, fixture.store.state());
        }
    }

    @Test
    void append_saysRepeated_forAnIdAcceptedBefore_alsoAfterARestart() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            assertEquals("committed 1", fixture.append("r1", "one").get());
            assertEquals("repeated", fixture.append("r1", "L10 re-dated", "one").get());
            assertEquals("committed 2", fixture.append(null, "one").get());
            assertEquals("committed 3", fixture.append(null, "one").get());
        }
        try (StoreFixture fixture = new StoreFixture(directory)) {
            assertEquals("repeated", fixture.append("r1", "one").get());
            assertEquals("committed 4", fixture.append("r2", "one").get());
        }
    }

    @Test
    void open_readsBackWhatHasNotEnded() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.append("r1", "one", "two", "three").get();
            fixture.append("r2", "four").get();
            fixture.append("r3", new long[] {3, 1, 2}, "five", "six", "seven").get();
            fixture.store.settled("a", new long[] {4096 + 1, 2 * 4096, 3 * 4096});
        }
        try (StoreFixture fixture = new StoreFixture(directory)) {
            assertEquals(
                    List.of("4096 a one", "4098 a three", "12289 a six", "12288 b five", "12290 b seven"),
                    fixture.offers(5));
        }
    }

    @Test
    void open_readsNothingBack_whenAllHasEnded() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.append("r1", "one", "two").get();
            fixture.append("r2", new long[] {3, 2}, "three", "four").get();
            fixture.store.settled("a", new long[] {4096, 4097, 8192});
            fixture.store.settled("b", new long[] {8193});
            fixture.store.settled("b", new long[] {8192});
        }
        try (Ledgers ledgers = new Ledgers(directory)) {
            assertEquals(List.of(0L, 0L), List.of(ledgers.count("accepted"), ledgers.count("settled")));
        }
    }

    @Test
    void append_splitsARequestOfManyMessages_withConsecutivePositions() throws Exception {
        String[] texts = new String[10_000];
        Arrays.setAll(texts, i -> "message " + i);
        try (StoreFixture fixture = new StoreFixture(directory)) {
            assertEquals("committed 1", fixture.append("r1", texts).get());
            assertEquals("committed 4", fixture.append("r2", "next").get());
        }
        try (StoreFixture fixture = new StoreFixture(directory)) {
            List<String> offers = fixture.offers(10_001);
            for (int m = 0; m < texts.length; m++) {
                assertEquals((4096 + m) + " a message " + m, offers.get(m));
            }
        }
    }

    @Test
    void open_refusesADirectoryInUse() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            StoreException e = assertThrows(StoreException.class, () -> new StoreFixture(directory));
            assertEquals(
                    "store.directory: " + directory + " (expected: a directory that no other server uses)",
                    e.getMessage());
            assertEquals("committed 1", fixture.append("r1", "one").get());
        }
    }

    @Test
    void close_isIdempotent_andRefusesWhatComesLater() throws Exception {
        StoreFixture fixture = new StoreFixture(directory);
        fixture.close();
        fixture.close();
        assertEquals("failed CLOSED", fixture.append("r1", "one").get());
        assertEquals(StoreState.CLOSED, fixture.store.state());
    }

    @Test
    void open_findsAllThatWasCommitted_afterAKill() throws Exception {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Path original = Files.createDirectory(directory.resolve("original"));
        try (StoreFixture fixture = new StoreFixture(original)) {
            for (int i = 0; i < 100; i++) {
                fixture.append("r" + i, "message " + i).get();
            }
            for (String file : List.of("spillway.db", "spillway.db-wal")) {
                Files.copy(original.resolve(file), copy.resolve(file));
            }
        }
        try (StoreFixture fixture = new StoreFixture(copy)) {
            List<String> offers = fixture.offers(100);
            for (int i = 0; i < 100; i++) {
                assertEquals((i + 1) * 4096 + " a message " + i, offers.get(i));
            }
            assertEquals("repeated", fixture.append("r99", "message 99").get());
        }
    }

    @Test
    void store_givesSpaceBack_onceNothingIsLeftInIt() throws Exception {
        Path file = directory.resolve("spillway.db");
        try (StoreFixture fixture = new StoreFixture(directory)) {
            String text = "x".repeat(100_000);
            for (int i = 0; i < 120; i++) {
                fixture.append("r" + i, text).get();
            }
            StoreFixture.await(() -> fixture.store.figures().octets() > 8 << 20);
            for (int i = 0; i < 120; i++) {
                fixture.store.settled("a", new long[] {(i + 1) * 4096L});
            }
            StoreFixture.await(() -> fixture.store.figures().octets() < 1 << 20);
            assertEquals("repeated", fixture.append("r5", text).get());
        }
        assertTrue(Files.size(file) < 1 << 20);
        try (StoreFixture fixture = new StoreFixture(directory)) {
            assertEquals("repeated", fixture.append("r5", "any").get());
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void log_staysShort_whileRequestsKeepComing() throws Exception {
        Limits limits = new Limits(16L << 20);
        Path log = directory.resolve("spillway.db-wal");
        String text = "x".repeat(30_000);
        ArrayDeque<StoreFixture.Outcome> inFlight = new ArrayDeque<>();
        try (StoreFixture fixture =
                new StoreFixture(directory, limits.maxSize(), Database::connect, StoreFixture.CHANNELS)) {
            for (int i = 1; i <= 2_000; i++) {
                inFlight.add(fixture.append(null, text));
                if (inFlight.size() == 8) { // so there is always something to commit while the log is copied
                    String outcome = inFlight.remove().get();
                    assertTrue(outcome.startsWith("committed "), outcome);
                }
                fixture.store.settled("a", new long[] {i * 4096L});
                long octets = Files.exists(log) ? Files.size(log) : 0;
                assertTrue(octets <= 2 * (limits.log() + limits.batch()), () -> "octets: " + octets);
            }
        }
    }
}
