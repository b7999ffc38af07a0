package spillway.server.forward;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;

/**
 * A bot's threads: one parent for each group and hour. The parent shows the live count and the first line, its thread the
 * details; a lone message is its own parent.
 */
final class Threads {
    private static final int MAX_THREADS = 500;
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final Map<Key, Topic> threads = new LinkedHashMap<>();
    private final Queue<Topic> outdated = new ArrayDeque<>();

    /** One parent and what was told in its thread so far. */
    static final class Topic {
        final Key key;
        final long sinceNanos;

        /** The parent as it was posted; empty {@link #ts} until it is. */
        final Post parent;

        final String place;
        final Tally heads = new Tally();
        Severity severity = Severity.DEBUG;
        boolean requests = true;
        String ts = "";

        /** The id of the conversation it stands in. */
        String room = "";

        long events;
        long messages;
        long fromMillis = Long.MAX_VALUE;
        long untilMillis = Long.MIN_VALUE;

        Topic(Key key, Post parent, String place, Now now) {
            this.key = key;
            this.parent = parent;
            this.place = place;
            this.sinceNanos = now.nanos();
        }
    }

    /** The thread of a group in this hour, or a new one whose parent is still to be posted. */
    Topic of(Key key, Post post, Batch batch, Now now) {
        Topic thread = threads.get(key);
        if (thread != null && now.nanos() - thread.sinceNanos < HOUR) {
            return thread;
        }
        return new Topic(key, batch.events == 1 ? post : parent(post), PostText.place(batch), now);
    }

    /** The parent stands in the channel. */
    void opened(Topic thread, String room, String ts) {
        if (ts.isEmpty()) {
            return;
        }
        thread.ts = ts;
        thread.room = room;
        threads.remove(thread.key);
        threads.put(thread.key, thread);
        if (threads.size() > MAX_THREADS) {
            threads.remove(threads.keySet().iterator().next());
        }
    }

    /** The parent is gone from the channel. */
    void forget(Topic thread) {
        threads.remove(thread.key, thread);
        outdated.remove(thread);
    }

    /** A batch was told in the thread: the parent's count is outdated. */
    void told(Topic thread, Batch batch) {
        boolean alone = thread.events == 0 && batch.events == 1;
        thread.events += batch.events;
        thread.messages += batch.messages;
        thread.heads.addAll(batch.heads);
        thread.severity = thread.severity.isAtLeast(batch.severity) ? thread.severity : batch.severity;
        thread.requests &= batch.isRequests();
        thread.fromMillis = Math.min(thread.fromMillis, batch.fromMillis);
        thread.untilMillis = Math.max(thread.untilMillis, batch.untilMillis);
        boolean counted = alone || thread.events == batch.events;
        if (!counted && !thread.ts.isEmpty()) {
            outdate(thread);
        }
    }

    /** The parent shows an old count. */
    void outdate(Topic thread) {
        if (!outdated.contains(thread)) {
            outdated.add(thread);
        }
    }

    /** A thread whose parent shows an old count; null if there is none. */
    @Nullable
    Topic nextOutdated() {
        return outdated.poll();
    }

    boolean hasOutdated() {
        return !outdated.isEmpty();
    }

    /** The parent with its live count. */
    static Post updated(Topic thread) {
        Post parent = thread.parent;
        String title = PostText.heading(thread.heads, thread.severity, thread.place) + " · "
                + Words.number(thread.events, PostText.noun(thread.requests, thread.events, thread.messages)) + " in "
                + Words.span(thread.untilMillis - thread.fromMillis);
        return new Post(
                thread.severity,
                title,
                parent.summary(),
                parent.lines(),
                thread.fromMillis,
                thread.untilMillis,
                parent.processes(),
                List.of("Details are in the thread."),
                parent.link(),
                null,
                parent.batchId());
    }

    private static Post parent(Post post) {
        List<Post.Line> first = post.lines().isEmpty()
                ? List.of()
                : List.of(new Post.Line(
                        post.lines().get(0).epochMillis(),
                        post.lines().get(0).process(),
                        post.lines().get(0).text()));
        return new Post(
                post.severity(),
                post.title(),
                post.summary(),
                first,
                post.fromMillis(),
                post.untilMillis(),
                post.processes(),
                List.of("Details are in the thread."),
                post.link(),
                post.mention(),
                post.batchId());
    }
}
