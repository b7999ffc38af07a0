package spillway.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request's head says, read in one pass over its headers. One connection's, filled again for each request. */
final class RequestHead {
    private static final int MAX_HEADERS = 64;

    private String uri = "";
    private String method = "";
    private boolean http10;
    private boolean versionSupported;
    private boolean close;
    private boolean tooManyHeaders;
    private int hosts;
    private boolean chunked;
    private boolean otherTransferCoding;
    private long contentLength;
    private int messageCount;
    private @Nullable String authorization;
    private @Nullable String drainToken;
    private @Nullable String frameId;
    private @Nullable String requestId;
    private @Nullable String contentType;
    private @Nullable String contentEncoding;
    private @Nullable String forwardedProto;

    void read(HttpRequest request) {
        uri = withoutAuthority(request.uri());
        method = request.method().name();
        HttpVersion version = request.protocolVersion();
        http10 = version.equals(HttpVersion.HTTP_1_0);
        versionSupported = http10 || version.equals(HttpVersion.HTTP_1_1);
        close = http10;
        tooManyHeaders = false;
        hosts = 0;
        chunked = false;
        otherTransferCoding = false;
        contentLength = -1;
        messageCount = -1;
        authorization = drainToken = frameId = requestId = contentType = contentEncoding = forwardedProto = null;
        readHeaders(request.headers());
    }

    private void readHeaders(HttpHeaders headers) {
        int count = 0;
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence(); all.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            if (++count > MAX_HEADERS) {
                tooManyHeaders = true;
                return;
            }
            readHeader(header.getKey(), header.getValue());
        }
    }

    /** By the name's length first: most headers are told apart by it, and few are compared with more than one name. */
    private void readHeader(CharSequence name, CharSequence value) {
        switch (name.length()) {
            case 4 -> {
                if (is(name, "host")) {
                    hosts++;
                }
            }
            case 10 -> {
                if (is(name, "connection")) {
                    readConnection(value);
                }
            }
            case 12 -> {
                if (is(name, "content-type")) {
                    contentType = value.toString();
                } else if (is(name, "x-request-id")) {
                    requestId = value.toString();
                }
            }
            case 13 -> {
                if (is(name, "authorization")) {
                    authorization = value.toString();
                }
            }
            case 14 -> {
                if (is(name, "content-length")) {
                    contentLength = number(value);
                }
            }
            case 16 -> {
                if (is(name, "logplex-frame-id")) {
                    frameId = value.toString();
                } else if (is(name, "content-encoding")) {
                    contentEncoding = value.toString();
                }
            }
            case 17 -> {
                if (is(name, "logplex-msg-count")) {
                    messageCount = (int) Math.min(Integer.MAX_VALUE, number(value));
                } else if (is(name, "transfer-encoding")) {
                    chunked = is(value, "chunked");
                    otherTransferCoding |= !chunked;
                } else if (is(name, "x-forwarded-proto")) {
                    forwardedProto = value.toString();
                }
            }
            case 19 -> {
                if (is(name, "logplex-drain-token")) {
                    drainToken = value.toString();
                }
            }
            default -> {}
        }
    }

    private static boolean is(CharSequence name, String lowerCase) {
        return AsciiString.contentEqualsIgnoreCase(name, lowerCase);
    }

    private void readConnection(CharSequence value) {
        if (AsciiString.containsIgnoreCase(value, "close")) {
            close = true;
        } else if (http10 && AsciiString.containsIgnoreCase(value, "keep-alive")) {
            close = false;
        }
    }

    /** The number that {@code digits} make, or -1 if they are none. */
    private static long number(CharSequence digits) {
        if (digits.length() == 0 || digits.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return value;
    }

    /** A proxy may send the whole URL (RFC 9112, section 3.2.2). */
    private static String withoutAuthority(String target) {
        int authority = target.startsWith("http://") ? 7 : target.startsWith("https://") ? 8 : 0;
        int path = authority == 0 ? 0 : target.indexOf('/', authority);
        return path < 0 ? "/" : target.substring(path);
    }

    boolean isPath(String path) {
        return uri.startsWith(path) && (uri.length() == path.length() || uri.charAt(path.length()) == '?');
    }

    /** The query's {@code app}, cut to a sane length; empty if the query can't be decoded. */
    String label() {
        int query = uri.indexOf('?');
        if (query < 0) {
            return "";
        }
        List<String> values;
        try {
            values = new QueryStringDecoder(uri, true).parameters().getOrDefault("app", List.of());
        } catch (IllegalArgumentException notPercentEncoded) {
            return ""; // its messages matter more than how they are called
        }
        return values.isEmpty()
                ? ""
                : values.get(0).substring(0, Math.min(64, values.get(0).length()));
    }

    boolean isPost() {
        return method.equals("POST");
    }

    boolean isHttp10() {
        return http10;
    }

    boolean isVersionSupported() {
        return versionSupported;
    }

    boolean isClose() {
        return close;
    }

    boolean hasTooManyHeaders() {
        return tooManyHeaders;
    }

    /** HTTP/1.1 asks for exactly one Host (RFC 9112, section 3.2). */
    boolean hasBadHost() {
        return hosts > 1 || (hosts == 0 && !http10);
    }

    boolean hasOtherTransferCoding() {
        return otherTransferCoding;
    }

    /** -1 if the head does not say. */
    long contentLength() {
        return contentLength;
    }

    boolean hasBody() {
        return chunked || contentLength > 0;
    }

    int messageCount() {
        return messageCount;
    }

    @Nullable
    String authorization() {
        return authorization;
    }

    @Nullable
    String drainToken() {
        return drainToken;
    }

    boolean fromLogplex() {
        return frameId != null;
    }

    @Nullable
    String requestId() {
        return frameId != null ? frameId : requestId;
    }

    /** {@code application/logplex-1}, with or without parameters; a sender that names no type is believed. */
    boolean hasLogplexType() {
        String type = contentType;
        if (type == null) {
            return true;
        }
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().equalsIgnoreCase("application/logplex-1");
    }

    boolean isGzip() {
        return contentEncoding != null && contentEncoding.strip().equalsIgnoreCase("gzip");
    }

    boolean hasOtherEncoding() {
        return contentEncoding != null && !isGzip() && !contentEncoding.strip().equalsIgnoreCase("identity");
    }

    /** The last proxy's word counts, if several wrote theirs. */
    boolean cameByHttps() {
        String proto = forwardedProto;
        return proto != null
                && proto.substring(proto.lastIndexOf(',') + 1).strip().equalsIgnoreCase("https");
    }
}
