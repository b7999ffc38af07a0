package spillway.server.forward;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Tells when a channel would need more than {@value #MAX_POSTS} posts a minute. */
final class FloodWatch {
    static final int MAX_POSTS = 6;
    static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final long[] left = new long[MAX_POSTS];
    private int posts;

    /** Notes that a post left that was delivered, each of its parts a post to the eye. */
    void left(long nanos, int parts) {
        for (int i = 0; i < parts; i++) {
            left[posts++ % MAX_POSTS] = nanos;
        }
    }

    /** Whether one more post now would be too many. */
    boolean isFlood(Now now) {
        return posts >= MAX_POSTS && now.nanos() - left[posts % MAX_POSTS] < MINUTE;
    }

    /** The digests have told everything: start anew. */
    void reset() {
        posts = 0;
        Arrays.fill(left, 0);
    }
}
