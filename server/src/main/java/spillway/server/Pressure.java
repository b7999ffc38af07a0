package spillway.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.http.DrainListener;
import spillway.server.store.Store;
import spillway.server.store.StoreState;

/**
 * Gives the port up while requests can't be made safe, and takes it again when they can: a refused connection costs a sender
 * nothing, an answer of 503 costs it one of three tries. Ticks on the timer's thread; readiness is asked by any.
 */
final class Pressure {
    static final long TICK_MILLIS = 250;

    /** A pause lasts at least so long: senders come back at once, and all together. */
    private static final long LEAST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger log = LoggerFactory.getLogger(Pressure.class);

    private final DrainListener listener;
    private final @Nullable Store store;
    private final LongSupplier nanoTime;
    private volatile String pausedBecause = "";
    private volatile boolean stopped;
    private long pausedAt;
    private long unavailableSeen;

    Pressure(DrainListener listener, @Nullable Store store, LongSupplier nanoTime) {
        this.listener = listener;
        this.store = store;
        this.nanoTime = nanoTime;
    }

    synchronized void tick() {
        if (stopped) {
            return;
        }
        if (store != null && store.state().kind() == StoreState.Kind.CLOSED) {
            log.error("store ended by itself: nothing can be accepted any more, so the process ends");
            Runtime.getRuntime().halt(ExitCode.BUG); // started again it goes on with what is stored
        }
        long unavailable = listener.unavailableCount();
        boolean turnedAway = unavailable > unavailableSeen;
        unavailableSeen = unavailable;
        if (pausedBecause.isEmpty()) {
            if (turnedAway) {
                pause();
            }
        } else if (storeProblem().isEmpty() && nanoTime.getAsLong() - pausedAt >= LEAST_PAUSE_NANOS) {
            resume();
        }
    }

    private void pause() {
        String problem = storeProblem();
        pausedBecause = problem.isEmpty() ? "more requests than can be worked on" : problem;
        pausedAt = nanoTime.getAsLong();
        log.warn("listener paused: reason=\"{}\"", pausedBecause);
        listener.pause();
    }

    private void resume() {
        try {
            listener.resume();
            log.info("listening again: paused={}ms", TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - pausedAt));
            pausedBecause = "";
        } catch (IOException portTaken) {
            pausedBecause = String.valueOf(portTaken.getMessage());
            pausedAt = nanoTime.getAsLong();
            log.warn("listener still paused: reason=\"{}\"", pausedBecause);
        }
    }

    private String storeProblem() {
        if (store == null) {
            return "";
        }
        StoreState state = store.state();
        return state.isOk() ? "" : "store: " + state.reason();
    }

    /** Why requests are not accepted now, a sentence each. */
    List<String> notReady() {
        List<String> problems = new ArrayList<>();
        String problem = storeProblem();
        if (!problem.isEmpty()) {
            problems.add(problem);
        }
        String paused = pausedBecause;
        if (!paused.isEmpty()) {
            problems.add("listener paused: " + paused);
        }
        if (stopped) {
            problems.add("stopping");
        }
        return problems;
    }

    /** The server ends: the listener is nobody's to resume. */
    synchronized void stop() {
        stopped = true;
    }
}
