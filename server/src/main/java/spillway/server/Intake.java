package spillway.server;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import spillway.server.http.DrainRequest;
import spillway.server.http.RequestSink;

/**
 * Takes requests off the event loops. All of a drain's requests are worked on by one thread, in the order in which they were
 * complete: Logplex has a connection for each of its nodes, and the lines of a stack trace come over several of them.
 */
final class Intake implements RequestSink, AutoCloseable {
    private final List<Parser> parsers = new ArrayList<>();

    private final Map<String, Parser> parserOf = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    private record Parser(ExecutorService thread, IntakeWorker worker) {
        void work(List<DrainRequest> requests) {
            thread.execute(() -> worker.work(requests));
        }
    }

    /**
     * Makes workers, each with its thread.
     *
     * @param count how many
     * @param threads makes single-threaded executors
     */
    Intake(int count, Supplier<ExecutorService> threads, Supplier<IntakeWorker> workers) {
        for (int i = 0; i < count; i++) {
            parsers.add(new Parser(threads.get(), workers.get()));
        }
    }

    @Override
    public void accept(List<DrainRequest> requests) {
        if (parsers.size() == 1) {
            parsers.get(0).work(requests);
        } else {
            requests.stream().collect(groupingBy(this::parser)).forEach(Parser::work);
        }
    }

    /** Each new drain gets the next one. */
    private Parser parser(DrainRequest request) {
        return parserOf.computeIfAbsent(request.drain(), drain -> parsers.get(next.getAndIncrement() % parsers.size()));
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
