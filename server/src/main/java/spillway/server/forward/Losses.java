package spillway.server.forward;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;

/** What got lost on the way to a channel, here or before, until it is told: at most every 10 minutes. */
final class Losses {
    static final long EVERY = TimeUnit.MINUTES.toNanos(10);

    /** Notices of one outage come one after the other. */
    private static final long WAIT = TimeUnit.SECONDS.toNanos(10);

    private static final int MAX_KINDS = 20;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<Fate, Long> totals = new EnumMap<>(Fate.class);
    private @Nullable Said said;
    private long untoldNanos;
    private long toldNanos = Long.MIN_VALUE;
    private long sinceMillis;
    private long untilMillis;

    /** What was told last, in case it does not get through. */
    private record Said(
            Map<String, Long> counts,
            Map<Fate, Long> totals,
            long untoldNanos,
            long toldNanos,
            long sinceMillis,
            long untilMillis) {}

    /** What became of them. */
    private enum Fate {
        BY_HEROKU,
        HERE,
        KEPT;

        static Fate of(String code) {
            if (code.equals("refused") || code.equals("unanswered")) {
                return KEPT;
            }
            return code.startsWith("L") ? BY_HEROKU : HERE;
        }

        String told(long count) {
            String lines = Words.number(count, "line");
            return switch (this) {
                case BY_HEROKU -> "Heroku lost " + lines;
                case HERE -> lines + " lost here";
                case KEPT -> lines + " kept as dead letters";
            };
        }
    }

    /**
     * Counts a loss.
     *
     * @param where the app, the drain, or the channel
     * @param code L10, or a cause of ours
     */
    void add(String where, String code, long count, Now now) {
        if (counts.isEmpty()) {
            untoldNanos = now.nanos();
            sinceMillis = now.millis();
        }
        untilMillis = now.millis();
        String kind = where + ": " + name(code);
        count(kind, count);
        totals.merge(Fate.of(code), count, Long::sum);
    }

    private void count(String kind, long count) {
        boolean room = counts.size() < MAX_KINDS || counts.containsKey(kind);
        counts.merge(room ? kind : "elsewhere", count, Long::sum);
    }

    long dueNanos() {
        if (counts.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return toldNanos == Long.MIN_VALUE ? untoldNanos + WAIT : Math.max(untoldNanos + WAIT, toldNanos + EVERY);
    }

    /** Says it; {@link #untold} if it does not get through. */
    Post tell(Now now, String batchId) {
        List<String> notes = new ArrayList<>();
        counts.forEach((kind, count) -> notes.add(kind + " ×" + Words.number(count)));
        List<String> told = new ArrayList<>();
        totals.forEach((fate, count) -> told.add(fate.told(count)));
        said = new Said(
                new LinkedHashMap<>(counts), new EnumMap<>(totals), untoldNanos, toldNanos, sinceMillis, untilMillis);
        counts.clear();
        totals.clear();
        toldNanos = now.nanos();
        return Notice.post(
                Severity.WARNING, String.join(", ", told) + span(), notes, sinceMillis, untilMillis, batchId);
    }

    /** What was said last did not get through: it is said again, with what came since. */
    void untold(boolean atOnce) {
        Said lost = Objects.requireNonNull(said);
        if (counts.isEmpty()) {
            untilMillis = lost.untilMillis;
        }
        untoldNanos = lost.untoldNanos;
        sinceMillis = lost.sinceMillis;
        lost.counts.forEach(this::count);
        lost.totals.forEach((fate, count) -> totals.merge(fate, count, Long::sum));
        toldNanos = atOnce ? lost.toldNanos : toldNanos;
    }

    private String span() {
        long millis = untilMillis - sinceMillis;
        return millis < 1_000 ? "" : " in " + Words.span(millis);
    }

    private static String name(String code) {
        return switch (code) {
            case "L10" -> "L10, Heroku's drain buffer overflowed";
            case "L11" -> "L11, Heroku's tail buffer overflowed";
            case "L12" -> "L12, the sender's buffer overflowed";
            case "L13" -> "L13, the sender could not deliver";
            case "ambiguous" -> "Slack's answer got lost, and delivery is at-most-once";
            case "unanswered" -> "Slack's answer got lost each time, kept as a dead letter";
            case "refused" -> "Slack refused the post, kept as a dead letter";
            default -> code;
        };
    }
}
