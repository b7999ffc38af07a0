package spillway.server;

import java.util.ArrayList;
import java.util.List;
import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.server.config.Configuration;
import spillway.server.forward.AcceptedMessage;
import spillway.server.forward.ChannelRendering;
import spillway.server.forward.Preview;
import spillway.server.metrics.Metrics;

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

    /** The payloads of all posts, channel by channel. */
    List<String> payloads() {
        PostRedaction redaction = new PostRedaction(configuration.redact(), new Metrics());
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < byChannel.size(); i++) {
            ChannelRendering rendering = new ChannelRendering(
                    configuration.channels().get(i), redaction::apply, ChannelRendering.Screen.PLAIN);
            for (Post post : Preview.posts(configuration, byChannel.get(i))) {
                payloads.addAll(
                        rendering.render(post, Level.FULL, false, "", "").payloads());
            }
        }
        return payloads;
    }
}
