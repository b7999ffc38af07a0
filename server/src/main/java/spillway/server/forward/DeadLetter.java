package spillway.server.forward;

/**
 * A post that can't be delivered.
 *
 * @param channel where it should have gone
 * @param payload what was sent, as the channel takes it (JSON for Slack); of several parts each is a line
 * @param reason what the last answer was
 * @param messages how many messages it tells of
 * @param firstAttemptMillis the first attempt, in milliseconds since 1970
 * @param lastAttemptMillis the last attempt
 * @param attempts how many there were
 */
public record DeadLetter(
        String channel,
        String payload,
        String reason,
        int messages,
        long firstAttemptMillis,
        long lastAttemptMillis,
        int attempts) {
    /** The same letter after one more attempt that failed. */
    public DeadLetter again(String lastReason, long nowMillis) {
        return new DeadLetter(channel, payload, lastReason, messages, firstAttemptMillis, nowMillis, attempts + 1);
    }
}
