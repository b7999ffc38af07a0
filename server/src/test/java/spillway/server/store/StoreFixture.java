package spillway.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A started store with channels "a" and "b", and what it said: {@code position channel text} of each offer. */
final class StoreFixture implements AutoCloseable {
    static final List<String> CHANNELS = List.of("a", "b");
    static final long MAX_SIZE = 64L << 20;

    final BlockingQueue<String> offered = new LinkedBlockingQueue<>();
    final BlockingQueue<StoredLetter> letters = new LinkedBlockingQueue<>();
    final Store store;

    /** Which offers of what is read back are taken, given {@code channel text}. */
    volatile Predicate<String> takes = offer -> true;

    StoreFixture(Path directory) throws StoreException {
        this(directory, MAX_SIZE, Database::connect, CHANNELS);
    }

    StoreFixture(Path directory, long maxSize, Database.Connector connector, List<String> channels)
            throws StoreException {
        Clock clock = Clock.systemUTC();
        store = Store.open(LedgerFile.take(directory, new Limits(maxSize), connector, clock), clock, System::nanoTime);
        store.start(channels, this::replay, letters::add, task -> new Thread(task, "store"));
    }

    private void replay(StoredRequest request, List<String> channels, long[] wants) {
        List<String> texts = texts(request.frames());
        for (int c = 0; c < channels.size(); c++) {
            for (int m = 0; m < wants.length; m++) {
                String offer = channels.get(c) + " " + texts.get(m);
                if ((wants[m] >>> c & 1) != 0) {
                    if (!takes.test(offer)) {
                        break;
                    }
                    wants[m] &= ~(1L << c);
                    offered.add(request.position(m) + " " + offer);
                }
            }
        }
    }

    /** A request of texts that channel "a" wants. */
    Outcome append(@Nullable String requestId, String... texts) {
        long[] wants = new long[texts.length];
        Arrays.fill(wants, 1);
        return append(requestId, wants, texts);
    }

    Outcome append(@Nullable String requestId, long[] wants, String... texts) {
        Outcome outcome = new Outcome();
        RequestHead head = new RequestHead("shop", "", requestId, 1, 1_700_000_000_000L);
        store.append(new AcceptedRequest(head, frames(texts), CHANNELS, wants, outcome));
        return outcome;
    }

    static ByteBuffer frames(String... texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] octets = text.getBytes(UTF_8);
            out.writeBytes((octets.length + " ").getBytes(UTF_8));
            out.writeBytes(octets);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    static List<String> texts(ByteBuffer frames) {
        List<String> texts = new ArrayList<>();
        while (frames.hasRemaining()) {
            int length = 0;
            for (int octet = frames.get(); octet != ' '; octet = frames.get()) {
                length = length * 10 + octet - '0';
            }
            byte[] text = new byte[length];
            frames.get(text);
            texts.add(new String(text, UTF_8));
        }
        return texts;
    }

    /** The next so many offers. */
    List<String> offers(int count) throws InterruptedException {
        List<String> offers = new ArrayList<>();
        while (offers.size() < count) {
            String offer = offered.poll(20, TimeUnit.SECONDS);
            assertTrue(offer != null, () -> "offers: " + offers + " (expected: " + count + ")");
            offers.add(offer);
        }
        return offers;
    }

    /** Waits until something has come about, however long that takes within reason. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, "did not come about");
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public void close() {
        store.close();
    }

    /** A receipt: {@code committed ROW}, {@code repeated} or {@code failed KIND}. */
    static final class Outcome implements Receipt {
        private final CompletableFuture<String> said = new CompletableFuture<>();

        @Override
        public void committed(long firstRowId) {
            said.complete("committed " + firstRowId);
        }

        @Override
        public void repeated() {
            said.complete("repeated");
        }

        @Override
        public void failed(StoreState state) {
            said.complete("failed " + state.kind());
        }

        String get() {
            return said.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
