package spillway.server.forward;

import org.jspecify.annotations.Nullable;

/**
 * A request that the router tells of.
 *
 * @param method as {@code GET}; null if not told, as the other two
 * @param path with its query
 * @param status what it was answered; -1 if not told
 * @param serviceMillis how long the dyno took; -1 if not told
 * @param dyno which dyno got it
 * @param id to look it up by
 */
public record RoutedRequest(
        @Nullable String method,
        String path,
        int status,
        int serviceMillis,
        @Nullable String dyno,
        @Nullable String id) {
    String pathWithoutQuery() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** What a person counts requests by. */
    String kind() {
        return (method == null ? "" : method + ' ') + pathWithoutQuery() + ' ' + status;
    }
}
