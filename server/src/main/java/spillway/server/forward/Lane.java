package spillway.server.forward;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration;
import spillway.server.forward.Outgoing.Kind;

/**
 * One channel: decides what its next post is. Groups leave as they are due; when they would need too many posts, a flood's
 * digests do; after a failure everything that waits leaves as one.
 */
final class Lane {
    private static final int MAX_DRAINS = 100;
    private static final int MAX_LAST_POSTS = 3;
    private static final long RETIRE_EVERY = TimeUnit.SECONDS.toNanos(1);

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final Configuration.Channel channel;
    private final Settings settings;
    private final Ledger ledger;
    private final Groups groups;
    private final Outbox outbox;
    private final Pause pause;
    private final FloodWatch watch = new FloodWatch();
    private final Notices notices = new Notices();
    private final Set<String> drains = new HashSet<>();
    private final MentionCooldown mentions;

    private @Nullable Flood flood;
    private @Nullable String closedReason;
    private boolean closed;
    private boolean closing;
    private long retiredNanos = Long.MIN_VALUE;

    /** What all lanes share. */
    record Settings(
            Configuration.Group group,
            PostText text,
            RandomGenerator random,
            Limits limits,
            Now start,
            Runnable wake) {}

    Lane(Configuration.Channel channel, Outlet outlet, Ledger ledger, Settings settings) {
        this.channel = channel;
        this.settings = settings;
        this.ledger = ledger;
        this.mentions = new MentionCooldown(channel.mention());
        this.groups = new Groups(settings.group(), settings.limits());
        this.pause = new Pause(settings.random());
        this.outbox = new Outbox(channel, outlet, ledger, pause, settings.wake());
        outbox.rest(settings.start()); // the server before this one may have posted just now
    }

    void add(AcceptedMessage message, Now now) {
        if (drains.size() < MAX_DRAINS) {
            drains.add(message.drain());
        }
        if (flood == null) {
            groups.add(message, now);
        } else {
            flood.came(groups.addToAll(message, now), now);
        }
    }

    void addBare(Overflow overflow, Now now) {
        groups.addBare(overflow, flood != null, now);
    }

    /** Whether messages of the drain have come this way. */
    boolean serves(String drain) {
        return drains.contains(drain);
    }

    void lost(String where, String code, long count, Now now) {
        notices.lost(where, code, count, now);
    }

    void notice(Severity severity, String title, List<String> notes, Now now) {
        notices.add(Notice.post(severity, title, notes, now, id()));
    }

    void replay(String payload, CompletableFuture<Delivery> answer, Now now) {
        notices.replay(Outgoing.replay(payload, answer, Notice.post(Severity.INFO, "", List.of(), now, id())));
    }

    /** Reads answers, posts what is due; returns when to look again, {@link Long#MAX_VALUE} if only something new helps. */
    long poll(Now now) {
        Outgoing ended = outbox.poll(now);
        if (ended != null) {
            ended(ended, now);
        }
        noteClosed();
        retire(now);
        if (outbox.isEmpty() && outbox.readyNanos() <= now.nanos()) {
            Outgoing next = next(now);
            if (next != null) {
                outbox.start(next, now);
            }
        }
        if (pause.isOn() && isDone()) {
            pause.idle(now);
        }
        ledger.paused(pause.seconds(now));
        return outbox.isEmpty() ? Math.max(outbox.readyNanos(), dueNanos()) : outbox.readyNanos();
    }

    /** From now on everything is due. */
    void close() {
        closing = true;
    }

    /** Whether nothing is left to be told. */
    boolean isDone() {
        return outbox.isEmpty() && groups.waiting() == 0 && notices.isEmpty();
    }

    /** Counts what could not be told before the end. */
    void abandon() {
        groups.batches().forEach(ledger::left);
        Outgoing outgoing = outbox.outgoing();
        if (outgoing != null && outgoing.batch != null) {
            ledger.left(outgoing.batch);
        }
    }

    int waiting() {
        return groups.waiting() + (outbox.isEmpty() ? 0 : 1);
    }

    boolean isWorking() {
        return !pause.isOn();
    }

    String name() {
        return channel.name();
    }

    /** Why the channel is closed; null if it is open, or if that was told elsewhere since it closed. */
    @Nullable
    String closedNews() {
        return closedReason;
    }

    void closedTold() {
        closedReason = null;
    }

    private long dueNanos() {
        if (hasOutdatedThreads()) {
            return Long.MIN_VALUE;
        }
        long due = notices.dueNanos();
        if (closing) {
            return groups.waiting() > 0 ? Long.MIN_VALUE : due;
        }
        if (flood != null) {
            return Math.min(due, flood.digestDueNanos());
        }
        Group first = groups.firstDue();
        return first == null ? due : Math.min(due, first.dueNanos());
    }

    private @Nullable Outgoing next(Now now) {
        if (notices.dueNanos() <= now.nanos()) {
            return notices.next(now, id());
        }
        Outgoing next = flood == null ? nextGroup(now) : nextDigest(flood, now);
        return next == null ? nextUpdate() : next;
    }

