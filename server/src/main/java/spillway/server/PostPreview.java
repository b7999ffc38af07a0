package spillway.server;

import java.util.ArrayList;
import java.util.List;
import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.codec.slack.PostRenderer;
import spillway.codec.slack.Target;
import spillway.server.config.Configuration;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Kind;
import spillway.server.forward.AcceptedMessage;
import spillway.server.forward.Anchor;
import spillway.server.forward.ChannelRendering;
import spillway.server.forward.Preview;

/** The posts that explained messages would make, for each channel. */
final class PostPreview {
    private final Configuration configuration;
    private final List<List<AcceptedMessage>> byChannel = new ArrayList<>();

    PostPreview(Configuration configuration) {
        this.configuration = configuration;
        configuration.channels().forEach(channel -> byChannel.add(new ArrayList<>()));
    }

    void add(AcceptedMessage message, long channels) {
        for (long rest = channels; rest != 0; rest &= rest - 1) {
            byChannel.get(Long.numberOfTrailingZeros(rest)).add(message);
        }
    }

    /** One payload of a post, and the channel it is for. */
    record Payload(String channel, String json) {}

    /** The payloads of all posts, channel by channel. */
    List<Payload> payloads() {
        PostRedaction redaction = new PostRedaction(configuration.redact());
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; i < byChannel.size(); i++) {
            Channel channel = configuration.channels().get(i);
            for (Post post : Preview.posts(configuration, byChannel.get(i))) {
                for (String json : payloads(channel, redaction.apply(post).post())) {
                    payloads.add(new Payload(channel.name(), json));
                }
            }
        }
        return payloads;
    }

    /** A console's posts as a webhook would get them: what is asked for is JSON. */
    private static List<String> payloads(Channel channel, Post post) {
        if (channel.kind() == Kind.CONSOLE) {
            return PostRenderer.render(post, Target.WEBHOOK).payloads();
        }
        return new ChannelRendering(channel, ChannelRendering.Screen.PLAIN)
                .render(post, Level.FULL, false, Anchor.NONE)
                .payloads();
    }
}
