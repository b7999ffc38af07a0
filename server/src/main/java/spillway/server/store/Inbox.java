package spillway.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What other threads ask of the store thread. Nobody waits but the store thread. */
final class Inbox {
    /** What ends waits so long for more of its kind: rows that end whole cost one statement. */
    static final long ENDED_NANOS = 25_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<AcceptedRequest> requests = new ArrayDeque<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private List<Ended> ended = new ArrayList<>();
    private long queuedOctets;
    private boolean closed;
    private boolean woken;

    /** Returns false if the store is closed. */
    boolean add(AcceptedRequest request) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            requests.add(request);
            queuedOctets += request.octets();
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What ended after the close is told again after the next start. */
    void add(Ended one) {
        lock.lock();
        try {
            ended.add(one);
            if (ended.size() == 1) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has the store thread do something soon. */
    void add(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Has the store thread look whether there is something to do. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a request or a task is there, the inbox is closed, or so much time has passed; shorter if messages ended. */
    void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            boolean waitsForMore = false;
            while (left > 0 && requests.isEmpty() && tasks.isEmpty() && !closed && !woken) {
                if (!ended.isEmpty() && !waitsForMore) {
                    waitsForMore = true;
                    left = Math.min(left, ENDED_NANOS);
                }
                left = arrived.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes requests up to so many octets, but at least one if there is one. */
    void takeRequests(List<AcceptedRequest> into, long octets) {
        lock.lock();
        try {
            long left = octets;
            while (left > 0 && !requests.isEmpty()) {
                AcceptedRequest request = requests.remove();
                into.add(request);
                left -= request.octets();
            }
        } finally {
            lock.unlock();
        }
    }

    List<Ended> takeEnded() {
        lock.lock();
        try {
            if (ended.isEmpty()) {
                return List.of();
            }
            List<Ended> taken = ended;
            ended = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    List<Runnable> takeTasks() {
        lock.lock();
        try {
            List<Runnable> taken = List.copyOf(tasks);
            tasks.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** A request that was taken has its receipt. */
    void done(AcceptedRequest request) {
        lock.lock();
        try {
            queuedOctets -= request.octets();
        } finally {
            lock.unlock();
        }
    }

    /** How many requests were not taken yet. */
    int queued() {
        lock.lock();
        try {
            return requests.size();
        } finally {
            lock.unlock();
        }
    }

    /** Octets of all requests without a receipt. */
    long queuedOctets() {
        lock.lock();
        try {
            return queuedOctets;
        } finally {
            lock.unlock();
        }
    }
}
