package spillway.server.forward;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration;

/** The groups of one channel. Above the limit of groups messages share one called other; text is bounded for all together. */
final class Groups {
    private final Configuration.Group settings;
    private final Group.Windows windows;
    private final Limits limits;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private final Events events = new Events();
    private long weight;

    Groups(Configuration.Group settings, Limits limits) {
        this.settings = settings;
        this.windows = Group.Windows.of(settings);
        this.limits = limits;
    }

    /** Adds a message to the group of its key. */
    void add(AcceptedMessage message, Now now) {
        Group continued = events.continued(message);
        if (continued == null || continued.key.isShared()) {
            add(message, group(Key.of(message, settings.by())), now);
        } else {
            add(message, continued, now);
        }
    }

    /** Adds a message to the one group of a flood; returns the key it would have had. */
    Key addToAll(AcceptedMessage message, Now now) {
        add(message, all(), now);
        return Key.of(message, settings.by());
    }

    void addBare(Overflow overflow, boolean flood, Now now) {
        Group group = flood ? all() : group(Key.OTHER);
        group.touch(now);
        batch(group, flood).countBare(overflow);
    }

    private void add(AcceptedMessage message, Group group, Now now) {
        Group known = group(group.key);
        known.touch(now, message.continues() || message.severity().isAtLeast(Severity.CRITICAL));
        Batch batch = batch(known, settings.collapseSimilar() || known.key.equals(Key.ALL));
        long age = Math.max(0, now.millis() - message.receivedMillis());
        long before = batch.lines.weight();
        events.add(message, known, batch, now.nanos() - age * 1_000_000, room());
        weight += batch.lines.weight() - before;
    }

    private Group group(Key key) {
        Group group = groups.get(key);
        if (group != null) {
            return group;
        }
        if (groups.size() >= limits.groups() && !key.isShared()) {
            return group(Key.OTHER);
        }
        Group created = new Group(key, windows);
        groups.put(key, created);
        return created;
    }

    private Group all() {
        return group(Key.ALL);
    }

    private Batch batch(Group group, boolean similar) {
        Batch batch = group.batch;
        if (batch == null) {
            batch = new Batch(settings.maxLines(), similar);
            group.batch = batch;
        }
        return batch;
    }

    /** The group that is due first; null if none waits. */
    @Nullable
    Group firstDue() {
        Group first = null;
        for (Group group : groups.values()) {
            if (first == null || group.dueNanos() < first.dueNanos()) {
                first = group;
            }
        }
        return first == null || first.dueNanos() == Long.MAX_VALUE ? null : first;
    }

    /** How many groups wait to leave. */
    int waiting() {
        int waiting = 0;
        for (Group group : groups.values()) {
            waiting += group.isWaiting() ? 1 : 0;
        }
        return waiting;
    }

    /** Lets all groups flow into one, oldest first, which is returned. */
    Group merge(boolean similar) {
        Group all = all();
        List<Group> waiting = new ArrayList<>();
        for (Group group : groups.values()) {
            if (group != all && group.isWaiting()) {
                waiting.add(group);
            }
        }
        waiting.sort((one, other) -> Long.compare(one.firstNanos(), other.firstNanos()));
        Batch into = batch(all, similar);
        for (Group group : waiting) {
            all.join(group);
            Batch batch = group.empty();
            close(batch);
            into.absorb(batch, room());
        }
        if (similar) {
            into.lines.collapseSimilar();
        }
        weigh();
        return all;
    }

    /** Takes out what a group holds, to be posted. */
    Batch leave(Group group, Now now) {
        Batch batch = group.leave(now);
        close(batch);
        if (batch.lines.isFull() && batch.lines.distinct() > PostText.HEAD + PostText.TAIL) {
            batch.lines.collapseSimilar();
        }
        weigh();
        return batch;
    }

    /** Puts back what could not be delivered, before what came since. */
    void takeBack(Group group, Batch batch, Now now) {
        groups.putIfAbsent(group.key, group);
        Group known = group(group.key);
        if (known.batch != null) {
            close(known.batch);
        }
        known.takeBack(batch, now, room());
        weigh();
    }

    /** Forgets groups that are empty and quiet; those that were loud are returned. */
    List<Group> retire(Now now) {
        List<Group> loud = new ArrayList<>();
        for (Iterator<Group> each = groups.values().iterator(); each.hasNext(); ) {
            Group group = each.next();
            if (group.isIdle(now)) {
                each.remove();
                events.forget(group);
                if (group.wasLoud() && !group.key.isShared()) {
                    loud.add(group);
                }
            }
        }
        return loud;
    }

    /** Every batch that still waits. */
    List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        for (Group group : groups.values()) {
            if (group.batch != null) {
                batches.add(group.batch);
            }
        }
        return batches;
    }

    int size() {
        return groups.size();
    }

    private void close(Batch batch) {
        events.close(batch, room());
    }

    private long room() {
        return Math.max(0, limits.characters() - weight);
    }

    private void weigh() {
        weight = 0;
        for (Group group : groups.values()) {
            weight += group.batch == null ? 0 : group.batch.lines.weight();
        }
    }
}
