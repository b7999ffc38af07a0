package spillway.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadBackTest {
    private static final List<String> CHANNELS = List.of("a", "b");

    @TempDir
    Path directory;

    /** What a forwarder does: holds a bounded number of positions a channel, takes them in any case from the store thread. */
    private static final class Held {
        private final int most;
        private final List<Long> all = new ArrayList<>();
        private final List<Long> held = new ArrayList<>();
        private int refused;

        Held(int most) {
            this.most = most;
        }

        synchronized boolean offer(long position) {
            if (held.size() >= most) {
                refused++;
                return false;
            }
            all.add(position);
            held.add(position);
            return true;
        }

        synchronized long[] take(int count) {
            List<Long> taken = held.subList(0, Math.min(count, held.size()));
            long[] positions = taken.stream().mapToLong(Long::longValue).toArray();
            taken.clear();
            return positions;
        }

        synchronized int count() {
            return all.size();
        }
    }

    @Test
    void channels_getEachMessageOnceAndInOrder_thoughTheyFallBehindAgainAndAgain() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int requests = 2_000;
        Held[] held = {new Held(50), new Held(300)};
        List<List<Long>> expected = List.of(new ArrayList<>(), new ArrayList<>());
        AtomicInteger committed = new AtomicInteger();
        try (Store store = Store.open(directory, 64 << 20, Clock.systemUTC(), System::nanoTime)) {
            store.start(
                    CHANNELS,
                    (request, channels, wants) -> {
                        for (int c = 0; c < 2; c++) {
                            for (int m = 0; m < wants.length; m++) {
                                if ((wants[m] >> c & 1) != 0) {
                                    if (!held[c].offer(request.position(m))) {
                                        break;
                                    }
                                    wants[m] &= ~(1L << c);
                                }
                            }
                        }
                    },
                    letter -> {},
                    Thread::new);
            for (int i = 0; i < requests; i++) {
                long[] wants = new long[1 + random.nextInt(20)];
                Arrays.setAll(wants, m -> 1 + random.nextInt(3));
                append(store, wants, held, expected, committed);
                if (i % 10 == 0) {
                    end(store, held, random.nextInt(100));
                }
            }
            StoreFixture.await(() -> committed.get() == requests);
            StoreFixture.await(() -> {
                end(store, held, 40);
                return held[0].count() >= expected.get(0).size()
                        && held[1].count() >= expected.get(1).size();
            });
            end(store, held, Integer.MAX_VALUE);
        }
        assertEquals(expected.get(0), held[0].all, () -> "seed " + seed);
        assertEquals(expected.get(1), held[1].all, () -> "seed " + seed);
        assertTrue(held[0].refused > 0, "never behind");
        try (Ledgers ledgers = new Ledgers(directory)) {
            assertEquals(List.of(0L, 0L), List.of(ledgers.count("accepted"), ledgers.count("settled")));
        }
    }

    private static void end(Store store, Held[] held, int count) {
        for (int c = 0; c < 2; c++) {
            store.settled(CHANNELS.get(c), held[c].take(count));
            store.roomAgain(CHANNELS.get(c));
        }
    }

    private static void append(
            Store store, long[] wants, Held[] held, List<List<Long>> expected, AtomicInteger committed) {
        String[] texts = new String[wants.length];
        Arrays.setAll(texts, m -> "text " + m);
        RequestHead head = new RequestHead("shop", "", null, 1, 0);
        store.append(new AcceptedRequest(head, StoreFixture.frames(texts), CHANNELS, wants, new Receipt() {
            @Override
            public void committed(long firstRowId) {
                for (int m = 0; m < wants.length; m++) {
                    for (int c = 0; c < 2; c++) {
                        if ((wants[m] >> c & 1) != 0) {
                            long position = firstRowId * 4_096 + m;
                            expected.get(c).add(position);
                            if (store.isLive(CHANNELS.get(c)) && !held[c].offer(position)) {
                                store.fellBehind(CHANNELS.get(c), position);
                            }
                        }
                    }
                }
                committed.incrementAndGet();
            }

            @Override
            public void repeated() {
                throw new AssertionError("repeated");
            }

            @Override
            public void failed(StoreState state) {
                throw new AssertionError(state);
            }
        }));
    }

    @Test
    void open_reroutesOrForgets_whatWaitsForAChannelThatIsGone() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.append("r1", new long[] {1, 2, 3}, "one", "two", "three").get();
            fixture.append("r2", new long[] {2}, "four").get();
        }
        List<String> rerouted = new ArrayList<>();
        StoreFixture.Outcome outcome = new StoreFixture.Outcome();
        try (Store store = Store.open(directory, 64 << 20, Clock.systemUTC(), System::nanoTime)) {
            store.start(List.of("a"), new Rerouting(rerouted, outcome), letter -> {}, Thread::new);
            assertEquals("committed 3", outcome.get());
        }
        assertEquals(List.of("r1 {1} two", "r2 {0} four"), rerouted);
        try (StoreFixture fixture =
                new StoreFixture(directory, StoreFixture.MAX_SIZE, Database::connect, List.of("a"))) {
            assertEquals(List.of("4096 a one", "4098 a three", "12288 a two"), fixture.offers(3));
        }
        try (Ledgers ledgers = new Ledgers(directory)) {
            assertEquals(2, ledgers.count("accepted"));
        }
    }

    /** Takes nothing back, and sends "two" to channel "a" now. */
    private record Rerouting(List<String> rerouted, Receipt receipt) implements Replay {
        @Override
        public void replay(StoredRequest request, List<String> channels, long[] wants) {}

        @Override
        public @Nullable AcceptedRequest reroute(StoredRequest request, BitSet messages) {
            String text = StoreFixture.texts(request.frames()).get(messages.nextSetBit(0));
            rerouted.add(request.head().requestId() + " " + messages + " " + text);
            if (!text.equals("two")) {
                return null;
            }
            ByteBuffer frames = StoreFixture.frames(text);
            RequestHead head = new RequestHead("shop", "", null, 1, 0);
            return new AcceptedRequest(head, frames, List.of("a"), new long[] {1}, receipt);
        }
    }
}
