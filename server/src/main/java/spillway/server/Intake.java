package spillway.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import spillway.server.http.DrainRequest;
import spillway.server.http.RequestSink;

/** Takes requests off the event loops: each loop has one thread that works on its requests, in their order. */
final class Intake implements RequestSink, AutoCloseable {
    private final List<Parser> parsers = new ArrayList<>();

    private record Parser(ExecutorService thread, IntakeWorker worker) {}

    /**
     * Makes a worker and a thread for each event loop.
     *
     * @param threads makes single-threaded executors
     */
    Intake(int loops, Supplier<ExecutorService> threads, Supplier<IntakeWorker> workers) {
        for (int i = 0; i < loops; i++) {
            parsers.add(new Parser(threads.get(), workers.get()));
        }
    }

    @Override
    public void accept(int loop, List<DrainRequest> requests) {
        Parser parser = parsers.get(loop);
        parser.thread.execute(() -> parser.worker.work(requests));
    }

    /** Works on what was handed over, then ends. Nothing may be handed over any more. */
    @Override
    public void close() {
        for (Parser parser : parsers) {
            parser.thread.shutdown();
        }
        for (Parser parser : parsers) {
            try {
                if (!parser.thread.awaitTermination(5, TimeUnit.SECONDS)) {
                    parser.thread.shutdownNow();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
