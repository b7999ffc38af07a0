package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.codec.slack.Rendered;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration;
import spillway.server.metrics.Metrics;

/** A forwarder without its thread: the test moves the clock, and decides what each attempt is answered. */
final class Stage implements Settlement {
    static final Duration LATENCY = Duration.ofMillis(100);

    final Metrics metrics = new Metrics();
    final List<Seat> seats = new ArrayList<>();
    final TreeSet<Long> settled = new TreeSet<>();
    final List<DeadLetter> dead = new ArrayList<>();
    final Forwarder forwarder;

    long nanos = TimeUnit.HOURS.toNanos(3);
    long wallMillis = Messages.EPOCH;

    /** One channel: what it got, and what it answers. */
    final class Seat implements Rendering, PostSender {
        final List<Attempt> attempts = new ArrayList<>();
        final Deque<Delivery> script = new ArrayDeque<>();

        @Nullable
        Delivery always;

        boolean broken;
        Runnable whileRendering = () -> {};
        int parts = 1;
        int shownLimit = Integer.MAX_VALUE;
        private Post rendering = Notice.post(Severity.INFO, "", List.of(), new Now(0, 0), "");
        private Level level = Level.FULL;
        private boolean repeat;
        private Anchor anchor = Anchor.NONE;
        private @Nullable CompletableFuture<Delivery> open;
        private long openNanos;

        @Override
        public Rendered render(Post post, Level wanted, boolean mayBeRepeat, Anchor newAnchor) {
            if (broken) {
                throw new IllegalStateException("scripted");
            }
            whileRendering.run();
            rendering = post;
            level = wanted;
            repeat = mayBeRepeat;
            anchor = newAnchor;
            long shown = post.lines().stream()
                    .mapToLong(Post.Line::count)
                    .limit(shownLimit)
                    .sum();
            List<String> payloads = new ArrayList<>();
            List<Long> shares = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                payloads.add("part " + i + " of " + post.title() + (wanted == Level.FULL ? "" : " " + wanted));
                shares.add(i == 0 ? shown - (parts - 1) * (shown / parts) : shown / parts);
            }
            return new Rendered(payloads, shares, "");
        }

        @Override
        public CompletionStage<Delivery> send(Request request, String payload) {
            assertEquals(null, open, "two posts in flight");
            attempts.add(new Attempt(nanos, payload, rendering, level, repeat, anchor));
            open = new CompletableFuture<>();
            openNanos = nanos;
            return open;
        }

        void answer() {
            CompletableFuture<Delivery> answered = open;
            if (answered == null || nanos - openNanos < LATENCY.toNanos()) {
                return;
            }
            open = null;
            Delivery next = script.isEmpty() ? always : script.poll();
            answered.complete(next == null ? Delivery.delivered("C1", "ts" + attempts.size()) : next);
        }

        List<Post> posts() {
            return attempts.stream().map(Attempt::post).toList();
        }

        Post last() {
            return attempts.get(attempts.size() - 1).post();
        }

        List<String> titles() {
            return attempts.stream().map(attempt -> attempt.post().title()).toList();
        }

        /** When the attempts were made, in milliseconds after {@code start}. */
        List<Long> times(long start) {
            return attempts.stream()
                    .map(attempt -> TimeUnit.NANOSECONDS.toMillis(attempt.nanos() - start))
                    .toList();
        }
    }

    record Attempt(long nanos, String payload, Post post, Level level, boolean repeat, Anchor anchor) {}

    Stage(Configuration configuration) {
        this(configuration, 512L << 20);
    }

    Stage(Configuration configuration, long heap) {
        this(configuration, heap, Duration.ofSeconds(2));
    }

    /** A forwarder that has been running for a while. */
    Stage(Configuration configuration, long heap, Duration running) {
        for (int i = 0; i < configuration.channels().size(); i++) {
            seats.add(new Seat());
        }
        List<Outlet> outlets =
                seats.stream().map(seat -> new Outlet(seat, seat)).toList();
        Time time = new Time(() -> nanos, new WallClock(), new Random(42));
        forwarder = new Forwarder(configuration, outlets, this, metrics, time, heap);
        nanos += running.toNanos();
    }

    Seat seat() {
        return seats.get(0);
    }

    Messages message() {
        return Messages.web1().at(wallMillis);
    }

    void offer(AcceptedMessage message) {
        assertEquals(true, forwarder.offer(message, 0));
    }

    /** Lets time go by in steps of 50 ms. */
    void pass(Duration time) {
        long end = nanos + time.toNanos();
        turn();
        while (nanos < end) {
            long step = Math.min(end - nanos, 50_000_000L);
            nanos += step;
            wallMillis += step / 1_000_000;
            turn();
        }
    }

    void pass(long millis) {
        pass(Duration.ofMillis(millis));
    }

    private void turn() {
        seats.forEach(Seat::answer);
        forwarder.turn(new Now(nanos, wallMillis));
    }

    /** Accepted, posted, summarised, dropped, dead-lettered. */
    List<Long> counts(String channel) {
        return List.of(
                count("spillway_messages_accepted", channel),
                count("spillway_messages_posted", channel),
                count("spillway_messages_summarised", channel),
                count("spillway_messages_dropped", channel),
                count("spillway_messages_dead_lettered", channel));
    }

    /** That every accepted message has ended, and exactly once. */
    void assertIdentity(String channel, long accepted) {
        List<Long> counts = counts(channel);
        assertEquals(accepted, counts.get(0), "accepted");
        assertEquals(
                accepted,
                counts.subList(1, 5).stream().mapToLong(Long::longValue).sum(),
                counts.toString());
        assertEquals(0.0, groups(), "groups");
    }

    double groups() {
        return gauge("spillway_groups");
    }

    /** Of all channels together. */
    double pausedSeconds() {
        return gauge("spillway_channel_paused_seconds");
    }

    private double gauge(String name) {
        return metrics.registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals(name))
                .map(GaugeSnapshot.class::cast)
                .findFirst()
                .orElseThrow()
                .getDataPoints()
                .stream()
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                .sum();
    }

    private long count(String name, String channel) {
        return metrics.registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals(name))
                .map(CounterSnapshot.class::cast)
                .flatMap(metric -> metric.getDataPoints().stream())
                .filter(point -> channel.equals(point.getLabels().get("channel")))
                .mapToLong(point -> (long) point.getValue())
                .sum();
    }

    @Override
    public void settled(String channel, long[] positions) {
        Arrays.stream(positions).forEach(position -> assertEquals(true, settled.add(position), "settled twice"));
    }

    @Override
    public void deadLetter(DeadLetter letter, long[] positions) {
        dead.add(letter);
        settled(letter.channel(), positions);
    }

    private final class WallClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(wallMillis);
        }
    }
}
