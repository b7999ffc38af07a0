package spillway.server.store;

import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, and what must be known to read its frames again.
 *
 * @param drain the drain's name
 * @param label what the sender's URL carried along as {@code app=NAME}; else empty
 * @param requestId the frame id or {@code X-Request-Id}, the same on each retry; null if the sender gave none
 * @param dialect how messages stand in the frames, as the caller numbers it, 0 to 255
 * @param receivedMillis the time of receipt in milliseconds since 1970
 */
public record RequestHead(
        String drain, String label, @Nullable String requestId, int dialect, long receivedMillis) {}
