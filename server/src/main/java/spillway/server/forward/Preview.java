package spillway.server.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import spillway.server.config.Configuration;
import spillway.server.metrics.Metrics;

/**
 * What a channel's posts would be if its messages came all at once and nothing after them: for trying rules without a server.
 * No thread, no clock: time goes on as the channel asks for it.
 */
public final class Preview {
    /** Messages are bounded by the heap, so are their posts; this only ends what would never end. */
    private static final int MAX_TURNS = 10_000;

    private final List<String> payloads = new ArrayList<>();
    private final Lane lane;
    private final long millis;

    /** A preview of the channel, by its place in the configuration; {@code millis} is now, since 1970. */
    public Preview(Configuration configuration, int channel, Rendering rendering, long millis) {
        Configuration.Channel shown = configuration.channels().get(channel);
        Outlet outlet = new Outlet(rendering, (request, payload) -> {
            payloads.add(payload);
            return CompletableFuture.completedFuture(Delivery.delivered(""));
        });
        Ledger ledger = new Ledger(shown.name(), new Metrics(), Settlement.NONE, new AtomicLong());
        Limits limits = Limits.of(
                Runtime.getRuntime().maxMemory(), configuration.channels().size());
        PostText text = new PostText(new Link(Forwarder.templates(configuration)));
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        this.lane = new Lane(
                shown, outlet, ledger, new Lane.Settings(configuration.group(), text, random, limits, () -> {}));
        this.millis = millis;
    }

    /** Adds a message that the rules send to this channel. */
    public void add(AcceptedMessage message) {
        lane.add(message, new Now(0, millis));
    }

    /** The payloads, in the order in which they would leave. */
    public List<String> payloads() {
        long nanos = 0;
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            long due = lane.poll(new Now(nanos, millis + TimeUnit.NANOSECONDS.toMillis(nanos)));
            if (lane.isDone()) {
                break;
            }
            nanos = due == Long.MAX_VALUE ? nanos : Math.max(nanos, due);
        }
        return List.copyOf(payloads);
    }
}
