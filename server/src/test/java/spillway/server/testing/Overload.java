package spillway.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ten times the connections that keep a server busy, each with its next request as soon as it has its answer, one message
 * of each wanted; then one sender alone. Prints how long answers took, what memory did, and when all was normal again. Run it by
 * scripts/soak --overload.
 */
public final class Overload {
    private static final int CONNECTIONS = 640;
    private static final int BATCH = 50;
    private static final int P99_MILLIS = 1_000;
    private static final int NEVER_MILLIS = 5_000;
    private static final int NORMAL_MILLIS = 50;
    private static final int NORMAL_IN_A_ROW = 20;
    private static final long NORMAL_AFTER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long GROWTH_KIB = 32 << 10;

    private final ServerProcess server;
    private final Timings accepted = new Timings();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final List<Long> resident = new ArrayList<>();
    private volatile boolean ended;

    private Overload(ServerProcess server) {
        this.server = server;
    }

    /** Arguments: seconds, a directory, and the command that starts the server. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean holds;
        try (SlackStandIn slack = new SlackStandIn();
                ServerProcess server = ServerProcess.serving(
                        List.of(arguments).subList(2, arguments.length), Path.of(arguments[1]), """
                        listen: {address: "127.0.0.1:0"}
                        channels: [{name: all, webhook: "%s"}]
                        rules: [{name: errors, when: {min-severity: error}, post-to: all}]
                        """.formatted(
                                        slack.webhook("all")))) {
            holds = new Overload(server).run(Integer.parseInt(arguments[0]));
        }
        System.exit(holds ? 0 : 1); // past the end of the server
    }

    private boolean run(int seconds) throws IOException, InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread sender = new Thread(null, this::send, "sender-" + i, 256 << 10);
            senders.add(sender);
            sender.start();
        }
        for (int second = 0; second < seconds; second++) {
            TimeUnit.SECONDS.sleep(1);
            resident.add(server.residentKib());
        }
        ended = true;
        for (Thread sender : senders) {
            sender.join();
        }
        double normal = secondsUntilNormal();
        long growth = resident.get(resident.size() - 1) - resident.get(resident.size() / 2);
        System.out.printf(
                "answers: 200=%d 503=%d broken=%d %s (never: >= %d ms)%n",
                accepted.count(), late.get(), broken.get(), accepted.line(P99_MILLIS), NEVER_MILLIS);
        System.out.printf(
                Locale.ROOT,
                "resident: %d MiB halfway, %+d kiB in the second half (expected: <= %d)%n",
                resident.get(resident.size() / 2) >> 10,
                growth,
                GROWTH_KIB);
        System.out.printf(
                Locale.ROOT,
                "normal again: after %.2f s (expected: <= 5 s): %d answers in a row below %d ms%n",
                normal,
                NORMAL_IN_A_ROW,
                NORMAL_MILLIS);
        return broken.get() == 0
                && accepted.millis(0.99) < P99_MILLIS
                && accepted.millis(1) < NEVER_MILLIS
                && growth <= GROWTH_KIB
                && normal * 1e9 <= NORMAL_AFTER_NANOS;
    }

    /** On a connection of its own, opened again after a 503: that closes it. */
    private void send() {
        while (!ended) {
            try (DrainConnection drain = new DrainConnection(server.port())) {
                int status = 200;
                while (!ended && status == 200) {
                    long start = System.nanoTime();
                    status = drain.exchange(request());
                    if (status == 200) {
                        accepted.add(System.nanoTime() - start);
                    } else if (status == 503) {
                        late.incrementAndGet();
                    } else {
                        broken.incrementAndGet();
                    }
                }
            } catch (IOException e) {
                broken.incrementAndGet();
            }
        }
    }

    private byte[] request() {
        long number = numbers.getAndIncrement();
        StringBuilder body = new StringBuilder();
        for (int m = 0; m < BATCH; m++) {
            String message = "<190>1 2024-01-01T00:00:00+00:00 host app web." + m % 9 + " - "
                    + (m == 0 ? "ERROR" : "INFO") + " request " + number + " message " + m
                    + " of an application that has more to say than anybody can read\n";
            body.append(message.length()).append(' ').append(message);
        }
        return DrainConnection.logplex(
                "",
                String.format(Locale.ROOT, "%032x", number),
                BATCH,
                body.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Seconds from now to the first of a row of quick answers to one sender alone. */
    private double secondsUntilNormal() {
        long start = System.nanoTime();
        long rowStart = start;
        int quick = 0;
        while (quick < NORMAL_IN_A_ROW && System.nanoTime() - start < 4 * NORMAL_AFTER_NANOS) {
            boolean isQuick = true;
            try (DrainConnection drain = new DrainConnection(server.port())) {
                for (; isQuick && quick < NORMAL_IN_A_ROW; quick++) {
                    long sent = System.nanoTime();
                    isQuick = drain.exchange(request()) == 200
                            && System.nanoTime() - sent < TimeUnit.MILLISECONDS.toNanos(NORMAL_MILLIS);
                }
            } catch (IOException refused) {
                isQuick = false;
            }
            if (!isQuick) {
                quick = 0;
                rowStart = System.nanoTime();
            }
        }
        return (rowStart - start) / 1e9;
    }
}
