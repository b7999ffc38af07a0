package spillway.server;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.admin.AdminServer;
import spillway.server.admin.AdminSource;
import spillway.server.config.Configuration;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Durability;
import spillway.server.forward.Delivery;
import spillway.server.forward.Forwarder;
import spillway.server.forward.Outlet;
import spillway.server.forward.Settlement;
import spillway.server.forward.Time;
import spillway.server.http.DrainListener;
import spillway.server.metrics.Metrics;
import spillway.server.store.Figures;
import spillway.server.store.Store;
import spillway.server.store.StoreException;
import spillway.server.store.StoredLetter;

/**
 * The running server: makes its threads and clocks, wires its stages, starts them from the back (where posts leave) to the
 * front (where requests come in) and stops them the other way round.
 */
final class Spillway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Spillway.class);

    /** Of the heap, what requests in work may take; of direct memory it is the same share. */
    private static final int SHARE_OF_HEAP = 8;

    private static final Duration FLUSH = Duration.ofSeconds(22);
    /** Enough for the answers to posts that are under way. */
    private static final Duration RESTART_FLUSH = Duration.ofSeconds(3);

    private static final Duration REQUESTS_END = Duration.ofSeconds(2);

    private final Clock clock = Clock.systemUTC();
    private final Metrics metrics = new Metrics().withJvm();
    private final RecentPosts recentPosts = new RecentPosts(clock);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(threads("timer"));

    private volatile Ruleset ruleset;
    private volatile PostRedaction redaction;
    private final ChannelOutlets outlets;
    private final @Nullable Store store;
    private final Forwarder forwarder;
    private final Thread forwarderThread;
    private final MultiThreadIoEventLoopGroup loops;
    private final MultiThreadIoEventLoopGroup adminLoop;
    private final Intake intake;
    private final DrainListener listener;
    private final AdminServer admin;
    private final Pressure pressure;

    /**
     * Starts everything; when it returns requests are taken.
     *
     * @throws IOException in one line, if an address or a file can't be had
     * @throws StoreException if the store can't be used
     */
    Spillway(Configuration configuration, Startup startup) throws IOException, StoreException {
        ruleset = new Ruleset(configuration);
        List<Channel> channels = configuration.channels();
        channels.forEach(channel -> metrics.startChannel(channel.name()));
        configuration.drains().forEach(drain -> metrics.startDrain(drain.name()));
        List<String> names = ruleset.channelNames();
        store = openStore(configuration.store());
        redaction = new PostRedaction(configuration.redact());
        outlets = new ChannelOutlets(startup, threads("slack"));
        List<Outlet> ways = new ArrayList<>();
        for (Channel channel : channels) {
            Outlet way = outlets.of(channel);
            ways.add(recentPosts.watch(channel.name(), way, post -> redaction.apply(post)));
        }
        forwarder = new Forwarder(
                configuration,
                ways,
                store == null ? Settlement.NONE : store,
                metrics,
                new Time(System::nanoTime, clock, RandomGenerator.getDefault()),
                Runtime.getRuntime().maxMemory());
        forwarderThread = threads("forwarder").newThread(forwarder::run);
        if (store != null) {
            forwarder.onRoom(channel -> store.roomAgain(names.get(channel)));
            store.start(
                    names,
                    new Replayer(() -> ruleset, forwarder, store::fellBehind),
                    this::sendAgain,
                    threads("store"));
        }
        forwarderThread.start();

        int processors = Runtime.getRuntime().availableProcessors();
        loops = new MultiThreadIoEventLoopGroup(processors, threads("loop"), NioIoHandler.newFactory());
        adminLoop = new MultiThreadIoEventLoopGroup(1, threads("admin"), NioIoHandler.newFactory());
        Acceptor acceptor = new Acceptor(store, forwarder, metrics, timer, System::nanoTime);
        ThreadFactory parserThreads = threads("parser");
        intake = new Intake(
                processors,
                () -> Executors.newSingleThreadExecutor(parserThreads),
                () -> new IntakeWorker(() -> ruleset, metrics, clock, acceptor));
        try {
            listener = new DrainListener(
                    configuration.listen(),
                    configuration.drains(),
                    metrics,
                    loops,
                    intake,
                    Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                    System::nanoTime);
            pressure = new Pressure(listener, store, System::nanoTime);
            admin = startListening(configuration);
        } catch (IOException addressOrFileNotToBeHad) {
            stopBack(Duration.ZERO);
            throw addressOrFileNotToBeHad;
        }
        timer.scheduleWithFixedDelay(this::tick, Pressure.TICK_MILLIS, Pressure.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * What the command line decides, not the configuration.
     *
     * @param screen where posts of the console channel go
     * @param colours whether it shows colours
     */
    record Startup(PrintStream screen, boolean colours) {}

    private @Nullable Store openStore(Configuration.Store settings) throws StoreException {
        if (settings.durability() == Durability.MEMORY) {
            return null;
        }
        return Store.open(settings.directory(), settings.maxSize(), clock, System::nanoTime);
    }

    private AdminServer startListening(Configuration configuration) throws IOException {
        AdminServer started = AdminServer.start(configuration.admin().address(), adminLoop, metrics, source());
        log.info("admin listening: address={}", text(started.address()));
        InetSocketAddress address = listener.start();
        log.info(
                "listening: address={} tls={} drains={} channels={}",
                text(address),
                configuration.listen().tls() == null ? "off" : "on",
                configuration.drains().size(),
                configuration.channels().size());
        return started;
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private AdminSource source() {
        return new AdminSource() {
            @Override
            public List<String> notReady() {
                return pressure.notReady();
            }

            @Override
            public List<RecentPost> recentPosts() {
                return recentPosts.newestFirst();
            }
        };
    }

    /** Makes daemons, as what must not be cut off is waited for by name, with Netty's pools: other threads have none. */
    static ThreadFactory threads(String name) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new FastThreadLocalThread(task, name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    private void tick() {
        try {
            pressure.tick();
            if (store != null) {
                Figures figures = store.figures();
                metrics.storeBytes.set((double) figures.octets());
                metrics.deadLettersDropped.inc(figures.droppedLetters() - metrics.deadLettersDropped.get());
                long oldest = figures.oldestMillis();
                metrics.storeOldestSeconds.set(
                        oldest == 0 ? 0 : Math.max(0, (double) (clock.millis() - oldest) / 1_000));
            }
        } catch (RuntimeException bug) {
            log.error("timer failed", bug);
        }
    }

    private void sendAgain(StoredLetter letter) {
        Store letters = store;
        if (letters == null) {
            return;
        }
        forwarder.resend(letter.letter()).thenAccept(delivery -> {
            if (delivery.outcome() == Delivery.Outcome.DELIVERED) {
                letters.letterSent(letter.id());
            } else {
                letters.letterFailed(letter.id(), letter.letter().again(delivery.reason(), clock.millis()));
            }
        });
    }

    InetSocketAddress adminAddress() {
        return admin.address();
    }

    /** What it was started with, and has taken over since. */
    Configuration configuration() {
        return ruleset.configuration();
    }

    /**
     * Takes over what can change while running.
     *
     * @param configuration one that {@link Configuration#differencesNeedingRestart} finds nothing in
     */
    void takeOver(Configuration configuration) {
        ruleset = new Ruleset(configuration);
        redaction = new PostRedaction(configuration.redact());
        listener.drains(configuration.drains());
        log.info(
                "configuration taken over: drains={} rules={}",
                configuration.drains().size(),
                configuration.rules().size());
    }

    /** Takes no more requests, ends those in work, posts what waits as far as the pace allows, keeps the rest for the next start. */
    @Override
    public void close() {
        close(FLUSH);
    }

    /** The same, to go on at once with another configuration: what a store keeps need not be posted now. */
    void closeForRestart() {
        close(store == null ? FLUSH : RESTART_FLUSH);
    }

    /** The same, with so much time for what waits. */
    void close(Duration flush) {
        log.info("stopping: connections={}", listener.connectionCount());
        pressure.stop();
        listener.close();
        awaitRequests();
        intake.close();
        stopBack(flush);
        log.info("stopped");
    }

    private void awaitRequests() {
        long start = System.nanoTime();
        while (!listener.isQuiet() && System.nanoTime() - start < REQUESTS_END.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void stopBack(Duration flush) {
        try {
            if (!forwarder.close(flush)) {
                log.warn("posts left for the next start");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (store != null) {
            store.close();
        }
        outlets.close();
        timer.shutdownNow();
        end(loops, adminLoop);
    }

    /** Closes what is still open. The quiet period is no time to waste: without it a loop may leave its channels open. */
    private static void end(MultiThreadIoEventLoopGroup... groups) {
        for (MultiThreadIoEventLoopGroup group : groups) {
            group.shutdownGracefully(10, 1_000, TimeUnit.MILLISECONDS);
        }
        for (MultiThreadIoEventLoopGroup group : groups) {
            group.terminationFuture().awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }
}
