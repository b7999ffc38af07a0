package spillway.server.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Thousands of connections whose heads or bodies come an octet a second, and one good sender, who must not notice. Prints how
 * long the good requests took and when the last slow connection was gone. Run it by scripts/soak --slow-clients.
 */
public final class SlowClients {
    private static final long TIME_OUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long GONE_NANOS = TIME_OUT_NANOS + TimeUnit.SECONDS.toNanos(2);
    private static final int GOOD_MILLIS = 200;
    private static final long DRIP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String POST = "POST /logs HTTP/1.1\r\nHost: x\r\n";
    private static final String HEAD = POST + "X-Slow: ";
    private static final String BODY =
            POST + "Content-Type: application/logplex-1\r\nContent-Length: 5000\r\n\r\n4990 <190>1 ";

    private final int port;
    private final Selector selector = Selector.open();
    private final ByteBuffer answer = ByteBuffer.allocate(4_096);
    private long longestNanos;
    private int gone;

    private SlowClients(int port) throws IOException {
        this.port = port;
    }

    /** Arguments: connections, a directory, and the command that starts the server. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int connections = Integer.parseInt(arguments[0]);
        boolean holds;
        try (ServerProcess server =
                ServerProcess.serving(List.of(arguments).subList(2, arguments.length), Path.of(arguments[1]), """
                listen: {address: "127.0.0.1:0", request-timeout: 10s}
                channels: [{name: all, console: true}]
                rules: [{name: all, post-to: all}]
                """)) {
            holds = new SlowClients(server.port()).run(connections);
        }
        System.exit(holds ? 0 : 1); // past the end of the server
    }

    private boolean run(int connections) throws IOException, InterruptedException {
        GoodSender good = new GoodSender(port);
        Thread sender = new Thread(good, "good-sender");
        sender.start();
        for (int i = 0; i < connections; i++) {
            open(i % 2 == 0 ? HEAD : BODY);
            if (i % 100 == 0) {
                selector.selectNow(this::read);
            }
        }
        int open = selector.keys().size();
        long deadline = System.nanoTime() + 2 * GONE_NANOS;
        long drip = System.nanoTime() + DRIP_NANOS;
        while (gone < connections && System.nanoTime() - deadline < 0) {
            selector.select(this::read, 50);
            if (System.nanoTime() - drip >= 0) {
                drip += DRIP_NANOS;
                List.copyOf(selector.keys()).forEach(this::drip);
            }
        }
        good.stop();
        sender.join();
        System.out.printf(
                Locale.ROOT,
                "slow connections: opened=%d open-at-once=%d gone=%d last after %.2f s (expected: <= %d s)%n",
                connections,
                open,
                gone,
                longestNanos / 1e9,
                TimeUnit.NANOSECONDS.toSeconds(GONE_NANOS));
        System.out.printf(
                "good requests: count=%d refused=%d %s%n",
                good.answers.count(), good.refused, good.answers.line(GOOD_MILLIS));
        return gone == connections
                && longestNanos <= GONE_NANOS
                && good.answers.millis(0.99) < GOOD_MILLIS
                && good.refused == 0;
    }

    private void open(String beginning) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        long now = System.nanoTime();
        channel.write(ByteBuffer.wrap(beginning.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, now);
    }

    private void read(SelectionKey key) {
        try {
            answer.clear();
            if (((SocketChannel) key.channel()).read(answer) < 0) {
                ended(key);
            }
        } catch (IOException reset) {
            ended(key);
        }
    }

    private void drip(SelectionKey key) {
        try {
            if (key.isValid()) {
                ((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[] {'x'}));
            }
        } catch (IOException reset) {
            ended(key);
        }
    }

    private void ended(SelectionKey key) {
        gone++;
        longestNanos = Math.max(longestNanos, System.nanoTime() - (long) key.attachment());
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One request after the other, each timed. */
    private static final class GoodSender implements Runnable {
        private final int port;
        private final Timings answers = new Timings();
        private volatile boolean stopped;
        private int refused;

        GoodSender(int port) {
            this.port = port;
        }

        void stop() {
            stopped = true;
        }

        @Override
        public void run() {
            try (DrainConnection drain = new DrainConnection(port)) {
                for (int i = 0; !stopped; i++) {
                    String message = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - number " + i + "\n";
                    byte[] request = DrainConnection.logplex(
                            "",
                            String.format(Locale.ROOT, "%032x", i),
                            1,
                            (message.length() + " " + message).getBytes(StandardCharsets.UTF_8));
                    long start = System.nanoTime();
                    refused += drain.exchange(request) == 200 ? 0 : 1;
                    answers.add(System.nanoTime() - start);
                    Thread.sleep(5);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
