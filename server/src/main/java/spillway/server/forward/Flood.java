package spillway.server.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;

/**
 * One flood of a channel, from its announcement to its totals. While it lasts all messages wait in one batch, of which a
 * digest tells once a minute; it is over when a minute would have needed no more than {@value #QUIET_POSTS} posts.
 */
final class Flood {
    static final int QUIET_POSTS = 4;
    private static final int MAX_KEYS = 1_000;

    private final long interval;
    private final int maxLines;
    private final long sinceNanos;
    private final Map<Key, Need> needs = new HashMap<>();
    private long digestNanos;
    private long lastNanos;
    private long events;
    private int digests;
    private int needed;
    private boolean announced;

    /** When a group would have had its last post, and what came since. */
    private static final class Need {
        long postNanos;
        long events;
    }

    Flood(Now since, long interval, int maxLines) {
        this.sinceNanos = since.nanos();
        this.interval = interval;
        this.maxLines = maxLines;
        this.digestNanos = since.nanos() - FloodWatch.MINUTE;
        this.needed = FloodWatch.MAX_POSTS + 1;
        this.lastNanos = since.nanos();
    }

    /** Counts a message: would it have needed a post of its own? */
    void came(Key key, Now now) {
        lastNanos = now.nanos();
        Need need = needs.get(key);
        if (need == null) {
            if (needs.size() == MAX_KEYS) {
                needs.clear();
            }
            need = new Need();
            need.postNanos = now.nanos();
            needs.put(key, need);
            needed++;
            return;
        }
        need.events++;
        if (now.nanos() - need.postNanos >= interval || need.events >= maxLines) {
            need.postNanos = now.nanos();
            need.events = 0;
            needed++;
        }
    }

    long digestDueNanos() {
        return digestNanos + FloodWatch.MINUTE;
    }

    /** Whether it ends with the digest that is due now. */
    boolean isOver() {
        return announced && needed <= QUIET_POSTS;
    }

    /** How long the digest that leaves now covers, in milliseconds: the first one as long as its messages took. */
    long spanMillis(Batch batch, Now now) {
        return digests == 0
                ? Math.max(0, batch.untilMillis - batch.fromMillis)
                : TimeUnit.NANOSECONDS.toMillis(now.nanos() - digestNanos);
    }

    /** What the digest that leaves now says of the flood itself. */
    List<String> remarks(Batch batch, boolean last) {
        List<String> remarks = new ArrayList<>();
        if (!announced) {
            remarks.add("Too many posts: from now on one digest a minute, until it is quieter.");
        }
        if (last) {
            remarks.add("The flood is over: " + totals(events + batch.events) + ", told in "
                    + Words.number(digests + 1, "digest") + ".");
        }
        return remarks;
    }

    /** What is said at its end, if nothing is left for a last digest. */
    Post end(Now now, String batchId) {
        return Notice.post(
                Severity.INFO,
                "The flood is over · " + totals(events),
                List.of("Told in " + Words.number(digests, "digest") + "."),
                now,
                batchId);
    }

    private String totals(long lines) {
        long millis = TimeUnit.NANOSECONDS.toMillis(lastNanos - sinceNanos);
        return Words.number(lines, "line") + " in " + Words.span(millis);
    }

    /** A digest has left; whether it got there is told later. */
    void left(Now now) {
        digestNanos = now.nanos();
        needed = 0;
    }

    void delivered(Batch batch) {
        announced = true;
        digests++;
        events += batch.events;
    }

    /** A digest did not get there: it is due again as soon as the channel takes it. */
    void returned(Now now) {
        digestNanos = now.nanos() - FloodWatch.MINUTE;
        needed = FloodWatch.MAX_POSTS + 1;
    }
}
