package spillway.server.forward;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.codec.slack.Level;
import spillway.server.config.Configuration;

/**
 * Decides what an answer means for the post that got it.
 *
 * <p>A post that certainly does not stand in the channel flows back into its group after each failed attempt, so that a
 * backlog becomes counts. One that may stand there is sent again as it is, marked; after {@value #MAX_AMBIGUOUS} attempts
 * its channel rests, and it flows back too: what then leaves says what it may repeat. One that is refused is rendered
 * simpler, and in the end a dead letter.
 */
final class Judge {
    static final int MAX_AMBIGUOUS = 3;

    private static final Logger log = LoggerFactory.getLogger(Judge.class);

    private final Configuration.Channel channel;
    private final Ledger ledger;
    private final Pause pause;
    private final @Nullable Threads threads;

    Judge(Configuration.Channel channel, Ledger ledger, Pause pause, @Nullable Threads threads) {
        this.channel = channel;
        this.ledger = ledger;
        this.pause = pause;
        this.threads = threads;
    }

    /** Decides; where {@link Outgoing#end} stays open, the post is sent again. */
    void judge(Outgoing post, Delivery delivery, Now now) {
        if (threads != null && post.thread != null && post.kind == Outgoing.Kind.UPDATE) {
            update(post, post.thread, threads, delivery, now);
            return;
        }
        switch (delivery.outcome()) {
            case DELIVERED -> delivered(post, delivery);
            case RETRY_AFTER -> {
                pause.ask(delivery.retryAfter(), now);
                giveBackUnseen(post);
            }
            case SAFE_FAILURE -> {
                pause.fail(now);
                giveBackUnseen(post);
            }
            case AMBIGUOUS -> {
                pause.fail(now);
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

    /** Posts may well get through where an update does not: one that Slack will not make says nothing about the channel. */
    private void update(Outgoing post, Threads.Topic thread, Threads topics, Delivery delivery, Now now) {
        post.end = Outgoing.End.BACK;
        switch (delivery.outcome()) {
            case DELIVERED -> {
                pause.end();
                post.end = Outgoing.End.TOLD;
            }
            case RETRY_AFTER -> {
                pause.ask(delivery.retryAfter(), now);
                topics.outdate(thread);
            }
            case SAFE_FAILURE -> {
                pause.fail(now);
                topics.outdate(thread);
            }
            case AMBIGUOUS -> pause.fail(now);
            case REFUSED, GONE, CLOSED -> topics.forget(thread);
        }
    }

    private void delivered(Outgoing post, Delivery delivery) {
        pause.end();
        post.ambiguous = 0;
        if (threads != null && post.thread != null && post.thread.ts.isEmpty()) {
            boolean parent = post.isParent();
            threads.opened(post.thread, delivery.room(), delivery.ts());
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
        if (post.isUnseen()) {
            post.end = Outgoing.End.BACK;
        }
    }

    private void ambiguous(Outgoing post, Now now) {
        post.ambiguous++;
        if (channel.delivery() == Configuration.Delivery.AT_MOST_ONCE) {
            post.end = Outgoing.End.LOST;
            if (post.batch != null) {
                ledger.dropped(post.batch, post.shown(), "ambiguous");
            }
        } else if (post.ambiguous == MAX_AMBIGUOUS && post.part > 0) {
            dead(post, now);
        } else if (post.ambiguous == MAX_AMBIGUOUS) {
            pause.rest(now);
            post.end = Outgoing.End.BACK;
            if (post.batch != null) {
                post.batch.mayRepeat = post.post.batchId();
            }
        } else if (post.part == 0 && post.kind != Outgoing.Kind.REPLAY) {
            post.rendered = null;
        }
    }

    private void refused(Outgoing post, Now now) {
        post.refused = post.payload;
        if (post.isParent() && post.level.isLast()) {
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
                "post kept as a dead letter: channel={} reason={} attempts={} messages={}",
                channel.name(),
                post.reason,
                post.attempts,
                letter.messages());
    }

    private void gone(Outgoing post, Now now) {
        if (threads == null || post.thread == null) {
            refused(post, now);
            return;
        }
        threads.forget(post.thread);
        if (post.isUnseen()) {
            post.end = Outgoing.End.BACK;
            return;
        }
        post.thread = null;
        post.rendered = null;
    }
}
