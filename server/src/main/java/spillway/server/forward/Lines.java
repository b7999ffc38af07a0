package spillway.server.forward;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collapses events into distinct ones with counts.
 *
 * <p>Is full at {@code maxLines} distinct events, and stays so. What can't leave then goes on collapsing: when too many are
 * held, events that are equal but for numbers, ids and times become one; when that is not enough, the newest {@value #TAIL}
 * are held and the others only counted. Text gets lost at the limit, never a count.
 */
final class Lines {
    static final int TAIL = 5;

    /** Above this a group is full; what can't leave is held up to {@value #MAX_FULL} times as much. */
    static final int FULL_CHARACTERS = 8_000;

    private static final int MIN_HELD = 200;
    private static final int MAX_FULL = 4;
    private static final int MAX_HASHES = 1_024;
    private static final int WEIGHT_OF_HASH = 32;

    /** What an event costs beside its text, in characters. */
    private static final int WEIGHT_OF_ENTRY = 150;

    private final int maxLines;
    private Map<String, Entry> listed = new LinkedHashMap<>();
    private final Map<String, Entry> tail = new LinkedHashMap<>();
    private final Set<Long> foldedHashes = new HashSet<>();
    private boolean similar;
    private boolean full;
    private long folded;
    private long escaped;
    private long weight;

    Lines(int maxLines, boolean similar) {
        this.maxLines = maxLines;
        this.similar = similar;
    }

    /** Adds an event; {@code room} is what may be held more, in characters, all groups of the channel together. */
    void add(Entry entry, long room) {
        String key = key(entry);
        if (collapse(key, entry)) {
            return;
        }
        if (isFullHouse(entry) && !similar) {
            collapseSimilar();
            key = key(entry);
            if (collapse(key, entry)) {
                return;
            }
        }
        if (isFullHouse(entry) || room < entry.text.length()) {
            full = true;
            intoTail(key, entry, room);
            return;
        }
        listed.put(key, entry);
        weigh(entry, 1);
        full |= listed.size() >= maxLines;
    }

    /** Adds what another holds, and that came later. */
    void absorb(Lines later, long room) {
        if (later.similar && !similar) {
            collapseSimilar();
        }
        long before = weight;
        later.listed.values().forEach(entry -> add(entry, room - (weight - before)));
        later.tail.values().forEach(entry -> add(entry, room - (weight - before)));
        folded += later.folded;
        later.foldedHashes.forEach(this::addHash);
        full |= later.full;
    }

    /** From now on events that are equal but for numbers, ids and times are one. */
    void collapseSimilar() {
        if (similar) {
            return;
        }
        similar = true;
        Map<String, Entry> exact = listed;
        listed = new LinkedHashMap<>();
        weight = (long) foldedHashes.size() * WEIGHT_OF_HASH;
        escaped = 0;
        tail.values().forEach(entry -> weigh(entry, 1));
        for (Entry entry : exact.values()) {
            if (!collapse(key(entry), entry)) {
                listed.put(key(entry), entry);
                weigh(entry, 1);
            }
        }
    }

    boolean isSimilar() {
        return similar;
    }

    boolean isFull() {
        return full || escaped >= FULL_CHARACTERS;
    }

    /** How many different events there were; a lower bound once more than {@value #MAX_HASHES} were only counted. */
    long distinct() {
        return listed.size() + tail.size() + (long) foldedHashes.size();
    }

    /** Events that are counted but not held. */
    long folded() {
        return folded;
    }

    /** What is held, in characters. */
    long weight() {
        return weight;
    }

    /** Those held, in the order they came. */
    List<Entry> held() {
        List<Entry> held = new ArrayList<>(listed.values());
        held.addAll(tail.values());
        return held;
    }

    private String key(Entry entry) {
        return similar ? Pattern.of(entry.key()) : entry.key();
    }

    private boolean collapse(String key, Entry entry) {
        Entry same = listed.get(key);
        if (same == null) {
            same = tail.get(key);
        }
        if (same == null) {
            return false;
        }
        same.absorb(entry);
        return true;
    }

    private boolean isFullHouse(Entry entry) {
        return listed.size() >= Math.max(MIN_HELD, maxLines)
                || (escaped + entry.text.length() > (long) MAX_FULL * FULL_CHARACTERS && !listed.isEmpty());
    }

    private void intoTail(String key, Entry entry, long room) {
        if (foldedHashes.remove(hash(key))) {
            weight -= WEIGHT_OF_HASH;
        }
        if (room < entry.text.length()) {
            fold(key, entry);
            return;
        }
        if (tail.size() == TAIL) {
            Map.Entry<String, Entry> eldest = tail.entrySet().iterator().next();
            tail.remove(eldest.getKey());
            weigh(eldest.getValue(), -1);
            fold(eldest.getKey(), eldest.getValue());
        }
        tail.put(key, entry);
        weigh(entry, 1);
    }

    private void fold(String key, Entry entry) {
        folded += entry.count;
        addHash(hash(key));
    }

    private void addHash(long hash) {
        if (foldedHashes.size() < MAX_HASHES && foldedHashes.add(hash)) {
            weight += WEIGHT_OF_HASH;
        }
    }

    private void weigh(Entry entry, int sign) {
        weight += sign * ((long) entry.text.length() + WEIGHT_OF_ENTRY);
        escaped += sign * escapedLength(entry.text);
    }

    private static long escapedLength(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c == '&' ? 4 : c == '<' || c == '>' ? 3 : 0;
        }
        return length;
    }

    /** Sixty-four bits, so that two of a thousand lines hardly share one. */
    private static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
