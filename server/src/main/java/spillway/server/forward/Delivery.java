package spillway.server.forward;

import java.time.Duration;

/**
 * What became of one attempt to post.
 *
 * @param outcome what to do next
 * @param reason the answer in a few words, as {@code 429} or {@code invalid_blocks}; never a URL, never a secret
 * @param retryAfter how long the channel wants to be left alone; zero unless {@link Outcome#RETRY_AFTER}
 * @param room the id of the conversation it stands in, whose name the configuration may hold; empty if the channel gives none
 * @param ts the message's id in its channel, for threads and updates; empty if the channel gives none
 */
public record Delivery(Outcome outcome, String reason, Duration retryAfter, String room, String ts) {
    /** What to do next. */
    public enum Outcome {
        /** It stands in the channel. */
        DELIVERED,
        /** The channel takes nothing for a while. Costs no attempt. */
        RETRY_AFTER,
        /** It certainly does not stand in the channel: nothing was written. */
        SAFE_FAILURE,
        /** It may stand in the channel: the answer got lost, or says nothing. */
        AMBIGUOUS,
        /** The post is at fault: sent again as it is, it would be refused again. */
        REFUSED,
        /** The message that it updates or answers to is gone. */
        GONE,
        /** The channel is at fault: it takes nothing until a person mends it. */
        CLOSED;

        private final String label = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

        /** As metrics and logs show it: {@code retry-after}. */
        public String label() {
            return label;
        }
    }

    public static Delivery delivered(String room, String ts) {
        return new Delivery(Outcome.DELIVERED, "ok", Duration.ZERO, room, ts);
    }

    public static Delivery retryAfter(Duration wait) {
        return new Delivery(Outcome.RETRY_AFTER, "429", wait, "", "");
    }

    public static Delivery failed(Outcome outcome, String reason) {
        return new Delivery(outcome, reason, Duration.ZERO, "", "");
    }
}
