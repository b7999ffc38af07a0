package spillway.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What a request is answered with, as octets made once.
 *
 * <p>Logplex reads no chunked answer and takes a body that it does not expect for the head of its next answer: so each has
 * {@code Content-Length: 0}, a reason phrase, and nothing else.
 */
@SuppressWarnings("ImmutableEnumChecker") // read-only buffers that nobody can release
public enum Answer {
    /** Safe, or nobody wants it. */
    OK(200, "OK", ""),
    /** Nothing in it can be read. */
    BAD_REQUEST(400, "Bad Request", ""),
    UNAUTHORIZED(401, "Unauthorized", "WWW-Authenticate: Basic realm=\"spillway\"\r\n"),
    FORBIDDEN(403, "Forbidden", ""),
    NOT_FOUND(404, "Not Found", ""),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed", "Allow: POST\r\n"),
    REQUEST_TIMEOUT(408, "Request Timeout", ""),
    CONTENT_TOO_LARGE(413, "Content Too Large", ""),
    URI_TOO_LONG(414, "URI Too Long", ""),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type", ""),
    HEADERS_TOO_LARGE(431, "Request Header Fields Too Large", ""),
    /** Not safe; send it again. */
    SERVICE_UNAVAILABLE(503, "Service Unavailable", "Retry-After: 1\r\n"),
    VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported", "");

    private final int status;
    private final ByteBuf keepAlive;
    private final ByteBuf keepAliveHttp10;
    private final ByteBuf close;

    Answer(int status, String reason, String headers) {
        this.status = status;
        String head = "HTTP/1.1 " + status + " " + reason + "\r\n" + headers + "Content-Length: 0\r\n";
        this.keepAlive = shared(head + "\r\n");
        this.keepAliveHttp10 = shared(head + "Connection: keep-alive\r\n\r\n");
        this.close = shared(head + "Connection: close\r\n\r\n");
    }

    private static ByteBuf shared(String head) {
        ByteBuf octets = Unpooled.directBuffer(head.length()).writeBytes(head.getBytes(US_ASCII));
        return Unpooled.unreleasableBuffer(octets.asReadOnly());
    }

    public int status() {
        return status;
    }

    ByteBuf closing() {
        return close.duplicate();
    }

    /** The octets after which the connection stays; an HTTP/1.0 client has to be told so. */
    ByteBuf keepingAlive(boolean http10) {
        return http10 ? keepAliveHttp10.duplicate() : keepAlive.duplicate();
    }
}
