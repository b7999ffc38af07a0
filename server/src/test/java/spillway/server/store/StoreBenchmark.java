package spillway.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * How many requests a second the store commits, and how long a receipt takes: {@code StoreBenchmark DIRECTORY MESSAGES OCTETS
 * INFLIGHT SECONDS}. All messages are offered live and end 100 ms later or so, as posts would.
 */
final class StoreBenchmark {
    private static final List<String> CHANNELS = List.of("alerts");

    private final int messages;
    private final ByteBuffer frames;
    private final Semaphore inFlight;
    private final long[] nanos = new long[4_000_000];
    private final AtomicLong committed = new AtomicLong();
    private final Store store;
    private long[] waiting = new long[65_536];
    private int waitingCount;

    private StoreBenchmark(Path directory, int messages, int octets, int inFlight) throws StoreException {
        this.messages = messages;
        this.inFlight = new Semaphore(inFlight);
        String frame = octets + " " + "x".repeat(octets);
        this.frames = ByteBuffer.wrap(frame.repeat(messages).getBytes(US_ASCII));
        store = Store.open(directory, 1L << 30, Clock.systemUTC(), System::nanoTime);
        store.start(CHANNELS, (request, channels, wants) -> Arrays.fill(wants, 0), letter -> {}, Thread::new);
    }

    public static void main(String[] arguments) throws Exception {
        int[] numbers = Stream.of(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "store");
        try {
            new StoreBenchmark(directory, numbers[0], numbers[1], numbers[2]).run(numbers[3], System.out);
        } finally {
            delete(directory);
        }
    }

    private void run(int seconds, PrintStream out) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        long[] wants = new long[messages];
        Arrays.fill(wants, 1);
        long number = 0;
        while (System.nanoTime() < end) {
            inFlight.acquire();
            RequestHead head = new RequestHead("shop", "", "request-" + number++, 1, 1_700_000_000_000L);
            store.append(new AcceptedRequest(head, frames, CHANNELS, wants, new Timed(System.nanoTime())));
        }
        double took = (System.nanoTime() - start) / 1e9;
        long done = committed.get();
        Figures figures = store.figures();
        store.close();
        int measured = (int) Math.min(done, nanos.length);
        Arrays.sort(nanos, 0, measured);
        out.printf(
                "requests/s=%.0f messages/s=%.0f MB/s=%.1f p50=%.2fms p99=%.2fms max=%.2fms store=%dMiB%n",
                done / took,
                done * messages / took,
                done * (double) frames.capacity() / took / 1e6,
                nanos[measured / 2] / 1e6,
                nanos[(int) (measured * 0.99)] / 1e6,
                nanos[measured - 1] / 1e6,
                figures.octets() >> 20);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private final class Timed implements Receipt {
        private final long started;

        Timed(long started) {
            this.started = started;
        }

        @Override
        public void committed(long firstRowId) {
            long count = committed.getAndIncrement();
            if (count < nanos.length) {
                nanos[(int) count] = System.nanoTime() - started;
            }
            inFlight.release();
            if (waitingCount + messages > waiting.length) {
                store.settled("alerts", Arrays.copyOf(waiting, waitingCount));
                waiting = new long[waiting.length];
                waitingCount = 0;
            }
            for (int m = 0; m < messages; m++) {
                waiting[waitingCount++] = firstRowId * 4_096 + m;
            }
        }

        @Override
        public void repeated() {
            throw new IllegalStateException("repeated");
        }

        @Override
        public void failed(StoreState state) {
            throw new IllegalStateException(state.toString());
        }
    }
}
