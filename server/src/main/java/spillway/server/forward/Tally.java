package spillway.server.forward;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts by name, exactly for the first {@value #MAX_NAMES} names; the others share one count. */
final class Tally {
    static final int MAX_NAMES = 64;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long others;

    void add(String name, long count) {
        Long before = counts.get(name);
        if (before == null && counts.size() == MAX_NAMES) {
            others += count;
            return;
        }
        counts.put(name, before == null ? count : before + count);
    }

    void addAll(Tally other) {
        other.counts.forEach(this::add);
        others += other.others;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The only name counted; empty if there are none or several. */
    String only() {
        return counts.size() == 1 && others == 0 ? counts.keySet().iterator().next() : "";
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum() + others;
    }

    /** In the order they first came. */
    List<String> names() {
        return List.copyOf(counts.keySet());
    }

    /** The most frequent ones, as {@code H12 ×214, R14 ×3 and 12 others}. */
    String top(int names) {
        StringBuilder told = new StringBuilder();
        List<Map.Entry<String, Long>> sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
        long rest = others;
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
        return rest == 0 ? told.toString() : told + ", others ×" + Words.number(rest);
    }
}
