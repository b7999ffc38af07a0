package spillway.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import spillway.codec.syslog.EndOfFrames;
import spillway.codec.syslog.SyslogFrames;

/** Gives the frames of a body, and how it ended, back to the request they belong to. */
final class FrameCollector extends ChannelInboundHandlerAdapter {
    private final DrainRequestHandler connection;

    FrameCollector(DrainRequestHandler connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof SyslogFrames frames) {
            connection.framesRead(frames);
        } else if (message instanceof EndOfFrames end) {
            connection.framesEnded(end);
        } else {
            ctx.fireChannelRead(message);
        }
    }
}
