package spillway.server.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server in a process of its own: started, listened to, killed. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("INFO +(admin )?listening: address=\\S*:(\\d+).*");

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final long startedNanos = System.nanoTime();

    // Guarded by this.
    private final List<String> log = new ArrayList<>();
    private int port;
    private int adminPort;
    private long listeningNanos;
    private boolean ended;

    /**
     * Starts a server.
     *
     * @param command all of it, as {@code [java, ..., spillway.server.Main, serve, --config, FILE]}
     * @param directory its working directory
     */
    public ServerProcess(List<String> command, Path directory) throws IOException {
        this(command, directory, Map.of());
    }

    /** Starts a server with environment variables of its own. */
    public ServerProcess(List<String> command, Path directory, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        process = builder.start();
        Thread reader = new Thread(this::read, "server-log");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a server that listens when this returns, with one drain that takes whoever comes.
     *
     * @param command how a server starts, without its arguments
     * @param directory for its store and configuration
     * @param yaml its {@code listen}, {@code channels} and {@code rules}, and what else is wanted
     */
    static ServerProcess serving(List<String> command, Path directory, String yaml)
            throws IOException, InterruptedException {
        Path file =
                Files.writeString(directory.resolve("spillway.yml"), yaml + """
                admin: {address: "127.0.0.1:0"}
                drains: [{name: shop}]
                store: {directory: %s}
                """.formatted(directory.resolve("store")));
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("serve", "--config", file.toString()));
        ServerProcess server = new ServerProcess(all, directory);
        server.awaitListening(START);
        return server;
    }

    /** What it has in memory, in KiB. */
    long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /**
     * Waits until it takes requests.
     *
     * @return how long that took since the start
     * @throws AssertionError if it ends or takes longer than {@code deadline}; with its log
     */
    public synchronized Duration awaitListening(Duration deadline) throws InterruptedException {
        long end = startedNanos + deadline.toNanos();
        while (port == 0 || adminPort == 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || ended) {
                throw new AssertionError("server does not listen: " + String.join("\n", log));
            }
            wait(left);
        }
        return Duration.ofNanos(listeningNanos - startedNanos);
    }

    public synchronized int port() {
        return port;
    }

    public synchronized int adminPort() {
        return adminPort;
    }

    public long pid() {
        return process.pid();
    }

    /** What it has logged so far. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** SIGKILL; also what it was started by, if there is something between. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        children.forEach(child -> child.onExit().join());
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would end the log as well
    }

    /**
     * SIGTERM, and its end.
     *
     * @return its exit code
     * @throws AssertionError if it runs on after {@code deadline}
     */
    public int stop(Duration deadline) throws InterruptedException {
        terminate();
        return awaitExit(deadline);
    }

    /** Its exit code, once it has ended and its log is read. */
    public int awaitExit(Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(
                    "server runs on, " + deadline + " after its end should have come: " + String.join("\n", log()));
        }
        synchronized (this) {
            for (long left = 1; !ended && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                wait(left);
            }
        }
        return process.exitValue();
    }

    /** What an operator sees of it. */
    public AdminPort admin() {
        return new AdminPort(adminPort());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** A port that is free now, and that no outgoing connection takes while the server is down. */
    public static int freePort(Random random) {
        while (true) {
            int port = 15_000 + random.nextInt(15_000); // below the ports that connections are given
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // Taken: try another.
            }
        }
    }

    private void read() {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                logged(line);
            }
        } catch (IOException e) {
            // The process was killed while its log was read.
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }

    private synchronized void logged(String line) {
        log.add(line);
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
            int found = Integer.parseInt(listening.group(2));
            if (listening.group(1) != null) {
                adminPort = found;
            } else {
                port = found;
                listeningNanos = System.nanoTime();
            }
            notifyAll();
        }
    }
}
