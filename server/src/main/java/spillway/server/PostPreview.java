package spillway.server;

import java.util.ArrayList;
import java.util.List;
import spillway.server.config.Configuration;
import spillway.server.config.Configuration.Channel;
import spillway.server.forward.AcceptedMessage;
import spillway.server.forward.ChannelRendering;
import spillway.server.forward.Preview;
import spillway.server.metrics.Metrics;

/** The posts that explained messages would make, for each channel. */
final class PostPreview {
    private final List<Preview> previews = new ArrayList<>();

    PostPreview(Configuration configuration, long nowMillis) {
        PostRedaction redaction = new PostRedaction(configuration.redact(), new Metrics());
        List<Channel> channels = configuration.channels();
        for (int i = 0; i < channels.size(); i++) {
            ChannelRendering rendering = new ChannelRendering(channels.get(i), redaction::apply, false);
            previews.add(new Preview(configuration, i, rendering, nowMillis));
        }
    }

    void add(AcceptedMessage message, long channels) {
        for (long rest = channels; rest != 0; rest &= rest - 1) {
            previews.get(Long.numberOfTrailingZeros(rest)).add(message);
        }
    }

    List<String> posts() {
        return previews.stream().flatMap(preview -> preview.payloads().stream()).toList();
    }
}
