package spillway.server.forward;

import java.util.List;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;

/** A post of our own, that tells of no message. */
final class Notice {
    private Notice() {}

    static Post post(Severity severity, String title, List<String> notes, Now now, String batchId) {
        return post(severity, title, notes, now.millis(), now.millis(), batchId);
    }

    static Post post(
            Severity severity, String title, List<String> notes, long fromMillis, long untilMillis, String batchId) {
        return new Post(
                severity,
                title,
                String.join("; ", notes),
                List.of(),
                fromMillis,
                untilMillis,
                List.of(),
                notes,
                null,
                null,
                batchId);
    }
}