    private @Nullable Outgoing nextGroup(Now now) {
        Group first = groups.firstDue();
        if (first == null || (first.dueNanos() > now.nanos() && !closing)) {
            return null;
        }
        if (!closing && watch.isFlood(first.key, first.waiting(), now)) {
            flood = new Flood(
                    now, settings.group().interval().toNanos(), settings.group().maxLines());
            groups.merge(true);
            return nextDigest(flood, now);
        }
        boolean together = pause.isOn() || (closing && groups.waiting() > MAX_LAST_POSTS);
        return leave(together && groups.waiting() > 1 ? groups.merge(false) : first, now);
    }

    private Outgoing leave(Group group, Now now) {
        Batch batch = groups.leave(group, now);
        Post post = settings.text().post(batch, now, id(), mentions.due(batch, now));
        return outgoing(Kind.GROUP, post, batch, group);
    }

    private @Nullable Outgoing nextDigest(Flood flood, Now now) {
        if (flood.digestDueNanos() > now.nanos() && !closing) {
            return null;
        }
        Group all = groups.merge(true);
        boolean last = flood.isOver() || !all.isWaiting() || closing;
        Kind kind = last ? Kind.LAST_DIGEST : Kind.DIGEST;
        if (!all.isWaiting()) {
            if (closing) {
                return null;
            }
            flood.left(now);
            return new Outgoing(kind, flood.end(now, id()), null, null);
        }
        Batch batch = groups.leave(all, now);
        List<String> remarks = flood.remarks(batch, last);
        Post post = settings.text().digest(batch, remarks, id(), mentions.due(batch, now));
        flood.left(now);
        return outgoing(kind, post, batch, all);
    }

    private Outgoing outgoing(Kind kind, Post post, Batch batch, Group group) {
        Outgoing outgoing = new Outgoing(kind, post, batch, group);
        outgoing.fromRunBefore = batch.receivedMillis < settings.start().millis();
        return outgoing;
    }

    private @Nullable Outgoing nextUpdate() {
        Threads threads = outbox.threads();
        Threads.Topic thread = threads == null ? null : threads.nextOutdated();
        if (thread == null) {
            return null;
        }
        Outgoing update = new Outgoing(Kind.UPDATE, Threads.updated(thread), null, null);
        update.thread = thread;
        return update;
    }

    private boolean hasOutdatedThreads() {
        Threads threads = outbox.threads();
        return threads != null && threads.hasOutdated();
    }

    private void noteClosed() {
        String reason = pause.closedReason();
        if (reason == null) {
            closed = false;
            closedReason = null;
        } else if (!closed) {
            closed = true;
            closedReason = reason;
            log.warn("channel closed: channel={} reason={}", channel.name(), reason);
        }
    }

    private void ended(Outgoing post, Now now) {
        Outgoing.End end = Objects.requireNonNull(post.end);
        switch (end) {
            case TOLD -> told(post, now);
            case BACK -> back(post, now);
            case LOST, DEAD -> gone(post, end, now);
        }
    }

    private void told(Outgoing post, Now now) {
        if (post.post.mention() != null) {
            mentions.called(post.post.mention(), now);
        }
        if (post.kind == Kind.GROUP && post.group != null && post.batch != null) {
            watch.left(post.startedNanos, post.part, post.group.key, post.batch.events);
        }
        if (flood != null && post.kind == Kind.DIGEST && post.batch != null) {
            flood.delivered(post.batch);
        }
        if (post.kind == Kind.LAST_DIGEST) {
            endFlood();
        }
    }

    private void back(Outgoing post, Now now) {
        if (post.batch != null && post.group != null) {
            groups.takeBack(post.group, post.batch, now);
        }
        if (flood != null && (post.kind == Kind.DIGEST || post.kind == Kind.LAST_DIGEST)) {
            flood.returned(now);
        }
        if (post.kind == Kind.LOSSES) {
            notices.lossesUntold(true);
        }
        if (post.kind == Kind.NOTICE && post.isUnseen()) {
            notices.add(post.post);
        }
    }

    private void gone(Outgoing post, Outgoing.End end, Now now) {
        if (post.kind == Kind.LOSSES) {
            notices.lossesUntold(false);
        }
        if (post.batch != null) {
            boolean unanswered = post.ambiguous == Judge.MAX_AMBIGUOUS; // the later parts of a post
            String cause = end == Outgoing.End.LOST ? "ambiguous" : unanswered ? "unanswered" : "refused";
            notices.lost(channel.name(), cause, post.batch.messages - post.shown(), now);
        }
        if (post.kind == Kind.LAST_DIGEST) {
            endFlood();
        }
    }

    private void endFlood() {
        flood = null;
        watch.reset();
    }

    private void retire(Now now) {
        if (retiredNanos != Long.MIN_VALUE && now.nanos() - retiredNanos < RETIRE_EVERY) {
            return;
        }
        retiredNanos = now.nanos();
        for (Group loud : groups.retire(now)) {
            if (settings.group().announceRecovery() && flood == null) {
                notice(Severity.INFO, loud.recoveryTitle(now), List.of(), now);
            }
        }
    }

    private String id() {
        return Long.toString(settings.random().nextLong(1L << 40), 36);
    }
}
