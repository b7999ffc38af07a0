package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;
import spillway.server.store.Replay;
import spillway.server.store.Store;
import spillway.server.store.StoredRequest;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.Fault;
import spillway.server.testing.Numbered;
import spillway.server.testing.SlackStandIn;

/** Many connections at once, their requests cut anywhere and interleaved; every text is in the store once, and whole. */
class ManyConnectionsSystemTest {
    private static final int CONNECTIONS = 64;
    private static final int REQUESTS = 10_000;
    private static final int MOST_MESSAGES = 5;
    private static final int DRIVERS = 4;

    private final long seed = System.nanoTime();

    @TempDir
    private Path directory;

    @Test
    void everyText_isAcceptedOnce_andWhole_howeverRequestsAreCutAndInterleaved() throws Exception {
        int sent = 0;
        try (SlackStandIn slack = new SlackStandIn()) {
            slack.always("all", Fault.noService()); // nothing is told: all stays in the store
            try (RunningServer server = new RunningServer(directory, configuration(slack))) {
                ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
                List<Future<Integer>> counts = new ArrayList<>();
                for (int driver = 0; driver < DRIVERS; driver++) {
                    Driver one = new Driver(server.port, driver);
                    counts.add(drivers.submit(one::run));
                }
                drivers.shutdown();
                for (Future<Integer> count : counts) {
                    sent += count.get(120, TimeUnit.SECONDS);
                }
                assertEquals(sent, server.metric("spillway_messages_received_total"));
                assertEquals(REQUESTS, server.metric("spillway_requests_total"));
                assertEquals(0, server.metric("spillway_frames_malformed_total"));
            }
        }
        Stored stored = readBack(sent);
        assertEquals(List.of(), stored.wrong, () -> "seed " + seed);
        int expected = sent;
        assertEquals(expected, stored.messages, () -> "seed " + seed);
        for (int driver = 0; driver < DRIVERS; driver++) {
            assertEquals(stored.seen[driver].length(), stored.seen[driver].cardinality(), () -> "gaps, seed " + seed);
        }
    }

    private static String configuration(SlackStandIn slack) {
        return """
                drains: [{name: shop}]
                channels: [{name: all, webhook: "%s"}]
                rules: [{name: all, post-to: all}]
                """.formatted(slack.webhook("all"));
    }

    /** Writes the requests of its connections a piece at a time, now of this one, now of that. */
    private final class Driver {
        private final int port;
        private final int number;
        private final Random random;
        private int messages;
        private int requests;

        Driver(int port, int number) {
            this.port = port;
            this.number = number;
            this.random = new Random(seed + number);
        }

        int run() throws Exception {
            List<DrainConnection> connections = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS / DRIVERS; i++) {
                connections.add(new DrainConnection(port));
            }
            while (requests < REQUESTS / DRIVERS) {
                round(connections.subList(0, Math.min(connections.size(), REQUESTS / DRIVERS - requests)));
            }
            for (DrainConnection connection : connections) {
                connection.close();
            }
            return messages;
        }

        /** One request on each of the connections. */
        private void round(List<DrainConnection> connections) throws Exception {
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
                assertEquals(200, connection.status());
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
            return DrainConnection.logplex("", frameId, count, body.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the store holds. */
    private static final class Stored {
        final BitSet[] seen = new BitSet[DRIVERS];
        final List<String> wrong = new ArrayList<>();
        int messages;

        Stored() {
            for (int i = 0; i < DRIVERS; i++) {
                seen[i] = new BitSet();
            }
        }

        synchronized void read(String text) {
            messages++;
            List<Numbered.Found> found = Numbered.find(text);
            if (found.size() != 1 || !found.get(0).intact()) {
                wrong.add("not whole: " + text);
                return;
            }
            BitSet numbers = seen[Integer.parseInt(found.get(0).drain().substring(1))];
            int number = (int) found.get(0).number();
            if (numbers.get(number)) {
                wrong.add("twice: " + text);
            }
            numbers.set(number);
        }

        synchronized int messages() {
            return messages;
        }
    }

    /** Reads the store as the next start would. */
    private Stored readBack(int messages) throws Exception {
        Stored stored = new Stored();
        SyslogMessage message = new SyslogMessage();
        Replay replay = (StoredRequest request, List<String> channels, long[] wants) -> {
            byte[] octets = request.frames().array();
            int at = request.frames().arrayOffset();
            for (int m = 0; m < request.messages(); m++) {
                int length = 0;
                while (octets[at] != ' ') {
                    length = length * 10 + octets[at++] - '0';
                }
                SyslogParser.parse(octets, at + 1, at + 1 + length, SyslogParser.Dialect.LOGPLEX, message);
                stored.read(message.text());
                at += 1 + length;
                wants[m] = 0;
            }
        };
        ThreadFactory threads = Spillway.threads("read-back");
        try (Store store =
                Store.open(directory.resolve("store"), 1 << 30, java.time.Clock.systemUTC(), System::nanoTime)) {
            store.start(List.of("all"), replay, letter -> {}, threads);
            RunningServer.await("all read back", () -> stored.messages() >= messages);
        }
        return stored;
    }
}
