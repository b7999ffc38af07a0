package spillway.server.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A drain that answers what it was told, octet by octet: {@code ""} closes without an answer. When the script is empty it
 * answers a plain 200. One connection at a time.
 */
public final class DrainStandIn implements AutoCloseable {
    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final ServerSocket listener;
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<WireRequest> requests = new ArrayList<>();
    private int connections;

    public DrainStandIn() {
        this(0);
    }

    public DrainStandIn(int port) {
        try {
            listener = new ServerSocket(port, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "drain-stand-in");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "http://user:p%40ss@127.0.0.1:" + listener.getLocalPort() + "/logs?app=shop";
    }

    public int port() {
        return listener.getLocalPort();
    }

    public void answer(String... next) {
        answers.addAll(List.of(next));
    }

    public synchronized List<WireRequest> requests() {
        return List.copyOf(requests);
    }

    public synchronized int connections() {
        return connections;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                synchronized (this) {
                    connections++;
                }
                serve(socket);
            } catch (IOException e) {
                // The sender went away, or this is closed: the next connection tells.
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
        for (WireRequest head = WireRequest.readHead(in); head != null; head = WireRequest.readHead(in)) {
            WireRequest request = head.withBody(in);
            synchronized (this) {
                requests.add(request);
            }
            String answer = answers.poll();
            if (answer != null && answer.isEmpty()) {
                return;
            }
            socket.getOutputStream().write((answer == null ? OK : answer).getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
