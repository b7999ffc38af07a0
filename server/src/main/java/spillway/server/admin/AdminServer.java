package spillway.server.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import spillway.server.config.Configuration.Address;
import spillway.server.metrics.Metrics;

/** Listens on the admin address, loopback by default: it has no credentials of its own. */
public final class AdminServer implements AutoCloseable {
    private static final int MAX_REQUEST = 4_096;
    private static final int READ_TIMEOUT_SECONDS = 30;

    private final Channel channel;

    private AdminServer(Channel channel) {
        this.channel = channel;
    }

    /**
     * Listens.
     *
     * @param loops one event loop is enough; owned by the caller
     * @throws IOException in one line, if the address can't be had
     */
    public static AdminServer start(Address address, EventLoopGroup loops, Metrics metrics, AdminSource source)
            throws IOException {
        var binding = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                        accepted.pipeline()
                                .addLast(new ReadTimeoutHandler(READ_TIMEOUT_SECONDS))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_REQUEST))
                                .addLast(new AdminHandler(metrics, source));
                    }
                })
                .bind(
                        address.host().isEmpty()
                                ? new InetSocketAddress(address.port())
                                : new InetSocketAddress(address.host(), address.port()))
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new IOException(
                    "admin.address: " + address.host() + ":" + address.port() + " ("
                            + binding.cause().getMessage() + ")",
                    binding.cause());
        }
        return new AdminServer(binding.channel());
    }

    /** The address, with the port that was free if 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
