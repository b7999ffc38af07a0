package spillway.server.forward;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration;
import spillway.server.metrics.Metrics;

/**
 * Turns many messages into few posts.
 *
 * <p>Any thread may {@link #offer}; it never waits. One thread, in {@link #run}, owns the groups: it adds each message to its
 * group and posts a group when it is full or due. While a channel is paused its groups absorb: equal lines become counts, so
 * memory stays bounded and a backlog never becomes a queue of posts. At the limit a stored message is refused, to be read
 * back from the store; the text of one that only memory holds is lost, and it is counted.
 */
public final class Forwarder implements AutoCloseable {
    private static final Duration SHUTDOWN = Duration.ofSeconds(25);

    /** The loop looks around at least so often. */
    private static final long MAX_SLEEP = TimeUnit.SECONDS.toNanos(1);

    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

    private final Metrics metrics;
    private final Time time;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicLong[] held;
    private final Inbox inbox;
    private final Signal signal = new Signal();
    private final Queue<Consumer<Now>> orders = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final String[] names;

    private volatile IntConsumer roomAgain = channel -> {};
    private volatile boolean closing;
    private volatile long deadlineNanos;

    /**
     * Opens the channels; nothing is posted before {@link #run}.
     *
     * @param outlets one for each channel of the configuration, in its order
     * @param heapOctets the heap there is; it sets every limit
     */
    public Forwarder(
            Configuration configuration,
            List<Outlet> outlets,
            Settlement settlement,
            Metrics metrics,
            Time time,
            long heapOctets) {
        this.metrics = metrics;
        this.time = time;
        List<Configuration.Channel> channels = configuration.channels();
        Limits limits = Limits.of(heapOctets, channels.size());
        held = new AtomicLong[channels.size()];
        Arrays.setAll(held, channel -> new AtomicLong());
        inbox = new Inbox(limits, held);
        names = channels.stream().map(Configuration.Channel::name).toArray(String[]::new);
        PostText text = new PostText(Link.of(configuration));
        Lane.Settings settings =
                new Lane.Settings(configuration.group(), text, time.random(), limits, time.now(), signal::raise);
        for (int i = 0; i < channels.size(); i++) {
            Ledger ledger = new Ledger(names[i], metrics, settlement, held[i]);
            lanes.add(new Lane(channels.get(i), outlets.get(i), ledger, settings));
        }
    }

    /** Who is told, on the forwarder's thread, that a channel that refused a message has room again. */
    public void onRoom(IntConsumer roomAgain) {
        this.roomAgain = roomAgain;
    }

    /**
     * Hands over a message for one channel. Never waits.
     *
     * @param channel its number in the configuration
     * @return false if the channel is behind: the message stays in the store only, until there is room again. A message
     *     that is not stored is never refused
     */
    public boolean offer(AcceptedMessage message, int channel) {
        if (closing) {
            return dropped(message, channel);
        }
        boolean added = inbox.add(message, channel);
        signal.raise();
        return added;
    }

    /** After the end what only memory holds is lost; the rest waits in the store. */
    private boolean dropped(AcceptedMessage message, int channel) {
        if (message.position() != AcceptedMessage.NOT_STORED) {
            return false;
        }
        metrics.messagesAccepted.labelValues(names[channel]).inc();
        metrics.messagesDropped.labelValues(names[channel], "shutdown").inc();
        return true;
    }

    /**
     * Tells of messages that were lost before they got here, in the channels that serve the drain, at most every 10 minutes.
     *
     * @param label what the sender's URL carried along as {@code app=NAME}; else empty
     * @param code L10, L12, or a cause of ours
     */
    public void tellLoss(String drain, String label, String code, long count) {
        String where = label.isEmpty() ? drain : label;
        order(now -> {
            boolean told = false;
            for (Lane lane : lanes) {
                if (lane.serves(drain)) {
                    lane.lost(where, code, count, now);
                    told = true;
                }
            }
            if (!told && !lanes.isEmpty()) {
                lanes.get(0).lost(where, code, count, now);
            }
        });
    }

    /** Sends a dead letter's payload once more as it is, at its channel's pace; completes with what became of it. */
    public CompletionStage<Delivery> resend(DeadLetter letter) {
        int channel = Arrays.asList(names).indexOf(letter.channel());
        if (channel < 0 || closing) {
            return CompletableFuture.completedFuture(
                    Delivery.failed(Delivery.Outcome.SAFE_FAILURE, channel < 0 ? "no such channel" : "closing"));
        }
        CompletionStage<Delivery> all = CompletableFuture.completedFuture(Delivery.delivered("", ""));
        for (String payload : letter.payload().split("\n", -1)) {
            all = all.thenCompose(before -> before.outcome() == Delivery.Outcome.DELIVERED
                    ? resend(payload, lanes.get(channel))
                    : CompletableFuture.completedFuture(before));
        }
        return all;
    }

