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
    public Rendered render(Post post, Level level, boolean mayBeRepeat, Anchor anchor) {
        return channel.kind() == Configuration.Kind.CONSOLE
                ? ConsoleText.render(post, screen.columns(), screen.colours())
                : PostRenderer.render(post, target(anchor), level, mayBeRepeat);
    }

    private Target target(Anchor anchor) {
        if (channel.kind() == Configuration.Kind.BOT) {
            return bot(anchor);
        }
        return channel.format() == Configuration.Format.PLAIN ? Target.PLAIN : Target.WEBHOOK;
    }

    private Target bot(Anchor anchor) {
        String configured = channel.room() == null ? "" : channel.room();
        String room = anchor.room().isEmpty() ? configured : anchor.room();
        if (!anchor.update().isEmpty()) {
            return Target.update(room, anchor.update());
        }
        return anchor.thread().isEmpty() ? Target.channel(room) : Target.thread(room, anchor.thread());
    }
}
