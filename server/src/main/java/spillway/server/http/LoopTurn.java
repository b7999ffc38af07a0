package spillway.server.http;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the connections of one event loop share: one hand-over for all requests that a turn of the loop completed, one wake-up
 * for all answers that came meanwhile, and one timer for all their time-outs. Everything but {@link #answerLater} and {@link
 * #roomAgain} happens on the event loop.
 */
final class LoopTurn {
    /** How exact time-outs are; none of them is shorter than seconds. */
    static final long SWEEP_MILLIS = 250;

    /** As many octets as a core's cache holds beside all else. */
    private static final long CACHED = 1 << 18;

    private final EventLoop loop;
    private final RequestSink sink;
    private final Set<DrainRequestHandler> connections = new HashSet<>();
    private final Queue<DrainRequest> answers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean answersWillBeWritten = new AtomicBoolean();
    private final Queue<DrainRequestHandler> waitingForRoom = new ArrayDeque<>();
    private List<DrainRequest> completed = new ArrayList<>();
    private long completedOctets;
    private long sweeps;

    LoopTurn(EventLoop loop, RequestSink sink) {
        this.loop = loop;
        this.sink = sink;
        loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    /** The sweep that comes next; a cheap clock of {@value #SWEEP_MILLIS} ms a tick. */
    long sweeps() {
        return sweeps;
    }

    long nanoTime() {
        return loop.ticker().nanoTime();
    }

    void opened(DrainRequestHandler connection) {
        connections.add(connection);
    }

    void closed(DrainRequestHandler connection) {
        connections.remove(connection);
    }

    /**
     * A request is complete: it is handed over when this turn of the loop has read what there is to read; large ones sooner,
     * while their octets are still in the cache.
     */
    void completed(DrainRequest request) {
        if (completed.isEmpty()) {
            loop.execute(this::handOver);
        }
        completed.add(request);
        completedOctets += request.roomTaken();
        if (completedOctets >= CACHED) {
            handOver();
            letOthersRun();
        }
    }

    private void handOver() {
        if (completed.isEmpty()) {
            return;
        }
        List<DrainRequest> requests = completed;
        completed = new ArrayList<>(requests.size());
        completedOctets = 0;
        sink.accept(requests);
    }

    /** Where the loop and a parser share a core, the parser would wait for its turn until the octets are gone from the cache. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint for speed: nothing depends on it
    private static void letOthersRun() {
        Thread.yield();
    }

    void waitForRoom(DrainRequestHandler connection) {
        waitingForRoom.add(connection);
    }

    /** There may be room again; from any thread. */
    void roomAgain() {
        loop.execute(this::letIn);
    }

    private void letIn() {
        DrainRequestHandler next;
        while ((next = waitingForRoom.peek()) != null && next.letIn()) {
            waitingForRoom.remove();
        }
    }

    /** An answer, from any thread. */
    void answerLater(DrainRequest request) {
        answers.add(request);
        if (answersWillBeWritten.compareAndSet(false, true)) {
            loop.execute(this::writeAnswers);
        }
    }

    private void writeAnswers() {
        answersWillBeWritten.set(false);
        DrainRequest request;
        while ((request = answers.poll()) != null) {
            request.connection().answered(request);
        }
    }

    private void sweep() {
        sweeps++;
        for (DrainRequestHandler connection : List.copyOf(connections)) {
            connection.sweep(sweeps);
        }
        letIn();
    }

    /** Ends every connection that waits for its next request; the others end with their answer. */
    void closeIdle() {
        for (DrainRequestHandler connection : List.copyOf(connections)) {
            connection.closeIfIdle();
        }
    }

    void forgetCredentials() {
        connections.forEach(DrainRequestHandler::forgetCredentials);
    }

    int connectionCount() {
        return connections.size();
    }
}
