package spillway.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.forward.DeadLetter;

class DeadLettersTest {
    private static final DeadLetter LETTER = new DeadLetter("a", "{\"text\":\"ä\"}", "404 no_service", 2, 1, 2, 3);

    @TempDir
    Path directory;

    @Test
    void deadLetter_endsItsMessages_andIsSeenFromOutside() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory);
                DeadLetters letters = DeadLetters.open(directory)) {
            fixture.append("r1", "one", "two").get();
            fixture.store.deadLetter(LETTER, new long[] {4096, 4097});
            StoreFixture.await(() -> find(letters, 1) != null);
            assertEquals(new StoredLetter(1, false, LETTER), letters.find(1));
            DeadLetter bare = new DeadLetter("a", "", "404 no_service", 2, 1, 2, 3);
            assertEquals(List.of(new StoredLetter(1, false, bare)), letters.list());
            assertTrue(letters.delete(1));
            assertFalse(letters.delete(1));
            assertNull(letters.find(1));
        }
        try (Ledgers ledgers = new Ledgers(directory)) {
            assertEquals(0, ledgers.count("accepted"));
        }
    }

    private static @Nullable StoredLetter find(DeadLetters letters, long id) {
        try {
            return letters.find(id);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void markForReplay_isNoticed_whetherTheServerRunsOrStartsLater() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.store.deadLetter(LETTER, new long[0]);
            fixture.store.deadLetter(LETTER, new long[0]);
        }
        try (DeadLetters letters = DeadLetters.open(directory)) {
            assertTrue(letters.markForReplay(2));
            assertFalse(letters.markForReplay(3));
        }
        DeadLetter again = new DeadLetter("a", LETTER.payload(), "410 gone", 2, 1, 9, 4);
        try (StoreFixture fixture = new StoreFixture(directory);
                DeadLetters letters = DeadLetters.open(directory)) {
            assertEquals(new StoredLetter(2, true, LETTER), fixture.letters.poll(20, TimeUnit.SECONDS));
            fixture.store.letterFailed(2, again);
            StoreFixture.await(() -> new StoredLetter(2, false, again).equals(find(letters, 2)));
            assertEquals(2, letters.markAllForReplay());
            assertEquals(new StoredLetter(1, true, LETTER), fixture.letters.poll(20, TimeUnit.SECONDS));
            assertEquals(new StoredLetter(2, true, again), fixture.letters.poll(20, TimeUnit.SECONDS));
            fixture.store.letterSent(1);
            fixture.store.letterSent(2);
            StoreFixture.await(() -> find(letters, 1) == null && find(letters, 2) == null);
        }
    }

    @Test
    void oldestLetters_go_andAreCounted_whenThereAreTooMany() throws Exception {
        long maxSize = 4L << 20;
        int most = new Limits(maxSize).deadLetters();
        try (StoreFixture fixture = new StoreFixture(directory, maxSize, Database::connect, StoreFixture.CHANNELS)) {
            for (int i = 0; i < most + 3; i++) {
                fixture.store.deadLetter(new DeadLetter("a", "{}", "400 invalid_blocks", 1, 0, 0, i), new long[0]);
            }
            StoreFixture.await(() -> fixture.store.figures().droppedLetters() == 3);
            StoreFixture.await(() -> fixture.store.figures().deadLetters() == most);
        }
    }

    @Test
    void open_saysThatThereIsNone() {
        StoreException e = assertThrows(StoreException.class, () -> DeadLetters.open(directory));
        assertEquals(
                "store.directory: " + directory + " (expected: a directory with spillway.db in it)", e.getMessage());
    }
}
