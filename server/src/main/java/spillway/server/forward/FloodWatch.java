package spillway.server.forward;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Tells when a channel would need too many posts: more than {@value #MAX_POSTS} a minute; or {@value #MAX_POSTS} a minute
 * of one group alone, all of them together {@value #STORM} events and more. With the default interval a group makes no more
 * than these, however long its storm lasts.
 */
final class FloodWatch {
    static final int MAX_POSTS = 6;
    static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long STORM = 100;

    private final Deque<Told> told = new ArrayDeque<>();

    private record Told(long nanos, Key key, long events) {}

    /** Notes that a post of a group left that was delivered, each of its parts a post to the eye. */
    void left(long nanos, int parts, Key key, long events) {
        for (int i = 0; i < parts; i++) {
            told.add(new Told(nanos, key, i == 0 ? events : 0));
        }
        while (told.size() > MAX_POSTS) {
            told.remove();
        }
    }

    /** Whether one more post now, of {@code events} of the group of {@code key}, would be too many. */
    boolean isFlood(Key key, long events, Now now) {
        told.removeIf(post -> now.nanos() - post.nanos >= MINUTE);
        return told.size() >= MAX_POSTS || (told.size() == MAX_POSTS - 1 && isStorm(key, events));
    }

    private boolean isStorm(Key key, long events) {
        long sum = events + told.stream().mapToLong(Told::events).sum();
        return sum >= STORM && told.stream().allMatch(post -> post.key.equals(key));
    }

    /** The digests have told everything: start anew. */
    void reset() {
        told.clear();
    }
}
