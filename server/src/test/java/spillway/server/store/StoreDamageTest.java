package spillway.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDamageTest {
    private static final int ROWS = 150;

    @TempDir
    Path directory;

    private final Map<Long, String> written = new TreeMap<>();
    private final Map<Long, String> settled = new TreeMap<>();

    /**
     * What is left in a file: which rows that were still to be delivered, and how many were found damaged. Rows that were
     * settled are not among them: where the note of that is damaged, they are delivered once more.
     */
    private record Found(Map<Long, String> rows, long damaged, boolean wasMovedAway) {}

    @Test
    void open_keepsEveryOtherRow_whicheverPageIsDamaged() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = wholeFile();
        int pages = whole.length / Database.PAGE_SIZE;
        Map<String, Integer> lost = new HashMap<>();
        for (int page = 0; page < pages; page++) {
            int start = page * Database.PAGE_SIZE;
            for (int flip = 0; flip < 4; flip++) {
                byte[] damaged = whole.clone();
                int at = start + (flip == 0 ? random.nextInt(100) : random.nextInt(Database.PAGE_SIZE));
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                String what = "page " + page + " octet " + (at - start) + " seed " + seed;
                lost.merge(page == 0 ? "first page" : "other", check(damaged, what), Math::max);
            }
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, start, start + Database.PAGE_SIZE, (byte) 0);
            lost.merge(page == 0 ? "first page" : "zeroed", check(zeroed, "page " + page + " zeroed"), Math::max);
        }
        assertEquals(0, lost.get("first page"), "seed " + seed);
    }

    @Test
    void open_keepsWhatIsLeft_whereverTheFileIsCutOff() throws Exception {
        byte[] whole = wholeFile();
        for (int length = 0; length < whole.length; length += 2 * Database.PAGE_SIZE - 100) {
            open(Arrays.copyOf(whole, length), "cut off at " + length);
        }
    }

    @Test
    void open_neverDeliversAWrongRow_whenAllIsNoise() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        assertEquals(Map.of(), open(noise, "noise").rows());
    }

    /** Returns how many rows are neither there nor counted. */
    private int check(byte[] file, String what) throws Exception {
        Found found = open(file, what);
        int lost = written.size() - found.rows().size() - (int) found.damaged();
        assertTrue(lost == 0 || found.wasMovedAway(), () -> what + ": lost without a word: " + lost);
        return lost;
    }

    private Found open(byte[] octets, String what) throws Exception {
        Path broken = Files.createTempDirectory(directory, "broken");
        Files.write(broken.resolve(LedgerFile.NAME), octets);
        LedgerFile file = LedgerFile.take(broken, new Limits(64 << 20), Database::connect, Clock.systemUTC());
        Map<Long, String> rows = new TreeMap<>();
        try (Ledger ledger = file.open()) {
            ReadBack readBack = new ReadBack();
            readBack.channels(List.of("a"));
            readBack.replayTo(new Collecting(rows));
            while (readBack.hasWork()) {
                file.setAside(ledger, readBack.step(ledger));
            }
            Orphans orphans = new Orphans(new Ignoring());
            orphans.lookFrom(0);
            while (orphans.hasWork()) {
                file.setAside(ledger, orphans.step(ledger, List.of("a"), readBack.replay(), 1 << 20));
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        } finally {
            file.close();
        }
        for (Map.Entry<Long, String> row : rows.entrySet()) {
            Map<Long, String> asWritten = settled.containsKey(row.getKey()) ? settled : written;
            assertEquals(asWritten.get(row.getKey()), row.getValue(), what);
        }
        rows.keySet().removeAll(settled.keySet());
        boolean wasMovedAway;
        try (var files = Files.list(broken)) {
            wasMovedAway = files.anyMatch(f -> f.getFileName().toString().contains(".damaged-"));
        }
        return new Found(rows, file.damage().rows(), wasMovedAway);
    }

    /** A file with small rows, rows of several pages, and free pages in between. */
    private byte[] wholeFile() throws Exception {
        Path good = Files.createDirectory(directory.resolve("good"));
        try (StoreFixture fixture = new StoreFixture(good)) {
            List<StoreFixture.Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                String text = "message " + i + " " + "x".repeat(i % 10 == 0 ? 15_000 : 200);
                outcomes.add(fixture.append("r" + i, text, "second of " + i));
            }
            for (int i = 0; i < ROWS; i++) {
                long row = Long.parseLong(outcomes.get(i).get().substring("committed ".length()));
                String text = "message " + i + " " + "x".repeat(i % 10 == 0 ? 15_000 : 200);
                if (i % 7 == 0) {
                    fixture.store.settled("a", new long[] {row * 4096, row * 4096 + 1});
                    settled.put(row * 4096, text + "|second of " + i);
                } else {
                    written.put(row * 4096, text + "|second of " + i);
                }
            }
        }
        return Files.readAllBytes(good.resolve(LedgerFile.NAME));
    }

    /** Notes each row, whether its channel is known or its channel's name was damaged. */
    private record Collecting(Map<Long, String> rows) implements Replay {
        @Override
        public void replay(StoredRequest request, List<String> channels, long[] wants) {
            rows.put(request.position(0), String.join("|", StoreFixture.texts(request.frames())));
            Arrays.fill(wants, 0);
        }

        @Override
        public @Nullable AcceptedRequest reroute(StoredRequest request, BitSet messages) {
            rows.put(request.position(0), String.join("|", StoreFixture.texts(request.frames())));
            return null;
        }
    }

    private static final class Ignoring implements Orphans.Queue {
        @Override
        public void append(AcceptedRequest request) {
            throw new AssertionError("rerouted");
        }

        @Override
        public void ended(int channelId, long[] positions) {
            assertTrue(positions.length > 0);
        }
    }
}
