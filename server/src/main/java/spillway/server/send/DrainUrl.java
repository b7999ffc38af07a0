package spillway.server.send;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a drain listens, as in {@code heroku drains:add}.
 *
 * @param target path and query
 * @param userInfo {@code user:password} as it stands in the URL; empty for none
 */
public record DrainUrl(boolean tls, String host, int port, String target, String userInfo) {
    /**
     * Reads {@code http://user:password@127.0.0.1:8514/logs}.
     *
     * @throws IllegalArgumentException if it is anything else; the message holds no password
     */
    public static DrainUrl of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw malformed(withoutUserInfo(url));
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if ((!tls && !"http".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
            throw malformed(withoutUserInfo(url));
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return new DrainUrl(tls, uri.getHost(), port, path + query, userInfo);
    }

    /**
     * The same drain with other credentials.
     *
     * @throws IllegalArgumentException if they are not {@code user:password}; the message does not show them
     */
    public DrainUrl withUserInfo(String other) {
        if (other.indexOf(':') < 0) {
            throw new IllegalArgumentException("credentials: a value without a colon (expected: user:password)");
        }
        return new DrainUrl(tls, host, port, target, other);
    }

    /** The value of {@code Authorization}: the URL's characters as they stand, not percent-decoded; empty for none. */
    String authorization() {
        if (userInfo.isEmpty()) {
            return "";
        }
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of {@code Host}. */
    String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + target;
    }

    private static IllegalArgumentException malformed(String url) {
        return new IllegalArgumentException(
                "drain URL: " + url + " (expected: http://user:password@host:port/logs, or https)");
    }

    private static String withoutUserInfo(String url) {
        int at = url.lastIndexOf('@');
        return at < 0 ? url : "..." + url.substring(at);
    }
}
