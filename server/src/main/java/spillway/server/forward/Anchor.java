package spillway.server.forward;

/**
 * The message of a bot that a payload belongs to.
 *
 * @param room the conversation's id as Slack answered it, because updates take no name; empty: as configured
 * @param thread the parent's {@code ts} to answer in its thread; empty for a message of its own
 * @param update the {@code ts} of the message that gets this content; empty for a new one
 */
public record Anchor(String room, String thread, String update) {
    /** A new message of its own. */
    public static final Anchor NONE = new Anchor("", "", "");
}
