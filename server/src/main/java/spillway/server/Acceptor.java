package spillway.server;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.forward.AcceptedMessage;
import spillway.server.forward.Forwarder;
import spillway.server.http.Answer;
import spillway.server.http.DrainRequest;
import spillway.server.metrics.Metrics;
import spillway.server.store.AcceptedRequest;
import spillway.server.store.Receipt;
import spillway.server.store.Repeats;
import spillway.server.store.RequestHead;
import spillway.server.store.Store;
import spillway.server.store.StoreState;

/**
 * Makes accepted messages safe, answers their request and hands them to the forwarder, in this order. Any thread.
 *
 * <p>What the store does not take now is tried again, as long as its sender waits for an answer: Logplex knows no other
 * back-pressure than a late one.
 */
final class Acceptor {
    private static final long RETRY_MILLIS = 250;
    private static final long RETRY_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(3_500);

    private final @Nullable Store store;
    private final Repeats repeats = new Repeats();
    private final Forwarder forwarder;
    private final Metrics metrics;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final LossLedger losses = new LossLedger();

    /**
     * @param store null for {@code durability: memory}
     * @param timer runs the next try of what the store did not take
     */
    Acceptor(
            @Nullable Store store,
            Forwarder forwarder,
            Metrics metrics,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.store = store;
        this.forwarder = forwarder;
        this.metrics = metrics;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    void accept(DrainRequest request, Acceptance acceptance, Ruleset ruleset, Dialect dialect, long receivedMillis) {
        if (store == null) {
            acceptInMemory(request, acceptance, receivedMillis);
        } else {
            new Pending(store, request, acceptance, ruleset.channelNames()).append(dialect, receivedMillis);
        }
    }

    private void acceptInMemory(DrainRequest request, Acceptance acceptance, long receivedMillis) {
        String id = request.id();
        if (id != null && !repeats.add(request.drain(), id, receivedMillis)) {
            repeated(request);
            return;
        }
        List<AcceptedMessage> messages = acceptance.messages();
        long[] wants = acceptance.wants();
        for (int m = 0; m < wants.length; m++) {
            for (long rest = wants[m]; rest != 0; rest &= rest - 1) {
                forwarder.offer(messages.get(m), Long.numberOfTrailingZeros(rest));
            }
        }
        request.answer(Answer.OK);
    }

    private void repeated(DrainRequest request) {
        metrics.requestsRepeated.labelValues(request.drain()).inc();
        request.answer(Answer.OK);
    }

    /** Counts and tells what Heroku says it lost, once, however often it says so. */
    void lostByHeroku(String drain, String label, String code, String since, long count) {
        long fresh = losses.fresh(drain, label, code, since, count);
        if (fresh > 0) {
            metrics.herokuLostMessages.labelValues(drain, code).inc(fresh);
            forwarder.tellLoss(drain, label, code, fresh);
        }
    }

    /** A request on its way into the store. */
    private final class Pending implements Receipt {
        private final Store into;
        private final DrainRequest request;
        private final Acceptance acceptance;
        private final List<String> channels;
        private final long[] wants;
        private final long firstTried = nanoTime.getAsLong();
        private @Nullable AcceptedRequest appended;

        Pending(Store into, DrainRequest request, Acceptance acceptance, List<String> channels) {
            this.into = into;
            this.request = request;
            this.acceptance = acceptance;
            this.channels = channels;
            this.wants = acceptance.wants();
        }

        void append(Dialect dialect, long receivedMillis) {
            RequestHead head =
                    new RequestHead(request.drain(), request.label(), request.id(), dialect.ordinal(), receivedMillis);
            ByteBuffer frames = ByteBuffer.wrap(acceptance.frames(), 0, acceptance.octets());
            AcceptedRequest accepted = new AcceptedRequest(head, frames, channels, wants, this);
            appended = accepted;
            into.append(accepted);
        }

        @Override
        public void committed(long firstRowId) {
            request.answer(Answer.OK);
            long position = firstRowId * AcceptedMessage.MESSAGES_PER_ROW;
            long live = liveChannels();
            for (int m = 0; m < wants.length; m++) {
                AcceptedMessage message = acceptance.messages().get(m).at(position + m);
                for (long rest = wants[m] & live; rest != 0; rest &= rest - 1) {
                    int channel = Long.numberOfTrailingZeros(rest);
                    if (!forwarder.offer(message, channel)) {
                        into.fellBehind(channels.get(channel), message.position());
                        live &= ~(1L << channel);
                    }
                }
            }
        }

        private long liveChannels() {
            long live = 0;
            for (int channel = 0; channel < channels.size(); channel++) {
                if (into.isLive(channels.get(channel))) {
                    live |= 1L << channel;
                }
            }
            return live;
        }

        @Override
        public void repeated() {
            Acceptor.this.repeated(request);
        }

        @Override
        public void failed(StoreState state) {
            boolean late = nanoTime.getAsLong() - firstTried > RETRY_FOR_NANOS;
            AcceptedRequest again = appended;
            if (late || request.isAnswered() || again == null || state.kind() == StoreState.Kind.CLOSED) {
                request.answer(Answer.SERVICE_UNAVAILABLE);
            } else {
                timer.schedule(() -> into.append(again), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
