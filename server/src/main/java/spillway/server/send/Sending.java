package spillway.server.send;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Posts messages one request after the other, at a rate, and counts what became of them. */
public final class Sending {
    /** Logplex keeps a body below this. */
    static final int MAX_BODY = 102_400;
    /** Logplex puts no more messages into one request, a loss notice aside. */
    static final int MAX_BATCH = 1_024;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int COUNT_OCTETS = 6;

    private final LogplexClient client;
    private final Pace pace;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final LongConsumer sleepNanos;
    private final Tally tally = new Tally();

    /**
     * How messages leave.
     *
     * @param batch the most messages of a request, 1 to {@value Sending#MAX_BATCH}
     * @param perSecond messages a second; 0 for as fast as the drain answers
     * @param repeat how often the whole is sent, at least 1
     * @param redate whether each message gets the time when it leaves
     */
    public record Pace(int batch, double perSecond, int repeat, boolean redate) {
        public Pace {
            check("batch", batch >= 1 && batch <= MAX_BATCH, batch, "1 to " + MAX_BATCH);
            check("rate", perSecond >= 0, perSecond, "messages a second, 0 for no limit");
            check("repeat", repeat >= 1, repeat, "at least 1");
        }

        private static void check(String name, boolean holds, Number value, String expected) {
            if (!holds) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
            }
        }
    }

    /** What became of the messages so far. */
    public static final class Tally {
        private long requests;
        private long accepted;
        private long refused;
        private long inDoubt;

        public boolean allAccepted() {
            return refused == 0 && inDoubt == 0;
        }

        void count(LogplexClient.Outcome outcome, int messages) {
            requests++;
            switch (outcome) {
                case ACCEPTED -> accepted += messages;
                case REFUSED -> refused += messages;
                case IN_DOUBT -> inDoubt += messages;
            }
        }

        @Override
        public String toString() {
            return "requests=" + requests + " messages=" + (accepted + refused + inDoubt) + " accepted=" + accepted
                    + " refused=" + refused + " in-doubt=" + inDoubt;
        }
    }

    /** @param sleepNanos waits that long */
    public Sending(LogplexClient client, Pace pace, Clock clock, LongSupplier nanoTime, LongConsumer sleepNanos) {
        this.client = client;
        this.pace = pace;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.sleepNanos = sleepNanos;
    }

    /**
     * Sends all messages as often as asked.
     *
     * @throws IOException if the drain takes no connection for 10 s; {@link #tally} tells how far it came
     */
    public void send(List<byte[]> messages) throws IOException {
        long begin = nanoTime.getAsLong();
        long sent = 0;
        for (int round = 0; round < pace.repeat; round++) {
            for (int at = 0; at < messages.size(); ) {
                int batch = batch(messages, at, due(begin, sent));
                post(messages.subList(at, at + batch));
                at += batch;
                sent += batch;
            }
        }
    }

    public Tally tally() {
        return tally;
    }

    /** How many messages may leave now; waits until it is at least one. */
    private int due(long begin, long sent) {
        if (pace.perSecond == 0) {
            return pace.batch;
        }
        double secondsUntilNext = sent / pace.perSecond - (nanoTime.getAsLong() - begin) / 1e9;
        if (secondsUntilNext > 0) {
            sleepNanos.accept((long) (secondsUntilNext * 1e9) + 1);
        }
        double due = (nanoTime.getAsLong() - begin) / 1e9 * pace.perSecond - sent;
        return (int) Math.max(1, Math.min(pace.batch, due));
    }

    private static int batch(List<byte[]> messages, int from, int most) {
        int octets = messages.get(from).length + COUNT_OCTETS;
        int count = 1;
        while (count < most && from + count < messages.size()) {
            octets += messages.get(from + count).length + COUNT_OCTETS;
            if (octets >= MAX_BODY) {
                break;
            }
            count++;
        }
        return count;
    }

    private void post(List<byte[]> messages) throws IOException {
        LogplexRequest request = client.request(pace.redate ? redated(messages) : messages);
        tally.count(settle(request), messages.size());
    }

    private LogplexClient.Outcome settle(LogplexRequest request) throws IOException {
        long begin = nanoTime.getAsLong();
        while (true) {
            try {
                return client.post(request);
            } catch (ConnectException e) {
                if (nanoTime.getAsLong() - begin > PATIENCE_NANOS) {
                    throw e;
                }
                sleepNanos.accept(RECONNECT_NANOS);
            }
        }
    }

    private List<byte[]> redated(List<byte[]> messages) {
        Instant now = clock.instant();
        List<byte[]> redated = new ArrayList<>(messages.size());
        for (byte[] message : messages) {
            redated.add(Capture.redated(message, now));
        }
        return redated;
    }
}
