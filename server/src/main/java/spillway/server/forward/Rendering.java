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
     * @param anchor where it belongs; {@link Anchor#NONE} for channels without threads
     */
    Rendered render(Post post, Level level, boolean mayBeRepeat, Anchor anchor);
}
