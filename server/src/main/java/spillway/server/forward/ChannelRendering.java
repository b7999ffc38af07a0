package spillway.server.forward;

import spillway.codec.slack.ConsoleText;
import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.codec.slack.PostRenderer;
import spillway.codec.slack.Rendered;
import spillway.codec.slack.Target;
import spillway.server.config.Configuration;

/** Renders posts as a channel of the configuration takes them. */
public final class ChannelRendering implements Rendering {
    private final Configuration.Channel channel;
    private final Screen screen;

    /** What the console channel prints to: its width in cells, and whether it understands colours. */
    public record Screen(int columns, boolean colours) {
        /** A file, or a terminal of which nothing is known. */
        public static final Screen PLAIN = new Screen(100, false);
    }

    /** @param screen for the console only */
    public ChannelRendering(Configuration.Channel channel, Screen screen) {
        this.channel = channel;
        this.screen = screen;
    }

    @Override
    public Rendered render(Post post, Level level, boolean mayBeRepeat, String thread, String update) {
        return channel.kind() == Configuration.Kind.CONSOLE
                ? ConsoleText.render(post, screen.columns(), screen.colours())
                : PostRenderer.render(post, target(thread, update), level, mayBeRepeat);
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
