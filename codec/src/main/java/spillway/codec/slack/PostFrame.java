package spillway.codec.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.CodeBlocks.Part;

/**
 * What stands around the code blocks: all of it inert and cut to its own limit, so that what is left for the code is known
 * before the code is laid out.
 *
 * @param style colour and emoji
 * @param mention with a blank behind; empty for none
 * @param title the headline
 * @param text the headline and what the notification adds to it
 * @param times when, as the form writes it
 * @param processes {@code web.1, web.2 +12 more}; empty if unknown
 * @param batch {@code batch 7f3a}
 * @param notes a sentence each
 * @param link null if there is none
 */
record PostFrame(
        SeverityStyle style,
        String mention,
        String title,
        String text,
        String times,
        String processes,
        String batch,
        List<String> notes,
        @Nullable String link) {
    private static final int MAX_TITLE = 300;
    private static final int MAX_SUMMARY = 300;
    private static final int MAX_NOTE = 300;
    private static final int MAX_LINK = 300;
    private static final int MAX_PROCESSES = 4;
    private static final int MAX_NAME = 60;

    static PostFrame of(Post post, boolean plain, Level level, boolean mayBeRepeat) {
        String title = TextSize.cut(SlackText.oneLine(post.title()), MAX_TITLE);
        if (title.isEmpty()) {
            title = post.severity().keyword().toUpperCase(Locale.ROOT);
        }
        String summary = TextSize.cut(SlackText.oneLine(post.summary()), MAX_SUMMARY);
        // Made inert together: what is harmless alone may be an emoji with the other's colon.
        String text = inert(summary.isEmpty() ? title : title + ": " + summary, plain);
        String times = plain
                ? PostTimes.range(post.fromMillis(), post.untilMillis())
                : PostTimes.slackRange(post.fromMillis(), post.untilMillis());
        String batch = TextSize.cut(inert(post.batchId(), plain), MAX_NAME);
        String link = LogsLink.of(post.link());
        return new PostFrame(
                SeverityStyle.of(post.severity()),
                Mentions.of(post.mention(), plain),
                TextSize.cut(inert(title, plain), MAX_TITLE),
                TextSize.cut(text, MAX_TITLE + MAX_SUMMARY),
                plain || post.lines().isEmpty() ? times : times + " (lines in UTC)",
                processes(post.processes(), name -> inert(name, plain)),
                batch(batch, mayBeRepeat),
                notes(post.notes(), plain, level == Level.FULL ? 5 : 1),
                link != null && level != Level.FULL && link.length() > MAX_LINK ? null : link);
    }

    static String inert(String raw, boolean plain) {
        return plain ? InertText.of(SlackText.oneLine(raw)) : SlackText.inert(raw);
    }

    /** The first few, as {@code web.1, web.2 +12 more}. */
    static String processes(List<String> processes, UnaryOperator<String> encode) {
        StringBuilder some = new StringBuilder();
        int shown = Math.min(processes.size(), MAX_PROCESSES);
        for (String process : processes.subList(0, shown)) {
            some.append(some.isEmpty() ? "" : ", ").append(TextSize.cut(encode.apply(process), MAX_NAME));
        }
        int more = processes.size() - shown;
        return more == 0 ? some.toString() : some + " +" + PostTimes.count(more) + " more";
    }

    private static String batch(String id, boolean mayBeRepeat) {
        String batch = id.isEmpty() ? "" : "batch " + id;
        if (!mayBeRepeat) {
            return batch;
        }
        return batch.isEmpty() ? "may be a repeat" : batch + " (may be a repeat)";
    }

    private static List<String> notes(List<String> raw, boolean plain, int most) {
        List<String> notes = new ArrayList<>();
        for (String note : raw.subList(0, Math.min(raw.size(), most))) {
            String inert = inert(note, plain);
            // Slack refuses a payload with an empty text.
            if (!inert.isEmpty()) {
                notes.add(TextSize.cut(inert, MAX_NOTE));
            }
        }
        if (raw.size() > most) {
            notes.add("+" + PostTimes.count(raw.size() - most) + " more notes");
        }
        return notes;
    }

    /** Times, processes, link and batch on one line; {@code linked} is the link as the form writes it. */
    String context(String linked) {
        StringBuilder context = new StringBuilder(times);
        for (String item : List.of(processes, linked, batch)) {
            if (!item.isEmpty()) {
                context.append(" · ").append(item);
            }
        }
        return context.toString();
    }

    /** What all of this weighs in a payload, {@code text} and headline both. */
    int weight(String context) {
        int weight =
                TextSize.weight(mention) + TextSize.weight(title) + TextSize.weight(text) + TextSize.weight(context);
        for (String note : notes) {
            weight += TextSize.weight(note) + 2;
        }
        return weight;
    }

    /** What tells parts apart, as {@code  (2/3)}; nothing if there is one only. */
    static String number(List<Part> parts, int index) {
        return parts.size() == 1 ? "" : " (" + (index + 1) + "/" + parts.size() + ")";
    }
}
