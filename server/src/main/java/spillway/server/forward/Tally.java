package spillway.server.forward;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts by name, exactly for the first {@value #MAX_NAMES} names; the others share one count. */
final class Tally {
    static final int MAX_NAMES = 64;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long uncounted;

    void add(String name, long count) {
        Long before = counts.get(name);
        if (before == null && counts.size() == MAX_NAMES) {
            uncounted += count;
            return;
        }
        counts.put(name, before == null ? count : before + count);
    }

    void addAll(Tally other) {
        other.counts.forEach(this::add);
        uncounted += other.uncounted;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The only name counted; empty if there are none or several. */
    String only() {
        return counts.size() == 1 && uncounted == 0 ? counts.keySet().iterator().next() : "";
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum() + uncounted;
    }

    /** In the order they first came. */
    List<String> names() {
        return List.copyOf(counts.keySet());
    }

    /** The most frequent ones, as {@code H12 ×214, R14 ×3, 12 others ×15}. */
    String top(int names) {
        StringBuilder told = new StringBuilder();
        List<Map.Entry<String, Long>> sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
        long rest = uncounted;
        for (int i = 0; i < sorted.size(); i++) {
            if (i >= names) {
                rest += sorted.get(i).getValue();
                continue;
            }
            told.append(i == 0 ? "" : ", ")
                    .append(sorted.get(i).getKey())
                    .append(" ×")
                    .append(Words.number(sorted.get(i).getValue()));
        }
        int left = sorted.size() - names;
        String others = left > 0 && uncounted == 0 ? left + " others" : "others";
        return rest == 0 ? told.toString() : told + ", " + others + " ×" + Words.number(rest);
    }
}
