package spillway.server.forward;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import spillway.server.metrics.Metrics;

/**
 * Where each message of a channel ended. Its counts are exact: posted + summarised + dropped + dead-lettered is what was
 * accepted, once nothing waits.
 */
final class Ledger {
    private final String channel;
    private final Metrics metrics;
    private final Settlement settlement;
    private final AtomicLong held;
    private final CounterDataPoint posted;
    private final CounterDataPoint summarised;

    /**
     * Opens the ledger of a channel.
     *
     * @param held how many stored messages the forwarder holds for it
     */
    Ledger(String channel, Metrics metrics, Settlement settlement, AtomicLong held) {
        this.channel = channel;
        this.metrics = metrics;
        this.settlement = settlement;
        this.held = held;
        posted = metrics.messagesPosted.labelValues(channel);
        summarised = metrics.messagesSummarised.labelValues(channel);
    }

    /** A batch was told, {@code shown} of its messages in words and the others by their number. */
    void told(Batch batch, long shown) {
        posted.inc(shown);
        summarised.inc(batch.messages - shown);
        settle(batch);
    }

    /** A batch is lost, but for what was shown before. */
    void dropped(Batch batch, long shown, String cause) {
        posted.inc(shown);
        metrics.messagesDropped.labelValues(channel, cause).inc(batch.messages - shown);
        settle(batch);
    }

    /** A batch can't be delivered, but for what was shown before. */
    void dead(Batch batch, long shown, DeadLetter letter) {
        posted.inc(shown);
        metrics.messagesDeadLettered.labelValues(channel).inc(batch.messages - shown);
        held.addAndGet(-batch.positions.size());
        settlement.deadLetter(letter, batch.positions.toArray());
    }

    /** At the end: what only memory holds is lost, the rest is read back at the next start. */
    void left(Batch batch) {
        if (batch.notStored > 0) {
            metrics.messagesDropped.labelValues(channel, "shutdown").inc(batch.notStored);
        }
    }

    /** Secrets were blanked in a post that has ended: each counts once, however often the post was tried. */
    void blanked(Map<String, Integer> secrets) {
        secrets.forEach((kind, count) -> metrics.redactions.labelValues(kind).inc(count));
    }

    void attempt(Delivery delivery, long nanos) {
        metrics.posts.labelValues(channel, delivery.outcome().label()).inc();
        metrics.postSeconds.observe(nanos / 1e9);
    }

    void paused(double seconds) {
        metrics.channelPausedSeconds.labelValues(channel).set(seconds);
    }

    private void settle(Batch batch) {
        held.addAndGet(-batch.positions.size());
        if (batch.positions.size() > 0) {
            settlement.settled(channel, batch.positions.toArray());
        }
    }
}
