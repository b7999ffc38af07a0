package spillway.server.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One connection to a drain that writes octets as it is told, and reads answers. Not thread-safe. */
public final class DrainConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    /** Connects to a port of this machine. */
    public DrainConnection(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Takes over a connection. */
    public DrainConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A request with Logplex's headers. */
    public static byte[] logplex(String authorization, String frameId, int messages, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        headers.put("Logplex-Frame-Id", frameId);
        headers.put("Logplex-Msg-Count", Integer.toString(messages));
        headers.put("User-Agent", "Logplex/v72");
        return request(headers, body);
    }

    /** A POST to /logs; the body is chunked if {@code headers} say so, else it has a length. */
    public static byte[] request(Map<String, String> headers, byte[] body) {
        boolean chunked = headers.containsKey("Transfer-Encoding");
        StringBuilder head = new StringBuilder("POST /logs HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!headers.containsKey("Content-Type")) {
            head.append("Content-Type: application/logplex-1\r\n");
        }
        head.append(chunked ? "" : "Content-Length: " + body.length + "\r\n").append("\r\n");
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (chunked) {
            octets.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        octets.writeBytes(body);
        if (chunked) {
            octets.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return octets.toByteArray();
    }

    public void write(byte[] octets) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(octets);
        out.flush();
    }

    /** Writes a part of {@code octets}. */
    public void write(byte[] octets, int from, int until) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(octets, from, until - from);
        out.flush();
    }

    /** Writes a request and returns its answer's status. */
    public int exchange(byte[] request) throws IOException {
        write(request);
        return status();
    }

    /**
     * Reads an answer.
     *
     * @throws EOFException if the drain closed instead
     */
    public int status() throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.1 \\d{3} .*")) {
            throw new IOException("status line: " + statusLine);
        }
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.startsWith("content-length:") && !header.endsWith(" 0")) {
                throw new IOException(header + " (expected: 0)");
            }
        }
        return Integer.parseInt(statusLine.substring(9, 12));
    }

    /** Whether an answer, or its end, has come. */
    public boolean isAnswered() throws IOException {
        return in.available() > 0;
    }

    /** How long reads wait. */
    public void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Says that nothing more comes. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Everything until the drain closes; what a reset cut off is left out. */
    public String readAll() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            in.transferTo(octets);
        } catch (IOException e) {
            return octets.toString(StandardCharsets.ISO_8859_1) + "[" + e.getMessage() + "]";
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed without an answer");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
