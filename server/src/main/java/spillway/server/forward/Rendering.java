package spillway.server.forward;

import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.codec.slack.Rendered;

/** Turns a post into what one channel takes. */
public interface Rendering {
    /**
     * Renders a post.
     *
     * @param level how simple; each refusal makes it simpler
     * @param mayBeRepeat whether an earlier attempt may stand in the channel: the post says so
     * @param thread the parent's {@code ts} to answer in its thread; empty for a message of its own
     * @param update the {@code ts} of the message that gets this content; empty for a new one
     */
    Rendered render(Post post, Level level, boolean mayBeRepeat, String thread, String update);
}
