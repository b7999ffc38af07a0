package spillway.server.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How long answers take at a given rate: requests come at random and independently of answers, as from many senders (a
 * Poisson process), and each is timed from when it was due. It keeps a core busy, so that it is never late itself.
 *
 * <p>Run with requests a second, seconds for each server, a directory of bodies, messages a body, and ports, it measures
 * the servers in turn, a second each, and prints {@code port=N p50-us=N p99-us=N requests=N}.
 */
public final class LatencyProbe {
    private static final int CONNECTIONS = 64;
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString("user-1:password".getBytes(StandardCharsets.UTF_8));

    private final double nanosBetween;
    private final ByteBuffer[] bodies;
    private final int batch;
    private final Random random = new Random(1);
    private final ByteBuffer in = ByteBuffer.allocateDirect(4_096);
    private int frameIds;

    private LatencyProbe(double rate, Path directory, int batch) throws IOException {
        this.nanosBetween = 1e9 / rate;
        this.batch = batch;
        this.bodies = new ByteBuffer[Corpus.bodies(batch)];
        for (int i = 0; i < bodies.length; i++) {
            byte[] body = Files.readAllBytes(directory.resolve((i + 1) + ".body"));
            bodies[i] = ByteBuffer.allocateDirect(body.length).put(body).flip();
        }
    }

    public static void main(String[] arguments) throws IOException {
        int seconds = Integer.parseInt(arguments[1]);
        LatencyProbe probe = new LatencyProbe(
                Double.parseDouble(arguments[0]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
        Target[] targets = new Target[arguments.length - 4];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = probe.new Target(Integer.parseInt(arguments[i + 4]));
            targets[i].measure(2);
            targets[i].count = 0; // that was to warm up
        }
        for (int second = 0; second < seconds; second++) {
            for (Target target : targets) {
                target.measure(1);
            }
        }
        for (Target target : targets) {
            System.out.println(target);
        }
    }

    private final class Target {
        private final int port;
        private final Selector selector = Selector.open();
        private final Deque<Connection> idle = new ArrayDeque<>();
        private final Deque<Long> due = new ArrayDeque<>();
        private int[] micros = new int[1 << 20];
        private int count;

        Target(int port) throws IOException {
            this.port = port;
            for (int i = 0; i < CONNECTIONS; i++) {
                idle.add(new Connection(this));
            }
        }

        void measure(int seconds) throws IOException {
            long now = System.nanoTime();
            long end = now + TimeUnit.SECONDS.toNanos(seconds);
            double next = now;
            while (now < end || idle.size() < CONNECTIONS) {
                for (now = System.nanoTime(); next <= now && next < end; next += interval()) {
                    due.add((long) next);
                }
                while (!due.isEmpty() && !idle.isEmpty()) {
                    idle.remove().send(due.remove());
                }
                selector.selectNow(key -> ((Connection) key.attachment()).read());
            }
        }

        private double interval() {
            return -Math.log(1 - random.nextDouble()) * nanosBetween;
        }

        void answered(Connection connection, long nanos) {
            if (count == micros.length) {
                micros = Arrays.copyOf(micros, 2 * count);
            }
            micros[count++] = (int) (nanos / 1_000);
            idle.add(connection);
        }

        @Override
        public String toString() {
            Arrays.sort(micros, 0, count);
            return String.format(
                    Locale.ROOT,
                    "port=%d p50-us=%d p99-us=%d requests=%d",
                    port,
                    micros[count / 2],
                    micros[(int) (count * 0.99)],
                    count);
        }
    }

    private final class Connection {
        private final Target target;
        private final SocketChannel channel;
        private final ByteBuffer[] out = new ByteBuffer[2];
        private long since;

        Connection(Target target) throws IOException {
            this.target = target;
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port));
            channel.socket().setTcpNoDelay(true);
            channel.configureBlocking(false);
            channel.register(target.selector, SelectionKey.OP_READ, this);
        }

        void send(long due) throws IOException {
            since = due;
            int number = frameIds++;
            ByteBuffer body = bodies[number % bodies.length];
            String head = "POST /logs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/logplex-1\r\n"
                    + "User-Agent: Logplex/v72\r\nLogplex-Msg-Count: " + batch + "\r\nAuthorization: " + AUTHORIZATION
                    + "\r\nLogplex-Drain-Token: d.fc6b856b-3332-4546-93de-7d0ee272c3bd\r\nLogplex-Frame-Id: "
                    + String.format("%032x", number) + "\r\nContent-Length: " + body.remaining() + "\r\n\r\n";
            out[0] = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
            out[1] = body.duplicate();
            while (out[1].hasRemaining()) {
                channel.write(out);
            }
        }

        /** An answer has no body and comes in one piece. */
        void read() {
            try {
                int length = channel.read(in.clear());
                in.flip();
                for (byte octet : OK) {
                    if (length < OK.length || in.get() != octet) {
                        throw new IOException("answer: " + StandardCharsets.US_ASCII.decode(in.rewind()));
                    }
                }
                target.answered(this, System.nanoTime() - since);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
