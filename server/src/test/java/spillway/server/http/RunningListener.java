package spillway.server.http;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.SyslogFrames;
import spillway.server.config.Configuration.Address;
import spillway.server.config.Configuration.Dialect;
import spillway.server.config.Configuration.Drain;
import spillway.server.config.Configuration.Listen;
import spillway.server.config.Configuration.Tls;
import spillway.server.metrics.Metrics;
import spillway.server.testing.Loops;

/** A real listener on a real port; what it hands over is kept, and answered by {@link #answer}. */
final class RunningListener implements AutoCloseable, RequestSink {
    static final int MAX_OCTETS_IN_WORK = 100_000;

    final Metrics metrics = new Metrics();
    final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    final List<DrainRequest> unanswered = Collections.synchronizedList(new ArrayList<>());
    final DrainListener listener;
    final InetSocketAddress address;
    volatile @Nullable Answer answer = Answer.OK;
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, new DefaultThreadFactory("loop"), NioIoHandler.newFactory());

    /** What a test sees of one request. */
    record Received(String drain, String label, @Nullable String id, boolean fromLogplex, List<String> frames) {}

    RunningListener(Drain... drains) throws IOException {
        this(settings(null, false, 1 << 16), drains);
    }

    RunningListener(Listen settings, Drain... drains) throws IOException {
        listener = new DrainListener(
                settings, List.of(drains), metrics, loops, this, MAX_OCTETS_IN_WORK, System::nanoTime);
        address = listener.start();
    }

    static Listen settings(@Nullable Tls tls, boolean requireForwardedHttps, long maxBody) {
        return settings(tls, requireForwardedHttps, maxBody, Duration.ofSeconds(1));
    }

    static Listen settings(@Nullable Tls tls, boolean requireForwardedHttps, long maxBody, Duration requestTimeout) {
        return new Listen(
                new Address("127.0.0.1", 0),
                "/logs",
                maxBody,
                Duration.ofSeconds(310),
                requestTimeout,
                requireForwardedHttps,
                tls);
    }

    static Drain drain(String name, List<String> credentials, List<String> tokens) {
        return new Drain(name, credentials, tokens, Dialect.AUTO, null);
    }

    @Override
    public void accept(List<DrainRequest> requests) {
        for (DrainRequest request : requests) {
            received.add(new Received(
                    request.drain(), request.label(), request.id(), request.fromLogplex(), frames(request)));
            request.releaseFrames();
            Answer with = answer;
            if (with == null) {
                unanswered.add(request);
            } else {
                request.answer(with);
            }
        }
    }

    private static List<String> frames(DrainRequest request) {
        List<String> texts = new ArrayList<>();
        for (SyslogFrames some : request.frames()) {
            for (int i = 0; i < some.count(); i++) {
                int start = some.content().readerIndex() + some.start(i);
                texts.add(some.content().toString(start, some.end(i) - some.start(i), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /** Sends octets on a new connection and returns everything that came back until the listener closed. */
    String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return readAll(socket.getInputStream());
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Reads one answer: a head, and no body. */
    static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            head.write(octet);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    static String readAll(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** A request that asks to close afterwards, so that {@link #exchange} sees its end. */
    static String post(String body, String... headers) {
        StringBuilder request = new StringBuilder("POST /logs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("Content-Type: application/logplex-1\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    @Override
    public void close() {
        listener.close();
        Loops.end(loops);
    }
}
