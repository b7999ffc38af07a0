package spillway.server.testing;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import spillway.server.send.DrainUrl;

/**
 * A Shield space's sender: chunked, on request gzipped, no frame id; the same {@code X-Request-Id} on every try. One
 * connection a request. Any answer of 400 and above drops the request.
 */
public final class LogShuttleSender {
    private static final int TRIES = 3;
    private static final int CHUNK = 4_096;

    private final DrainUrl to;
    private final boolean gzip;
    private final String authorization;

    /** @param authorization as {@code Bearer x} or {@code Basic y}; empty for none */
    public LogShuttleSender(String url, boolean gzip, String authorization) {
        this.to = DrainUrl.of(url);
        this.gzip = gzip;
        this.authorization = authorization;
    }

    /** Puts a text into the form that this sender gives it: with STRUCTURED-DATA. */
    public static String message(String time, String process, String text) {
        return "<190>1 " + time + " host app " + process + " - - " + text + "\n";
    }

    /**
     * Posts the messages.
     *
     * @return the answer's status
     * @throws IOException if no try was answered
     */
    public int post(List<String> messages) throws IOException {
        String requestId = UUID.randomUUID().toString();
        IOException last = new IOException("not tried");
        for (int i = 0; i < TRIES; i++) {
            try {
                return tryOnce(requestId, messages);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private int tryOnce(String requestId, List<String> messages) throws IOException {
        try (Socket socket = new Socket(to.host(), to.port())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(head(requestId, messages.size()).getBytes(StandardCharsets.US_ASCII));
            byte[] body = body(messages);
            for (int at = 0; at < body.length; at += CHUNK) {
                int size = Math.min(CHUNK, body.length - at);
                out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(body, at, size);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return status(socket);
        }
    }

    private String head(String requestId, int count) {
        return "POST " + to.target() + " HTTP/1.1\r\nHost: " + to.host() + ":" + to.port()
                + "\r\nTransfer-Encoding: chunked\r\nContent-Type: application/logplex-1\r\nLogplex-Msg-Count: " + count
                + (gzip ? "\r\nContent-Encoding: gzip" : "")
                + (authorization.isEmpty() ? "" : "\r\nAuthorization: " + authorization)
                + "\r\nX-Request-Id: " + requestId
                + "\r\nUser-Agent: log-shuttle\r\nAccept-Encoding: gzip\r\n\r\n";
    }

    private byte[] body(List<String> messages) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (OutputStream body = gzip ? new GZIPOutputStream(octets) : octets) {
            for (String message : messages) {
                byte[] text = message.getBytes(StandardCharsets.UTF_8);
                body.write((text.length + " ").getBytes(StandardCharsets.US_ASCII));
                body.write(text);
            }
        }
        return octets.toByteArray();
    }

    private static int status(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        if (line == null || !line.matches("HTTP/1\\.1 \\d{3} .+")) {
            throw new IOException("status line: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }
}
