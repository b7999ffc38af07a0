package spillway.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.server.store.StoreFixture.Outcome;

class StoreFailureTest {
    @TempDir
    Path directory;

    private final FailingConnector disk = new FailingConnector();

    private StoreFixture fixture() throws StoreException {
        return new StoreFixture(directory, StoreFixture.MAX_SIZE, disk, StoreFixture.CHANNELS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void append_saysFailed_andTakesARetry_whenTheSyncFails(boolean writesAllTheSame) throws Exception {
        disk.writesAllTheSame = writesAllTheSame;
        try (StoreFixture fixture = fixture()) {
            assertEquals("committed 1", fixture.append("r1", "one").get());
            disk.failures.set(1);
            assertEquals("failed FAILING", fixture.append("r2", "two").get());
            assertEquals("committed 2", fixture.append("r2", "two").get());
            assertEquals(StoreState.OK, fixture.store.state());
            assertEquals("repeated", fixture.append("r1", "one").get());
        }
        try (StoreFixture fixture = fixture()) {
            assertEquals(List.of("4096 a one", "8192 a two"), fixture.offers(2));
            assertEquals("repeated", fixture.append("r2", "two").get());
        }
    }

    @Test
    void store_recoversByItself_whenTheDiskIsBack() throws Exception {
        try (StoreFixture fixture = fixture()) {
            fixture.append("r1", "one").get();
            disk.isGone = true;
            disk.failures.set(Integer.MAX_VALUE);
            assertEquals("failed FAILING", fixture.append("r2", "two").get());
            assertEquals("failed FAILING", fixture.append("r3", "three").get());
            assertEquals(StoreState.Kind.FAILING, fixture.store.state().kind());
            disk.failures.set(0);
            disk.isGone = false;
            StoreFixture.await(() -> fixture.store.state().isOk());
            assertEquals("committed 2", fixture.append("r2", "two").get());
        }
    }

    @Test
    void open_startsWithoutADisk_andGoesOnWithIt() throws Exception {
        disk.isGone = true;
        try (StoreFixture fixture = fixture()) {
            assertEquals("failed FAILING", fixture.append("r1", "one").get());
            disk.isGone = false;
            StoreFixture.await(() -> fixture.store.state().isOk());
            assertEquals("committed 1", fixture.append("r1", "one").get());
        }
    }

    @Test
    void settled_isRecordedLater_whenTheSyncFails() throws Exception {
        try (StoreFixture fixture = fixture()) {
            fixture.append("r1", "one").get();
            disk.failures.set(3);
            fixture.store.settled("a", new long[] {4096});
            StoreFixture.await(() -> disk.failures.get() == 0);
        }
        try (Ledgers ledgers = new Ledgers(directory)) {
            assertEquals(0, ledgers.count("accepted"));
        }
    }

    @Test
    void append_saysFull_whenTheDiskIsFull_andTakesMoreOnceThereIsRoom() throws Exception {
        try (StoreFixture fixture = fixture()) {
            fixture.append("r0", "first").get();
            disk.limit(40);
            List<Long> rows = fill(fixture, "x".repeat(20_000));
            assertTrue(rows.size() > 3, () -> "rows: " + rows.size());
            assertEquals(StoreState.Kind.FULL, fixture.store.state().kind());
            for (long row : rows) {
                fixture.store.settled("a", new long[] {row * 4096});
            }
            StoreFixture.await(() -> fixture.store.state().isOk());
            assertEquals(rows.size(), fill(fixture, "y".repeat(20_000)).size());
        }
    }

    @Test
    void append_saysFull_atMaxSize_whichTheFilesNeverOutgrow() throws Exception {
        long maxSize = 4L << 20;
        try (StoreFixture fixture = new StoreFixture(directory, maxSize, disk, StoreFixture.CHANNELS)) {
            for (int round = 0; round < 3; round++) {
                List<Long> rows = fill(fixture, "x".repeat(5_000));
                long octets = size(LedgerFile.NAME) + size(LedgerFile.NAME + "-wal");
                assertTrue(octets <= maxSize, () -> "octets: " + octets);
                assertTrue(octets >= maxSize / 2, () -> "octets: " + octets);
                fixture.store.settled(
                        "a", rows.stream().mapToLong(row -> row * 4096).toArray());
                StoreFixture.await(() -> fixture.store.state().isOk());
            }
        }
    }

    /** Appends until the store is full; returns the rows. */
    private static List<Long> fill(StoreFixture fixture, String text) {
        List<Long> rows = new ArrayList<>();
        while (true) {
            Outcome outcome = fixture.append(null, text);
            if (!outcome.get().startsWith("committed ")) {
                assertEquals("failed FULL", outcome.get());
                return rows;
            }
            rows.add(Long.parseLong(outcome.get().substring("committed ".length())));
        }
    }

    private long size(String file) throws Exception {
        return Files.exists(directory.resolve(file)) ? Files.size(directory.resolve(file)) : 0;
    }

    @Test
    void open_refusesANewerSchema() throws Exception {
        fixture().close();
        try (Ledgers ledgers = new Ledgers(directory)) {
            ledgers.database().execute("PRAGMA user_version=" + Schema.mark(Schema.VERSION + 1));
        }
        StoreException e = assertThrows(StoreException.class, this::fixture);
        assertEquals("store: schema version 2 (expected: <= 1; it was written by a newer Spillway)", e.getMessage());
        assertEquals(List.of("spillway.db", "spillway.lock"), files());
    }

    private List<String> files() throws Exception {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