    private CompletionStage<Delivery> resend(String payload, Lane lane) {
        CompletableFuture<Delivery> answer = new CompletableFuture<>();
        order(now -> lane.replay(payload, answer, now));
        return answer;
    }

    private void order(Consumer<Now> order) {
        orders.add(order);
        signal.raise();
    }

    /** Groups and posts until {@link #close(Duration)}; for the forwarder's own thread. */
    public void run() {
        try {
            boolean done = false;
            while (!done) {
                boolean ending = closing;
                Now now = time.now();
                long due = guardedTurn(now);
                done = ending && isEnd(now, due);
                if (!done) {
                    signal.await(Math.min(MAX_SLEEP, Math.max(0, due - now.nanos())));
                }
            }
            abandon();
        } finally {
            ended.countDown();
        }
    }

    /** A fault of ours in one turn must not end all further posts. */
    private long guardedTurn(Now now) {
        try {
            return turn(now);
        } catch (RuntimeException e) {
            log.error("turn failed: a bug", Outbox.withoutText(e));
            return now.nanos() + MAX_SLEEP;
        }
    }

    /** One turn of the loop: takes what was offered, lets each channel do what is due; returns when to look again. */
    long turn(Now now) {
        takeOffered(now);
        for (Consumer<Now> order = orders.poll(); order != null; order = orders.poll()) {
            order.accept(now);
        }
        long due = Long.MAX_VALUE;
        int waiting = 0;
        for (Lane lane : lanes) {
            if (closing) {
                lane.close();
            }
            Now fresh = time.now(); // rendering takes time, and the pace counts from when an answer is read
            due = Math.min(due, lane.poll(fresh));
            tellClosed(lane, fresh);
            waiting += lane.waiting();
        }
        metrics.groups.set(waiting);
        for (int channel = 0; channel < held.length; channel++) {
            if (inbox.hasRoomAgain(channel)) {
                roomAgain.accept(channel);
            }
        }
        return due;
    }

    private void takeOffered(Now now) {
        List<Inbox.Item> items = inbox.take();
        if (!items.isEmpty()) {
            metrics.groups.set(Math.max(1, metrics.groups.get()));
        }
        long[] accepted = new long[held.length];
        for (Inbox.Item item : items) {
            lanes.get(item.channel()).add(item.message(), now);
            accepted[item.channel()]++;
        }
        for (int channel = 0; channel < held.length; channel++) {
            Overflow overflow = inbox.takeOverflow(channel);
            if (overflow.messages() > 0) {
                lanes.get(channel).addBare(overflow, now);
            }
            metrics.messagesAccepted.labelValues(names[channel]).inc(accepted[channel] + overflow.messages());
        }
    }

    /** Once, in a channel that works; as soon as one does. */
    private void tellClosed(Lane closed, Now now) {
        String reason = closed.closedNews();
        if (reason == null) {
            return;
        }
        for (Lane lane : lanes) {
            if (lane != closed && lane.isWorking()) {
                lane.notice(
                        Severity.ERROR,
                        "Channel " + closed.name() + " takes no posts: " + reason,
                        List.of(
                                "Its messages are kept. It is tried again in 10 min, then less often, up to every 6 h."),
                        now);
                closed.closedTold();
                return;
            }
        }
    }

    private boolean isEnd(Now now, long due) {
        boolean done = inbox.isEmpty() && lanes.stream().allMatch(Lane::isDone);
        return done || now.nanos() >= deadlineNanos || (due != Long.MAX_VALUE && due > deadlineNanos);
    }

    private void abandon() {
        lanes.forEach(Lane::abandon);
        inbox.take().forEach(item -> dropped(item.message(), item.channel()));
    }

    /**
     * Stops taking messages, posts what waits as far as the pace and {@code limit} allow, and ends {@link #run}. What is left
     * stays in the store for the next start; what only memory holds is counted as dropped.
     *
     * @return whether the loop ended in time
     */
    public boolean close(Duration limit) throws InterruptedException {
        deadlineNanos = time.now().nanos() + limit.toNanos();
        closing = true;
        signal.raise();
        return ended.await(limit.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        try {
            close(SHUTDOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
