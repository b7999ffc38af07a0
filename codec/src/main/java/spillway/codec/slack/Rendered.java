package spillway.codec.slack;

import java.util.List;
import java.util.Map;

/**
 * A post as it leaves.
 *
 * @param payloads one to three, to be sent in this order
 * @param shownByPayload how many messages each payload shows, a line with ×17 counting 17; what the group holds beyond
 *     their sum is only counted in the post
 * @param fallbackText what a notification says; inert
 * @param blanked how many secrets were blanked before, by kind
 */
public record Rendered(
        List<String> payloads, List<Long> shownByPayload, String fallbackText, Map<String, Integer> blanked) {
    /** Of a post in which nothing was blanked. */
    public Rendered(List<String> payloads, List<Long> shownByPayload, String fallbackText) {
        this(payloads, shownByPayload, fallbackText, Map.of());
    }

    /** The same, of a post in which secrets were blanked. */
    public Rendered blanked(Map<String, Integer> secrets) {
        return new Rendered(payloads, shownByPayload, fallbackText, secrets);
    }

    /** How many messages all payloads show. */
    public long shown() {
        long shown = 0;
        for (long part : shownByPayload) {
            shown += part;
        }
        return shown;
    }
}
