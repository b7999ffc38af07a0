package spillway.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;

/**
 * Sends from 64 connections, their requests cut anywhere and interleaved: each of four threads writes the requests of its
 * connections a piece at a time, now of this one, now of that. {@link StoredTexts} says whether all came through.
 *
 * <p>Run with a port, a userinfo as {@code user:password}, seconds and a seed, it sends for so long and prints how many
 * messages that were.
 */
public final class ManyConnections {
    /** How many requests a round sends. */
    public static final int CONNECTIONS = 64;

    static final int DRIVERS = 4;
    private static final int MOST_MESSAGES = 5;

    private final int port;
    private final String authorization;
    private final long seed;

    /**
     * Sends to a port of this machine.
     *
     * @param authorization the header's value; empty for none
     */
    public ManyConnections(int port, String authorization, long seed) {
        this.port = port;
        this.authorization = authorization;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws Exception {
        byte[] userinfo = arguments[1].getBytes(StandardCharsets.UTF_8);
        String authorization = "Basic " + Base64.getEncoder().encodeToString(userinfo);
        long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000;
        int port = Integer.parseInt(arguments[0]);
        ManyConnections connections = new ManyConnections(port, authorization, Long.parseLong(arguments[3]));
        System.out.println("sent=" + connections.send(round -> System.nanoTime() < end));
    }

    /**
     * Sends rounds of one request a connection.
     *
     * @param goesOn asked by each thread before a round, with that round's number, counted from 0
     * @return how many messages were sent
     * @throws IOException if a request is answered anything but 200
     */
    public int send(IntPredicate goesOn) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(DRIVERS);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int driver = 0; driver < DRIVERS; driver++) {
                Driver one = new Driver(driver);
                counts.add(threads.submit(() -> one.run(goesOn)));
            }
            int sent = 0;
            for (Future<Integer> count : counts) {
                sent += count.get();
            }
            return sent;
        } finally {
            threads.shutdownNow();
        }
    }

    private final class Driver {
        private final int number;
        private final Random random;
        private int messages;
        private int requests;

        Driver(int number) {
            this.number = number;
            this.random = new Random(seed + number);
        }

        int run(IntPredicate goesOn) throws IOException {
            List<DrainConnection> connections = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS / DRIVERS; i++) {
                    connections.add(new DrainConnection(port));
                }
                for (int round = 0; goesOn.test(round); round++) {
                    round(connections);
                }
            } finally {
                for (DrainConnection connection : connections) {
                    connection.close();
                }
            }
            return messages;
        }

        private void round(List<DrainConnection> connections) throws IOException {
            byte[][] octets = new byte[connections.size()][];
            int[] written = new int[octets.length];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = request();
            }
            for (int left = octets.length; left > 0; ) {
                int i = random.nextInt(octets.length);
                if (written[i] < octets[i].length) {
                    int until = Math.min(octets[i].length, written[i] + 1 + random.nextInt(1_200));
                    connections.get(i).write(octets[i], written[i], until);
                    written[i] = until;
                    left -= until == octets[i].length ? 1 : 0;
                }
            }
            for (DrainConnection connection : connections) {
                int status = connection.status();
                if (status != 200) {
                    throw new IOException("status: " + status + " (expected: 200)");
                }
            }
        }

        private byte[] request() {
            StringBuilder body = new StringBuilder();
            int count = 1 + random.nextInt(MOST_MESSAGES);
            for (int i = 0; i < count; i++) {
                String message = Numbered.message("d" + number, messages++, "web.1", random, Instant.EPOCH);
                body.append(message.getBytes(StandardCharsets.UTF_8).length)
                        .append(' ')
                        .append(message);
            }
            String frameId = String.format(Locale.ROOT, "%08x%024x", number, requests++);
            return DrainConnection.logplex(
                    authorization, frameId, count, body.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
