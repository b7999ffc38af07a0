package spillway.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoublePredicate;
import spillway.server.config.ConfigurationException;
import spillway.server.config.ConfigurationReader;
import spillway.server.store.StoreException;
import spillway.server.testing.AdminPort;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.LogplexSender;
import spillway.server.testing.ServerProcess;

/** The whole server, in this process: real sockets, a real store in a directory of the test. */
final class RunningServer implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(60);

    final int port;
    final AdminPort admin;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final Spillway spillway;

    /**
     * Starts it.
     *
     * @param yaml its configuration, without {@code listen}, {@code admin} and {@code store}
     */
    RunningServer(Path directory, String... yaml) throws Exception {
        this(directory, freePort(), yaml);
    }

    /** Starts it on a port, as after a restart. */
    RunningServer(Path directory, int port, String... yaml) throws Exception {
        this.port = port;
        Path file = write(directory, port, yaml);
        spillway = start(file, new PrintStream(screen, true, StandardCharsets.UTF_8));
        admin = new AdminPort(spillway.adminAddress().getPort());
    }

    private static Spillway start(Path file, PrintStream screen)
            throws ConfigurationException, IOException, StoreException {
        return new Spillway(ConfigurationReader.read(file, Map.of()), new Spillway.Startup(screen, false));
    }

    /** Writes the configuration: {@code yaml}, and what every test needs and does not set itself. */
    static Path write(Path directory, int port, String... yaml) throws IOException {
        String text = String.join("\n", yaml) + "\n";
        if (!text.contains("listen:")) {
            text += "listen: {address: \"127.0.0.1:" + port + "\"}\n";
        }
        text += "admin: {address: \"127.0.0.1:0\"}\n";
        if (!text.contains("store:")) {
            text += "store: {directory: " + directory.resolve("store") + "}\n";
        }
        return Files.writeString(directory.resolve("spillway.yml"), text);
    }

    static int freePort() {
        return ServerProcess.freePort(new Random());
    }

    DrainConnection connect() throws IOException {
        return new DrainConnection(port);
    }

    /** A Logplex node that posts as {@code user:password}; a refused connection is tried again soon. */
    LogplexSender sender(String credentials, int batch) {
        return sender(port, credentials, batch);
    }

    static LogplexSender sender(int port, String credentials, int batch) {
        URI url = URI.create("http://" + credentials + "@127.0.0.1:" + port + "/logs");
        return new LogplexSender(url.toString(), "d.test", batch, null, Duration.ofMillis(20));
    }

    double metric(String name) throws IOException, InterruptedException {
        return admin.metric(name);
    }

    /** What the console channel has printed. */
    String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    /** Waits until a metric is as wanted. */
    void awaitMetric(String name, DoublePredicate wanted) throws IOException, InterruptedException {
        await(name, () -> wanted.test(metric(name)));
    }

    /** Waits until every accepted message has ended, and says that none is missing in the counts. */
    void awaitAllEnded(double accepted) throws IOException, InterruptedException {
        await(
                "identity of " + accepted + " messages",
                () -> metric("spillway_messages_accepted_total") == accepted
                        && metric("spillway_groups") == 0
                        && ended() == accepted);
    }

    /** How many messages have ended, however. */
    double ended() throws IOException, InterruptedException {
        double ended = 0;
        for (String how : List.of("posted", "summarised", "dropped", "dead_lettered")) {
            ended += metric("spillway_messages_" + how + "_total");
        }
        return ended;
    }

    /** A condition that may ask the server. */
    interface Wanted {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Asks again and again, for a generous while. */
    static void await(String what, Wanted wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!wanted.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not so after " + DEADLINE + ": " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    Spillway spillway() {
        return spillway;
    }

    /** Ends it at once; what is not told stays in the store. */
    @Override
    public void close() {
        spillway.close(Duration.ZERO);
    }
}
