package spillway.codec.slack;

import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;

/**
 * What one group says, before it is made to fit into Slack. All text is raw: as logged, not escaped, not cut.
 *
 * @param severity gives colour and emoji
 * @param title the headline, as {@code ERROR · shop/web · 17 lines (3 distinct) in 10 s}; for a lone message without a count
 * @param summary what the notification adds to the title, as the first line's text; may be empty
 * @param lines what stands in the code block, in order; a gap among them is told by {@link Line#omitted}
 * @param fromMillis the time of the earliest message, in milliseconds since 1970
 * @param untilMillis the time of the latest
 * @param processes which dynos, as {@code web.1}; may be long, the rendering shows a few and counts the rest
 * @param notes what was left out, repeated or lost, a sentence each
 * @param link the logs' URL, template filled; null if there is none
 * @param mention from the configuration only, as {@code <!here>}; null for none
 * @param batchId marks this post, so that a repeat can be told
 */
public record Post(
        Severity severity,
        String title,
        String summary,
        List<Line> lines,
        long fromMillis,
        long untilMillis,
        List<String> processes,
        List<String> notes,
        @Nullable String link,
        @Nullable String mention,
        String batchId) {

    /**
     * One event: equal lines collapsed into one.
     *
     * @param epochMillis when it first came
     * @param lastMillis when it last came
     * @param process which dyno wrote it first
     * @param text one line, or a stack trace with newlines
     * @param count how often it came, at least 1
     * @param omitted how many messages are left out after this line; 0 for none
     * @param omittedDistinct how many different lines those are
     */
    public record Line(
            long epochMillis,
            long lastMillis,
            String process,
            String text,
            long count,
            long omitted,
            long omittedDistinct) {
        public Line(long epochMillis, String process, String text) {
            this(epochMillis, epochMillis, process, text, 1, 0, 0);
        }
    }
}
