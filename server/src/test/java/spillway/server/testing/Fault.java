package spillway.server.testing;

import java.time.Duration;

/**
 * What a {@link SlackStandIn} does instead of answering as Slack does.
 *
 * @param kind what happens on the wire
 * @param delay how long it waits first
 * @param status the answer's, if there is one
 * @param body the answer's, if there is one
 * @param retryAfter in seconds; negative for no such header
 * @param posted whether the post stands in the channel all the same
 */
public record Fault(Kind kind, Duration delay, int status, String body, int retryAfter, boolean posted) {
    /** What happens on the wire. */
    public enum Kind {
        NONE,
        ANSWER,
        RESET_BEFORE_READING,
        RESET_AFTER_READING,
        CLOSE_WITHOUT_ANSWER,
        TRUNCATED_ANSWER,
        HANG
    }

    /** Reads the request, says nothing for a while, then closes. */
    public static Fault hang(Duration howLong) {
        return wire(Kind.HANG, howLong);
    }

    /** Answers as if all were well, but late. */
    public static Fault slow(Duration howLong) {
        return new Fault(Kind.ANSWER, howLong, 200, "ok", -1, true);
    }

    /** None: keeps the place of a request that goes well. */
    public static Fault none() {
        return wire(Kind.NONE, Duration.ZERO);
    }

    /** What the Web API says of a request that it does not follow, as {@code channel_not_found}. */
    public static Fault apiError(String error) {
        return notOk("{\"ok\":false,\"error\":\"" + error + "\"}");
    }

    public static Fault tooManyRequests(int retryAfterSeconds) {
        return new Fault(Kind.ANSWER, Duration.ZERO, 429, "rate_limited", retryAfterSeconds, false);
    }

    public static Fault status(int status, String body) {
        return new Fault(Kind.ANSWER, Duration.ZERO, status, body, -1, false);
    }

    /** A 200 that does not say {@code ok}. */
    public static Fault notOk(String body) {
        return status(200, body);
    }

    public static Fault serverError() {
        return status(500, "internal_error");
    }

    public static Fault noService() {
        return status(404, "no_service");
    }

    public static Fault archived() {
        return status(410, "channel_is_archived");
    }

    /** Resets the connection with the body still unread. */
    public static Fault resetBeforeReading() {
        return wire(Kind.RESET_BEFORE_READING, Duration.ZERO);
    }

    public static Fault resetAfterReading() {
        return wire(Kind.RESET_AFTER_READING, Duration.ZERO);
    }

    public static Fault closeWithoutAnswer() {
        return wire(Kind.CLOSE_WITHOUT_ANSWER, Duration.ZERO);
    }

    /** Promises more octets than it sends, then closes. */
    public static Fault truncatedAnswer() {
        return wire(Kind.TRUNCATED_ANSWER, Duration.ZERO);
    }

    /** The same fault, but the post stands in the channel: only its answer got lost. */
    public Fault butPosted() {
        return new Fault(kind, delay, status, body, retryAfter, true);
    }

    private static Fault wire(Kind kind, Duration delay) {
        return new Fault(kind, delay, 0, "", -1, false);
    }
}
