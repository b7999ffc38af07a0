package spillway.codec.slack;

import org.jspecify.annotations.Nullable;

/**
 * Who takes the payload, which decides its form.
 *
 * @param plain whether it gets no blocks: Markdown text and one coloured attachment, for servers that imitate the webhook
 * @param channel a bot's conversation, by id or name; null for a webhook
 * @param thread the parent's {@code ts}, to answer in its thread
 * @param update the {@code ts} of the message that this one replaces ({@code chat.update}); such a post has one part
 */
public record Target(
        boolean plain,
        @Nullable String channel,
        @Nullable String thread,
        @Nullable String update) {
    /** An incoming webhook of Slack. */
    public static final Target WEBHOOK = new Target(false, null, null, null);

    /** An incoming webhook of Mattermost, Rocket.Chat and the like. */
    public static final Target PLAIN = new Target(true, null, null, null);

    /** {@code chat.postMessage}. */
    public static Target channel(String channel) {
        return new Target(false, channel, null, null);
    }

    /** {@code chat.postMessage} into the thread of {@code parent}. */
    public static Target thread(String channel, String parent) {
        return new Target(false, channel, parent, null);
    }

    /** {@code chat.update}: {@code ts} gets this post's content. */
    public static Target update(String channel, String ts) {
        return new Target(false, channel, null, ts);
    }
}
