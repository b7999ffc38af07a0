package spillway.server.forward;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;

/** Words a batch: title, summary, the lines shown and what is said of the others. */
final class PostText {
    /** Of many distinct lines the first and the last are shown. */
    static final int HEAD = 15;

    static final int TAIL = 5;

    /** What is older leaves as a summary, not as old news. */
    static final long STALE_NANOS = TimeUnit.MINUTES.toNanos(15);

    private static final int STALE_SAMPLES = 3;
    private static final int TALLIED = 6;

    /** A title names so many kinds of things. */
    private static final int NAMED = 3;

    private static final String SIMILAR =
            "Lines that are equal but for numbers, ids and times are shown as one, by a sample.";

    private final Link link;

    PostText(Link link) {
        this.link = link;
    }

    /** A group's post; a lone message is posted as itself. */
    Post post(Batch batch, Now now, String batchId, @Nullable String mention) {
        List<Entry> fresh = fresh(batch, now);
        if (fresh.isEmpty() && !batch.lines.held().isEmpty()) {
            return stale(batch, batchId, mention);
        }
        List<String> notes = notes(batch);
        long old = batch.lines.held().size() - (long) fresh.size();
        if (old > 0) {
            notes.add(Words.number(old, "distinct " + noun(false, batch.events, batch.messages))
                    + " older than 15 min: only counted.");
        }
        String title = heading(batch) + (isNamed(batch) ? "" : " · " + count(batch));
        return make(batch, title, headAndTail(batch, fresh), notes, batchId, mention);
    }

    /** A flood's post: its worst and its most frequent lines, each with its count and a sample. */
    Post digest(Batch batch, List<String> remarks, String batchId, @Nullable String mention) {
        String flood = isFlood(batch.events) ? " flood" : "";
        String title = name(batch.severity) + flood + after(place(batch)) + " · " + count(batch);
        List<String> notes = new ArrayList<>(remarks);
        notes.addAll(notes(batch));
        if (batch.codes.names().size() == 1) {
            notes.add("Code: " + batch.codes.top(1) + ".");
        }
        if (!batch.processes.isEmpty()) {
            notes.add("Dynos: " + batch.processes.top(TALLIED) + ".");
        }
        return make(batch, title, worst(batch, HEAD + TAIL), notes, batchId, mention);
    }

    /** Few lines are none to a person, though they would need many posts. */
    static boolean isFlood(long events) {
        return events > HEAD + TAIL;
    }

    private Post stale(Batch batch, String batchId, @Nullable String mention) {
        List<String> notes = new ArrayList<>();
        notes.add("Told late: older than 15 min, so this is a summary.");
        notes.addAll(notes(batch));
        String title = heading(batch) + " · earlier · " + count(batch);
        return make(batch, title, worst(batch, STALE_SAMPLES), notes, batchId, mention);
    }

    private Post make(
            Batch batch,
            String title,
            List<Post.Line> lines,
            List<String> notes,
            String batchId,
            @Nullable String mention) {
        return new Post(
                batch.severity,
                title,
                summary(batch, lines),
                lines,
                batch.fromMillis,
                batch.untilMillis,
                batch.processes.names(),
                notes,
                link.to(batch),
                mention,
                batchId);
    }

    /** {@code ERROR · shop/web}, {@code H12 Request timeout · shop}, {@code Deploy 4be2c91d, release v212 · shop/api}. */
    static String heading(Batch batch) {
        return heading(batch.heads, batch.severity, place(batch));
    }

    /** Names what there is, if it is all known and not too much; else how bad it is. */
    static String heading(Tally heads, Severity severity, String place) {
        List<String> names = heads.names();
        boolean known = !names.isEmpty() && names.size() <= NAMED && !names.contains("");
        return (known ? sentence(names) : name(severity)) + after(place);
    }

    /** All but the first begin small, codes excepted. */
    private static String sentence(List<String> names) {
        StringBuilder sentence = new StringBuilder(names.get(0));
        for (String name : names.subList(1, names.size())) {
            boolean word = name.length() > 1 && Character.isLowerCase(name.charAt(1));
            String begin = name.substring(0, 1);
            sentence.append(", ")
                    .append(word ? begin.toLowerCase(Locale.ROOT) : begin)
                    .append(name, 1, name.length());
        }
        return sentence.toString();
    }

    /** Whether the heading says everything that happened: a number of lines would add nothing. */
    private static boolean isNamed(Batch batch) {
        int names = batch.heads.names().size();
        return batch.events == 1
                || (batch.events == names
                        && names <= NAMED
                        && !batch.isRequests()
                        && !batch.heads.names().contains(""));
    }

    /** {@code shop/web}; only the app when its process types are many, or for what the router tells of. */
    static String place(Batch batch) {
        List<String> types = batch.processes.names().stream()
                .map(process -> process.substring(0, (process + '.').indexOf('.')))
                .distinct()
                .toList();
        String apps = apps(batch);
        return types.size() != 1 || types.get(0).isEmpty() || batch.isRequests() ? apps : apps + '/' + types.get(0);
    }

    static String name(Severity severity) {
        return severity.keyword().toUpperCase(Locale.ROOT);
    }

