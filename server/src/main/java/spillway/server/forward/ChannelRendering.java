package spillway.server.forward;

import java.util.function.UnaryOperator;
import spillway.codec.slack.ConsoleText;
import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.codec.slack.PostRenderer;
import spillway.codec.slack.Rendered;
import spillway.codec.slack.Target;
import spillway.server.config.Configuration;

/** Renders posts as a channel of the configuration takes them, secrets blanked. */
public final class ChannelRendering implements Rendering {
    private static final int MAX_COLUMNS = 120;

    private final Configuration.Channel channel;
    private final UnaryOperator<Post> redaction;
    private final boolean colours;

    /**
     * @param redaction blanks what must not be shown
     * @param colours whether the screen understands colours; for the console only
     */
    public ChannelRendering(Configuration.Channel channel, UnaryOperator<Post> redaction, boolean colours) {
        this.channel = channel;
        this.redaction = redaction;
        this.colours = colours;
    }

    @Override
    public Rendered render(Post post, Level level, boolean mayBeRepeat, String thread, String update) {
        Post shown = redaction.apply(post);
        return channel.kind() == Configuration.Kind.CONSOLE
                ? ConsoleText.render(shown, MAX_COLUMNS, colours)
                : PostRenderer.render(shown, target(thread, update), level, mayBeRepeat);
    }

    private Target target(String thread, String update) {
        if (channel.kind() == Configuration.Kind.BOT) {
            String room = channel.room() == null ? "" : channel.room();
            return !update.isEmpty()
                    ? Target.update(room, update)
                    : thread.isEmpty() ? Target.channel(room) : Target.thread(room, thread);
        }
        return channel.format() == Configuration.Format.PLAIN ? Target.PLAIN : Target.WEBHOOK;
    }
}
