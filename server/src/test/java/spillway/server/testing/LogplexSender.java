package spillway.server.testing;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import spillway.server.send.DrainUrl;
import spillway.server.send.LogplexClient;
import spillway.server.send.LogplexRequest;

/**
 * One Logplex node: a buffer of the newest 1,024 messages, one connection, one request in flight.
 *
 * <p>{@link #offer} never waits. A thread of its own takes what has gathered, sends it by {@link LogplexClient}'s rules and
 * notes for each message what became of it. A refused connection costs no try: it waits and goes on, while the buffer
 * keeps only the newest messages.
 */
public final class LogplexSender implements AutoCloseable {
    /** What Logplex keeps for a drain. */
    public static final int BUFFER = 1_024;
    /** What it keeps when the drain could not be reached for {@link #SHRINK_AFTER}. */
    public static final int SHRUNK_BUFFER = 10;

    static final Duration SHRINK_AFTER = Duration.ofMinutes(5);

    private static final int MAX_BODY = 102_400;
    private static final int COUNT_OCTETS = 6;
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final LogplexClient client;
    private final int batch;
    private final Duration firstBackOff;
    private final Thread thread;

    // Guarded by this.
    private final Deque<Waiting> buffer = new ArrayDeque<>();
    private byte[] fates = new byte[1_024];
    private int offered;
    private int inFlight;
    private long overflown;
    private @Nullable Instant overflownSince;
    private long requests;
    private long lastReachedNanos = System.nanoTime();
    private boolean closed;

    /** What became of a message. */
    public enum Fate {
        /** It waits in the buffer, or is in flight. */
        WAITING,
        /** Its request was answered 2xx. */
        ACCEPTED,
        /** Its request was answered 4xx. */
        REFUSED,
        /** Its request was tried three times and never answered 2xx; the drain may have it. */
        IN_DOUBT,
        /** It fell out of the buffer: it was never sent. */
        LOST
    }

    private record Waiting(int number, byte[] message) {}

    /** Sends up to {@code batch} messages a request to a drain on plain HTTP. */
    public LogplexSender(String url, String drainToken, int batch) {
        this(url, drainToken, batch, null, Duration.ofMillis(100));
    }

    /**
     * @param tls for an {@code https} URL
     * @param firstBackOff how long it waits after a refused connection; doubled up to 5 s
     */
    public LogplexSender(
            String url, String drainToken, int batch, @Nullable SSLSocketFactory tls, Duration firstBackOff) {
        this.client = new LogplexClient(DrainUrl.of(url), drainToken, tls, Clock.systemUTC(), System::nanoTime);
        this.batch = Math.min(batch, BUFFER);
        this.firstBackOff = firstBackOff;
        this.thread = new Thread(this::run, "logplex-" + drainToken);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Takes a message, from its PRI on.
     *
     * @return its number: 0, 1, 2 ...
     */
    public int offer(String message) {
        return offer(message.getBytes(StandardCharsets.UTF_8));
    }

    public synchronized int offer(byte[] message) {
        int number = offered++;
        if (fates.length == number) {
            fates = Arrays.copyOf(fates, 2 * number);
        }
        buffer.add(new Waiting(number, message));
        int room = System.nanoTime() - lastReachedNanos > SHRINK_AFTER.toNanos() ? SHRUNK_BUFFER : BUFFER;
        while (buffer.size() > room) {
            set(buffer.remove().number(), Fate.LOST);
            overflown++;
            overflownSince = overflownSince == null ? Instant.now() : overflownSince;
        }
        notifyAll();
        return number;
    }

    public synchronized Fate fate(int number) {
        return Fate.values()[fates[number]];
    }

    /** How many messages had which fate. */
    public synchronized Map<Fate, Integer> counts() {
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        for (int i = 0; i < offered; i++) {
            counts.merge(fate(i), 1, Integer::sum);
        }
        return counts;
    }

    /** How many messages were offered. */
    public synchronized int offered() {
        return offered;
    }

    /** How many requests are settled, and how many tries were repeats. */
    public synchronized String summary() {
        return "requests=" + requests + " " + counts();
    }

    /** How many messages wait or are in flight. */
    public synchronized int waiting() {
        return buffer.size() + inFlight;
    }

    /**
     * Waits until no message waits.
     *
     * @throws AssertionError if some still do when {@code deadline} is over
     */
    public synchronized void awaitSettled(Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (waiting() > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("sender after " + deadline + ": " + waiting() + " messages wait");
            }
            wait(left);
        }
    }

    /** Drops what waits, and ends the request in flight with its answer. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (client) {
            for (List<Waiting> messages = take(); !messages.isEmpty(); messages = take()) {
                settle(messages);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(List<Waiting> messages) throws InterruptedException {
        LogplexRequest request = request(messages);
        Duration backOff = firstBackOff;
        while (true) {
            try {
                settled(messages, client.post(request));
                return;
            } catch (ConnectException e) {
                if (!rest(backOff)) {
                    return;
                }
                Duration twice = backOff.multipliedBy(2);
                backOff = twice.compareTo(LONGEST_BACK_OFF) < 0 ? twice : LONGEST_BACK_OFF;
            }
        }
    }

    private synchronized LogplexRequest request(List<Waiting> messages) {
        if (overflownSince != null) {
            client.lose(overflown, overflownSince);
        }
        overflown = 0;
        overflownSince = null;
        return client.request(messages.stream().map(Waiting::message).toList());
    }

    private synchronized void settled(List<Waiting> messages, LogplexClient.Outcome outcome) {
        Fate fate = switch (outcome) {
            case ACCEPTED -> Fate.ACCEPTED;
            case REFUSED -> Fate.REFUSED;
            case IN_DOUBT -> Fate.IN_DOUBT;
        };
        messages.forEach(message -> set(message.number(), fate));
        requests++;
        inFlight = 0;
        lastReachedNanos = System.nanoTime();
        notifyAll();
    }

    /** Waits for messages; empty when closed. */
    private synchronized List<Waiting> take() throws InterruptedException {
        while (buffer.isEmpty() && !closed) {
            wait();
        }
        List<Waiting> messages = new ArrayList<>();
        int octets = 0;
        while (!closed && messages.size() < batch && !buffer.isEmpty()) {
            octets += buffer.element().message().length + COUNT_OCTETS;
            if (octets >= MAX_BODY && !messages.isEmpty()) {
                break;
            }
            messages.add(buffer.remove());
        }
        inFlight = messages.size();
        return messages;
    }

    /** False if closed meanwhile. */
    private synchronized boolean rest(Duration howLong) throws InterruptedException {
        long end = System.nanoTime() + howLong.toNanos();
        for (long left = howLong.toMillis(); left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return !closed;
    }

    private void set(int number, Fate fate) {
        fates[number] = (byte) fate.ordinal();
    }
}
