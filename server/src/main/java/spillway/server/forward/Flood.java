package spillway.server.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Key, Need> needs = new HashMap<>();
    private long digestNanos;
    private Totals told = new Totals(0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE);
    private int needed;
    private boolean announced;

    /** When a group would have had its last post, and what came since. */
    private static final class Need {
        long postNanos;
        long events;
    }

    /** What digests have told, by the messages' own times as each digest has them. */
    private record Totals(int digests, long events, long messages, long fromMillis, long untilMillis) {
        Totals plus(Batch batch) {
            return new Totals(
                    digests + 1,
                    events + batch.events,
                    messages + batch.messages,
                    Math.min(fromMillis, batch.fromMillis),
                    Math.max(untilMillis, batch.untilMillis));
        }

        String over() {
            return PostText.isFlood(events) ? "The flood is over" : "It is quieter again";
        }

        String words() {
            return Words.number(events, PostText.noun(false, events, messages)) + " in "
                    + Words.span(untilMillis - fromMillis);
        }
    }

    Flood(Now since, long interval, int maxLines) {
        this.interval = interval;
        this.maxLines = maxLines;
        this.digestNanos = since.nanos() - FloodWatch.MINUTE;
        this.needed = FloodWatch.MAX_POSTS + 1;
    }

    /** Counts a message: would it have needed a post of its own? */
    void came(Key key, Now now) {
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

    /** What the digest that leaves now says of the flood itself. */
    List<String> remarks(Batch batch, boolean last) {
        List<String> remarks = new ArrayList<>();
        if (!announced) {
            remarks.add("Too many posts: from now on one digest a minute, until it is quieter.");
        }
        if (last) {
            Totals all = told.plus(batch);
            remarks.add(all.over() + ": " + all.words() + ", told in " + Words.number(all.digests, "digest") + ".");
        }
        return remarks;
    }

    /** What is said at its end, if nothing is left for a last digest. */
    Post end(Now now, String batchId) {
        return Notice.post(
                Severity.INFO,
                told.over() + " · " + told.words(),
                List.of("Told in " + Words.number(told.digests, "digest") + "."),
                now,
                batchId);
    }

    /** A digest has left; whether it got there is told later. */
    void left(Now now) {
        digestNanos = now.nanos();
        needed = 0;
    }

    void delivered(Batch batch) {
        announced = true;
        told = told.plus(batch);
    }

    /** A digest did not get there: it is due again as soon as the channel takes it. */
    void returned(Now now) {
        digestNanos = now.nanos() - FloodWatch.MINUTE;
        needed = FloodWatch.MAX_POSTS + 1;
    }
}
