package spillway.codec.slack;

import java.util.List;

/**
 * A post as it leaves.
 *
 * @param payloads one to three, to be sent in this order
 * @param shownByPayload how many messages each payload shows, a line with ×17 counting 17; what the group holds beyond
 *     their sum is only counted in the post
 * @param fallbackText what a notification says; inert
 */
public record Rendered(List<String> payloads, List<Long> shownByPayload, String fallbackText) {
    /** How many messages all payloads show. */
    public long shown() {
        long shown = 0;
        for (long part : shownByPayload) {
            shown += part;
        }
        return shown;
    }
}
