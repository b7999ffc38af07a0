package spillway.server.forward;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.codec.slack.Level;
import spillway.server.config.Configuration;

/**
 * The one post of a channel that is on its way: pace, attempts, pauses, simpler renderings.
 *
 * <p>A post that certainly does not stand in the channel flows back into its group after each failed attempt, so that a
 * backlog becomes counts. One that may stand there is sent again as it is, marked, at most {@value #MAX_AMBIGUOUS} times;
 * then it flows back as well.
 */
final class Outbox {
    static final int MAX_AMBIGUOUS = 3;

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
        judge(post, delivery, now);
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

    private void judge(Outgoing post, Delivery delivery, Now now) {
        switch (delivery.outcome()) {
            case DELIVERED -> delivered(post, delivery);
            case RETRY_AFTER -> {
                pause.ask(delivery.retryAfter(), now);
                giveBackUnseen(post);
            }
            case SAFE_FAILURE -> {
                pause.fail(now, false);
                giveBackUnseen(post);
            }
            case AMBIGUOUS -> {
                pause.fail(now, true);
                ambiguous(post, now);
            }
            case REFUSED -> refused(post, now);
            case GONE -> gone(post, now);
            case CLOSED -> {
                pause.close(now, delivery.reason());
                giveBackUnseen(post);
            }
        }
    }

    private void delivered(Outgoing post, Delivery delivery) {
        pause.end();
        post.ambiguous = 0;
        if (threads != null && post.thread != null && post.thread.ts.isEmpty()) {
            boolean parent = post.isParent();
            threads.opened(post.thread, delivery.ts());
            if (parent) {
                post.mentioned = post.thread.parent.mention() != null;
                post.thread = post.thread.ts.isEmpty() ? null : post.thread;
                return;
            }
        }
        post.part++;
        if (post.rendered == null || post.part >= post.rendered.payloads().size()) {
            told(post);
        }
    }

    private void told(Outgoing post) {
        post.end = Outgoing.End.TOLD;
        if (post.batch == null) {
            return;
        }
        ledger.told(post.batch, post.shown());
        if (threads != null && post.thread != null) {
            threads.told(post.thread, post.batch);
        }
    }

    private void giveBackUnseen(Outgoing post) {
        if (threads != null && post.thread != null && post.kind == Outgoing.Kind.UPDATE) {
            threads.outdate(post.thread);
            post.end = Outgoing.End.BACK;
        } else if (post.isUnseen()) {
            post.end = Outgoing.End.BACK;
        }
    }

    private void ambiguous(Outgoing post, Now now) {
        post.ambiguous++;
        if (post.kind == Outgoing.Kind.UPDATE) {
            post.end = Outgoing.End.BACK;
        } else if (channel.delivery() == Configuration.Delivery.AT_MOST_ONCE) {
            post.end = Outgoing.End.LOST;
            if (post.batch != null) {
                ledger.dropped(post.batch, post.shown(), "ambiguous");
            }
        } else if (post.ambiguous < MAX_AMBIGUOUS) {
            post.rendered = post.part == 0 && post.kind != Outgoing.Kind.REPLAY ? null : post.rendered;
        } else if (post.part > 0) {
            dead(post, now);
        } else {
            post.end = Outgoing.End.BACK;
            if (post.batch != null) {
                post.batch.mayRepeat = post.post.batchId();
                post.batch.level = post.level.simpler();
            }
        }
    }

    private void refused(Outgoing post, Now now) {
        if (post.kind == Outgoing.Kind.UPDATE) {
            post.end = Outgoing.End.BACK;
        } else if (post.isParent() && post.level.isLast()) {
            post.thread = null;
            post.level = Level.FULL;
        } else if (!post.level.isLast() && post.part == 0) {
            post.level = post.level.simpler();
            post.rendered = null;
        } else {
            dead(post, now);
        }
    }

    private void dead(Outgoing post, Now now) {
        post.end = Outgoing.End.DEAD;
        Batch batch = post.batch;
        if (batch == null) {
            return;
        }
        long shown = post.shown();
        DeadLetter letter = new DeadLetter(
                channel.name(),
                post.payloadsFromPart(),
                post.reason,
                (int) Math.min(Integer.MAX_VALUE, batch.messages - shown),
                post.firstMillis,
                now.millis(),
                post.attempts);
        ledger.dead(batch, shown, letter);
        log.error(
                "post refused, kept as a dead letter: channel={} reason={} messages={}",
                channel.name(),
                post.reason,
                letter.messages());
    }

    private void gone(Outgoing post, Now now) {
        if (threads == null || post.thread == null) {
            refused(post, now);
            return;
        }
        threads.forget(post.thread);
        if (post.kind == Outgoing.Kind.UPDATE || post.isUnseen()) {
            post.end = Outgoing.End.BACK;
            return;
        }
        post.thread = null;
        post.rendered = null;
    }
}
