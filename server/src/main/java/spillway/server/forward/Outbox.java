package spillway.server.forward;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.config.Configuration;

/** The one post of a channel that is on its way: its attempts at the channel's pace, one request at a time. */
final class Outbox {
    /** A sender that has not answered by then never will. */
    private static final long LOST_ANSWER = TimeUnit.SECONDS.toNanos(90);

    private static final long WARN_EVERY = TimeUnit.SECONDS.toNanos(10);
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private final Configuration.Channel channel;
    private final Outlet outlet;
    private final Ledger ledger;
    private final Runnable wake;
    private final Pause pause;
    private final @Nullable Threads threads;
    private final Judge judge;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private @Nullable Outgoing outgoing;
    private long readyNanos = Long.MIN_VALUE;
    private long sentNanos;
    private long sent;
    private boolean underway;
    private long warnedNanos = Long.MIN_VALUE;
    private int failures;

    private record Answer(long sent, Delivery delivery) {}

    Outbox(Configuration.Channel channel, Outlet outlet, Ledger ledger, Pause pause, Runnable wake) {
        this.channel = channel;
        this.outlet = outlet;
        this.ledger = ledger;
        this.pause = pause;
        this.wake = wake;
        this.threads = channel.threads() && channel.kind() == Configuration.Kind.BOT ? new Threads() : null;
        this.judge = new Judge(channel, ledger, pause, threads);
    }

    @Nullable
    Threads threads() {
        return threads;
    }

    boolean isEmpty() {
        return outgoing == null;
    }

    @Nullable
    Outgoing outgoing() {
        return outgoing;
    }

    /** The moment from which the next request may leave; {@link Long#MAX_VALUE} while one is under way. */
    long readyNanos() {
        return underway ? Long.MAX_VALUE : Math.max(readyNanos, pause.untilNanos());
    }

    /** Nothing leaves before the channel's pace has passed from now on. */
    void rest(Now now) {
        readyNanos = now.nanos() + channel.pace().toNanos();
    }

    void start(Outgoing post, Now now) {
        outgoing = post;
        post.startedNanos = now.nanos();
        post.firstMillis = now.millis();
        Batch batch = post.batch;
        if (threads != null && batch != null && post.group != null && post.kind == Outgoing.Kind.GROUP) {
            post.thread = threads.of(post.group.key, post.post, batch, now);
        }
        send(post, now);
    }

    /** Reads the answer, sends what is due; returns the post that has ended, if one has. */
    @Nullable
    Outgoing poll(Now now) {
        Outgoing post = outgoing;
        if (post == null) {
            answers.clear();
            return null;
        }
        Delivery delivery = underway ? answer(now) : null;
        if (delivery != null) {
            answered(post, delivery, now);
        }
        if (post.end != null) {
            outgoing = null;
            if (post.rendered != null && post.batch != null && post.end != Outgoing.End.BACK) {
                ledger.blanked(post.rendered.blanked());
            }
            return post;
        }
        if (readyNanos() <= now.nanos()) {
            send(post, now);
        }
        return null;
    }

    private @Nullable Delivery answer(Now now) {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            if (answer.sent == sent) {
                return answer.delivery;
            }
        }
        boolean lost = now.nanos() - sentNanos > LOST_ANSWER;
        return lost ? Delivery.failed(Delivery.Outcome.AMBIGUOUS, "no answer") : null;
    }

    private void send(Outgoing post, Now now) {
        long number = ++sent;
        sentNanos = now.nanos();
        underway = true;
        String payload;
        try {
            payload = Payload.next(post, outlet.rendering());
        } catch (RuntimeException e) {
            log.error("post not rendered: channel={} level={}", channel.name(), post.level, withoutText(e));
            answered(number, Delivery.failed(Delivery.Outcome.REFUSED, "not rendered"));
            return;
        }
        PostSender.Request request =
                post.kind == Outgoing.Kind.UPDATE ? PostSender.Request.UPDATE : PostSender.Request.POST;
        outlet.sender()
                .send(request, payload)
                .whenComplete((delivery, failure) -> answered(
                        number,
                        failure == null
                                ? delivery
                                : Delivery.failed(
                                        Delivery.Outcome.AMBIGUOUS,
                                        failure.getClass().getSimpleName())));
    }

    /** Where it happened; what it says may hold log text. */
    static Throwable withoutText(RuntimeException failure) {
        RuntimeException bare = new RuntimeException(failure.getClass().getName());
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }

    /** On any thread. */
    private void answered(long number, Delivery delivery) {
        answers.add(new Answer(number, delivery));
        wake.run();
    }

    private void answered(Outgoing post, Delivery delivery, Now now) {
        underway = false;
        rest(now);
        post.reason = delivery.reason();
        ledger.attempt(delivery, now.nanos() - sentNanos);
        if (delivery.outcome() != Delivery.Outcome.RETRY_AFTER) {
            post.attempts++;
        }
        judge.judge(post, delivery, now);
        if (delivery.outcome() != Delivery.Outcome.DELIVERED) {
            warn(delivery, now);
        }
        if (post.answer != null) {
            post.end = Outgoing.End.TOLD;
            post.answer.complete(delivery);
        }
    }

    private void warn(Delivery delivery, Now now) {
        failures++;
        if (now.nanos() - warnedNanos < WARN_EVERY && warnedNanos != Long.MIN_VALUE) {
            return;
        }
        warnedNanos = now.nanos();
        log.warn(
                "delivery delayed: channel={} outcome={} reason={} retry-after={}s count={}",
                channel.name(),
                delivery.outcome().label(),
                delivery.reason(),
                delivery.retryAfter().toSeconds(),
                failures);
        failures = 0;
    }
}
