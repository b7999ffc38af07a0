package spillway.server.forward;

import java.util.concurrent.CompletionStage;

/** One channel's way out: one payload is one attempt, never repeated by itself. */
public interface PostSender {
    /** What a payload asks of the channel. */
    enum Request {
        /** A new message, or an answer in a thread: the payload says which. */
        POST,
        /** A message that stands there already gets a new text. Bots only. */
        UPDATE
    }

    /**
     * Sends without waiting.
     *
     * @param payload as the channel takes it: JSON for Slack, text for a screen
     * @return completes on any thread, always with a value, never with an exception
     */
    CompletionStage<Delivery> send(Request request, String payload);
}
