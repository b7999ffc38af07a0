package spillway.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.codec.syslog.OctetCountingFrameDecoder;
import spillway.server.config.Configuration.Drain;
import spillway.server.config.Configuration.Listen;
import spillway.server.config.Configuration.Tls;
import spillway.server.metrics.Metrics;
import spillway.server.metrics.ThrottledLog;

/**
 * Takes connections of senders, as long as there is room for what they send.
 *
 * <p>{@link #pause} gives the port up: a connection that is refused costs Logplex no try, while an answer of 503 does. It takes
 * the port again with {@link #resume}. Both may be called from any thread, again and again.
 */
public final class DrainListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DrainListener.class);

    /** Logplex cuts lines at 10,000 octets; others may send longer ones. */
    private static final int MAX_FRAME = 1 << 20;

    /** The sender gives up 5 s after it has sent: this and the way to us and back must stay below. */
    private static final long ANSWER_WITHIN_MILLIS = 4_000;

    private static final long LINGER_MILLIS = 2_000;

    private final Listen listen;
    private final @Nullable TlsFiles tls;
    private final Metrics metrics;
    private final ThrottledLog seldom;
    private final EventLoopGroup loops;
    private final Map<EventLoop, LoopTurn> turns = new HashMap<>();
    private final DistributionDataPoint requestSeconds;
    private final Room room;
    private final KnownDrain nobody;

    private volatile Access access;
    private volatile boolean closing;
    private final AtomicLong unavailable = new AtomicLong();
    private @Nullable Channel bound;
    private @Nullable InetSocketAddress address;

    /** The drains and their counters, exchanged together when the configuration is read again. */
    private record Access(DrainAccess credentials, List<KnownDrain> drains) {}

    /**
     * Makes a listener that does not listen yet.
     *
     * @param loops its event loops, owned by the caller
     * @param maxOctetsInWork how many octets of requests may be held at one time
     * @param nanoTime a monotonic clock in nanoseconds
     * @throws IOException in one line, if the TLS files can't be used
     */
    public DrainListener(
            Listen listen,
            List<Drain> drains,
            Metrics metrics,
            EventLoopGroup loops,
            RequestSink sink,
            long maxOctetsInWork,
            LongSupplier nanoTime)
            throws IOException {
        this.listen = listen;
        this.tls = listen.tls() == null ? null : new TlsFiles(listen.tls(), nanoTime);
        this.metrics = metrics;
        this.seldom = new ThrottledLog(log, nanoTime);
        this.loops = loops;
        this.requestSeconds = metrics.requestSeconds;
        this.room = new Room(maxOctetsInWork, this::roomAgain);
        this.access = access(drains);
        this.nobody = KnownDrain.of("", metrics);
        for (EventExecutor loop : loops) {
            turns.put((EventLoop) loop, new LoopTurn((EventLoop) loop, sink));
        }
    }

    private Access access(List<Drain> drains) {
        return new Access(
                new DrainAccess(drains),
                drains.stream()
                        .map(drain -> KnownDrain.of(drain.name(), metrics))
                        .toList());
    }

    /**
     * Reads the files once, as a start would.
     *
     * @throws IOException in one line, if one can't be read or they do not fit together
     */
    public static void requireUsable(Tls files) throws IOException {
        new TlsFiles(files, System::nanoTime).context();
    }

    /** Exchanges who may post; requests in work keep the drain they came with. */
    public void drains(List<Drain> drains) {
        access = access(drains);
        turns.values().forEach(turn -> turn.loop().execute(turn::forgetCredentials));
    }

    /**
     * Listens.
     *
     * @return the address, with the port that was free if 0 was asked for
     * @throws IOException in one line, if the address can't be had
     */
    public synchronized InetSocketAddress start() throws IOException {
        InetSocketAddress wanted = address != null
                ? address
                : listen.address().host().isEmpty()
                        ? new InetSocketAddress(listen.address().port())
                        : new InetSocketAddress(
                                listen.address().host(), listen.address().port());
        Channel channel = bind(wanted);
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        bound = channel;
        address = local;
        return local;
    }

    private Channel bind(InetSocketAddress wanted) throws IOException {
        var binding = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(8_192, 16_384))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        fill(channel);
                    }
                })
                .bind(wanted)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new IOException(
                    "listen.address: " + wanted.getHostString() + ":" + wanted.getPort() + " ("
                            + binding.cause().getMessage() + ")",
                    binding.cause());
        }
        return binding.channel();
    }

    private void fill(SocketChannel channel) {
        LoopTurn turn = Objects.requireNonNull(turns.get(channel.eventLoop()), "a turn for each event loop");
        if (tls != null) {
            channel.pipeline().addLast(tls.context().newHandler(channel.alloc()));
        }
        StrictHttpRequestDecoder decoder = new StrictHttpRequestDecoder();
        DrainRequestHandler requests = new DrainRequestHandler(this, turn, decoder);
        channel.pipeline()
                .addLast(decoder)
                .addLast(requests)
                .addLast(new OctetCountingFrameDecoder(MAX_FRAME))
                .addLast(new FrameCollector(requests));
    }

    /** Stops listening; connections end with their next answer, idle ones at once. */
    public synchronized void pause() {
        closing = true;
        if (bound != null) {
            bound.close().awaitUninterruptibly();
            bound = null;
        }
        turns.values().forEach(turn -> turn.loop().execute(turn::closeIdle));
    }

    /**
     * Listens again on the same port.
     *
     * @throws IOException in one line, if the port can't be had any more
     */
    public synchronized void resume() throws IOException {
        if (bound == null) {
            start();
            closing = false;
        }
    }

    public synchronized boolean isPaused() {
        return bound == null;
    }

    private void roomAgain() {
        turns.values().forEach(LoopTurn::roomAgain);
    }

    /** How many connections there are, asked on their event loops. */
    public int connectionCount() {
        int count = 0;
        for (LoopTurn turn : turns.values()) {
            try {
                count += turn.loop().submit(turn::connectionCount).get(1, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return count;
            } catch (Exception loopIsGone) {
                log.debug("connections not counted: {}", loopIsGone.toString());
            }
        }
        return count;
    }

    @Override
    public void close() {
        pause();
    }

    // ---- for the connections

    DrainAccess access() {
        return access.credentials;
    }

    KnownDrain drain(int index) {
        return access.drains.get(index);
    }

    Room room() {
        return room;
    }

    String path() {
        return listen.path();
    }

    long maxBody() {
        return listen.maxBody();
    }

    boolean requireForwardedHttps() {
        return listen.requireForwardedHttps();
    }

    boolean isClosing() {
        return closing;
    }

    long requestTimeoutMillis() {
        return listen.requestTimeout().toMillis();
    }

    long idleTimeoutMillis() {
        return listen.idleTimeout().toMillis();
    }

    long answerWithinMillis() {
        return ANSWER_WITHIN_MILLIS;
    }

    long lingerMillis() {
        return LINGER_MILLIS;
    }

    void answered(DrainRequest request, long now) {
        request.knownDrain().count(request.answer());
        requestSeconds.observe((now - request.receivedNanos()) / 1e9);
    }

    void refused(Answer answer, SocketAddress peer) {
        nobody.count(answer);
        seldom.warn("request refused", "status=" + answer.status() + " peer=" + host(peer));
    }

    private static String host(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress()
                : "unknown";
    }

    /** Counts what of a request could not be read: {@code Logplex-Msg-Count} says how many frames there should be. */
    void framesEnded(DrainRequest request) {
        int malformed = request.end().malformed();
        String problem = request.end().problem();
        int missing = request.messageCount() - request.frameCount();
        if (missing > malformed) {
            malformed = missing;
            problem = problem.isEmpty() ? "Logplex-Msg-Count: " + request.messageCount() : problem;
        }
        if (malformed > 0) {
            request.knownDrain().malformed().inc(malformed);
            seldom.warn(
                    "frames malformed",
                    "drain=" + request.drain() + " malformed=" + malformed + " read=" + request.frameCount() + " "
                            + problem);
        }
    }

    void timedOut(String what) {
        seldom.warn("connection timed out", "waiting-for=" + what);
    }

    /** How many requests were answered 503: the store did not take them, or there was no room or no commit in time. */
    public long unavailableCount() {
        return unavailable.get();
    }

    /** Whether no request is being read or in work. */
    public boolean isQuiet() {
        return room.taken() == 0;
    }

    void unavailable() {
        unavailable.incrementAndGet();
        seldom.warn("request not safe in time", "status=503");
    }

    void failed(Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("connection failed: {}", cause.toString());
        } else {
            seldom.warn("connection failed", "cause=" + cause);
        }
    }
}