    private static String apps(Batch batch) {
        List<String> names = batch.apps.names();
        return names.size() <= 3
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 2)) + " and " + (names.size() - 2) + " more";
    }

    private static String after(String place) {
        return place.isEmpty() ? "" : " · " + place;
    }

    /** {@code 17 lines (3 distinct) in 10 s}, {@code 17 equal lines in 10 s}. */
    static String count(Batch batch) {
        return counted(batch) + " in " + Words.span(batch.untilMillis - batch.fromMillis);
    }

    private static String counted(Batch batch) {
        String noun = noun(batch.isRequests(), batch.events, batch.messages);
        long distinct = batch.lines.distinct();
        if (batch.isRequests() || distinct == 0 || distinct == batch.events) {
            return Words.number(batch.events, noun);
        }
        boolean similar = batch.lines.isSimilar();
        if (distinct == 1) {
            return Words.number(batch.events) + (similar ? " similar " : " equal ") + noun + 's';
        }
        String kind = similar ? Words.number(distinct, "pattern") : Words.number(distinct) + " distinct";
        return Words.number(batch.events, noun) + " (" + kind + ")";
    }

    /** What is counted: a line is one event, a stack trace of ten lines too. */
    static String noun(boolean requests, long events, long messages) {
        return requests ? "request" : events < messages ? "event" : "line";
    }

    private static List<String> notes(Batch batch) {
        List<String> notes = new ArrayList<>();
        if (!batch.mayRepeat.isEmpty()) {
            notes.add("May be a repeat, in part or whole, of " + batch.mayRepeat + ".");
        }
        if (batch.lines.isSimilar() && !batch.isRequests()) {
            notes.add(SIMILAR);
        }
        if (batch.codes.names().size() > 1) {
            notes.add("Codes: " + batch.codes.top(TALLIED) + ".");
        }
        if (batch.bare > 0) {
            notes.add(Words.number(batch.bare, "line") + " came too fast to keep the text: only counted.");
        }
        return notes;
    }

    private static String summary(Batch batch, List<Post.Line> lines) {
        if (batch.isRequests() && batch.events > 1) {
            return batch.paths.top(STALE_SAMPLES);
        }
        return lines.isEmpty() ? "" : Gist.of(lines.get(0).text());
    }

    private static List<Entry> fresh(Batch batch, Now now) {
        return batch.lines.held().stream()
                .filter(entry -> now.nanos() - entry.lastNanos <= STALE_NANOS)
                .toList();
    }

    private static List<Post.Line> headAndTail(Batch batch, List<Entry> entries) {
        List<Entry> inTime = entries.stream()
                .sorted(Comparator.comparingLong(entry -> entry.fromMicros))
                .toList();
        int hidden = Math.max(0, inTime.size() - HEAD - TAIL);
        long omitted = batch.lines.folded();
        for (int i = HEAD; i < HEAD + hidden; i++) {
            omitted += inTime.get(i).count;
        }
        List<Post.Line> lines = new ArrayList<>();
        int gap = Math.min(HEAD, inTime.size()) - 1;
        long distinct = hidden + batch.lines.distinct() - batch.lines.held().size();
        for (int i = 0; i < inTime.size(); i++) {
            if (i < HEAD || i >= HEAD + hidden) {
                boolean atGap = i == gap && omitted > 0;
                lines.add(line(batch, inTime.get(i), atGap ? omitted : 0, atGap ? distinct : 0));
            }
        }
        return lines;
    }

    /** The worst first, of these the most frequent; the last quarter goes to the most frequent of all others. */
    private static List<Post.Line> worst(Batch batch, int limit) {
        Comparator<Entry> byCount =
                Comparator.<Entry>comparingLong(entry -> entry.count).reversed();
        List<Entry> sorted = new ArrayList<>(batch.lines.held());
        sorted.sort(
                Comparator.<Entry>comparingInt(entry -> entry.first.severity().code())
                        .thenComparing(byCount));
        int shown = Math.min(limit, sorted.size());
        if (shown < sorted.size()) {
            sorted.subList(shown * 3 / 4, sorted.size()).sort(byCount);
        }
        long omitted = batch.lines.folded();
        for (Entry entry : sorted.subList(shown, sorted.size())) {
            omitted += entry.count;
        }
        List<Post.Line> lines = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            boolean atGap = i == shown - 1 && omitted > 0;
            lines.add(line(batch, sorted.get(i), atGap ? omitted : 0, atGap ? batch.lines.distinct() - shown : 0));
        }
        return lines;
    }

    private static Post.Line line(Batch batch, Entry entry, long omitted, long omittedDistinct) {
        return new Post.Line(
                entry.fromMicros / 1_000,
                entry.untilMicros / 1_000,
                entry.first.process(),
                told(batch, entry),
                entry.count,
                omitted,
                omittedDistinct);
    }

    /** A request among others of another kind says what became of it. */
    private static String told(Batch batch, Entry entry) {
        boolean titled = entry.first.request() == null || !batch.heads.only().isEmpty();
        String head = titled ? "" : Batch.head(entry.first);
        return head.isEmpty() ? entry.told() : head + "  " + entry.told();
    }
}
