package spillway.server;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Kind;
import spillway.server.forward.ChannelRendering;
import spillway.server.forward.ConsoleSender;
import spillway.server.forward.Outlet;
import spillway.server.slack.SlackClient;

/** Makes the channels' ways out; those to Slack share one client, made only if there is one. */
final class ChannelOutlets implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelOutlets.class);

    /** As wide as a person's terminal may be taken for. */
    private static final int COLUMNS = 120;

    private final Spillway.Startup startup;
    private final ThreadFactory threads;
    private @Nullable SlackClient client;

    ChannelOutlets(Spillway.Startup startup, ThreadFactory threads) {
        this.startup = startup;
        this.threads = threads;
    }

    /** The channel's way out. */
    Outlet of(Channel channel) {
        ChannelRendering rendering =
                new ChannelRendering(channel, new ChannelRendering.Screen(COLUMNS, startup.colours()));
        if (channel.kind() == Kind.CONSOLE) {
            return new Outlet(rendering, new ConsoleSender(startup.screen()));
        }
        SlackClient shared = client;
        if (shared == null) {
            shared = new SlackClient(threads);
            client = shared;
        }
        return new Outlet(rendering, shared.sender(channel));
    }

    @Override
    public void close() {
        SlackClient opened = client;
        if (opened == null) {
            return;
        }
        try {
            opened.close();
        } catch (IOException notClosed) {
            log.debug("client not closed: {}", notClosed.toString());
        }
    }
}
