package spillway.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request as it came over the wire.
 *
 * @param headers by name, whatever its case; of a repeated one the last
 */
public record WireRequest(String method, String target, Map<String, String> headers, byte[] body) {
    private static final int MAX_LINE = 64 * 1024;

    /** The next request's head, its body still empty; null if the peer has closed between two requests. */
    static @Nullable WireRequest readHead(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        String[] requestLine = ((char) first + readLine(in)).split(" ", 3);
        if (requestLine.length != 3 || !requestLine[2].equals("HTTP/1.1")) {
            throw new IOException(
                    "request line: " + String.join(" ", requestLine) + " (expected: METHOD TARGET HTTP/1.1)");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("header: " + line + " (expected: NAME: VALUE)");
            }
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new WireRequest(requestLine[0], requestLine[1], headers, new byte[0]);
    }

    /** This head with the body that follows it. */
    WireRequest withBody(InputStream in) throws IOException {
        byte[] octets = "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))
                ? readChunks(in)
                : readExactly(in, Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        return new WireRequest(method, target, headers, octets);
    }

    /** A header's value; empty if the request has none of this name. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readLine(in), 16);
            if (size == 0) {
                while (!readLine(in).isEmpty()) {}
                return octets.toByteArray();
            }
            octets.write(readExactly(in, size));
            readLine(in);
        }
    }

    private static byte[] readExactly(InputStream in, int size) throws IOException {
        byte[] octets = in.readNBytes(size);
        if (octets.length < size) {
            throw new EOFException("body: " + octets.length + " octets (expected: " + size + ")");
        }
        return octets;
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed inside a request");
            }
            if (line.size() == MAX_LINE) {
                throw new IOException("line: longer than " + MAX_LINE + " octets");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
