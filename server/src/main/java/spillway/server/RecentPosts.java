package spillway.server;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Post;
import spillway.codec.slack.Redaction.Redacted;
import spillway.server.admin.AdminSource.RecentPost;
import spillway.server.forward.Delivery;
import spillway.server.forward.Outlet;
import spillway.server.forward.PostSender;
import spillway.server.forward.Rendering;

/** Remembers the newest posts of all channels, for the live page. Any thread. */
final class RecentPosts {
    private static final int MOST = 30;
    private static final int MOST_LINES = 20;

    private final Clock clock;
    private final Deque<RecentPost> posts = new ArrayDeque<>();

    RecentPosts(Clock clock) {
        this.clock = clock;
    }

    /**
     * The same way out, watched; what goes there and is remembered passes {@code redaction}. A channel has one post in flight:
     * what was rendered last is what is sent.
     */
    Outlet watch(String channel, Outlet outlet, Function<Post, Redacted> redaction) {
        Watch watch = new Watch(channel, outlet, redaction);
        return new Outlet(watch.rendering(), watch.sender());
    }

    synchronized List<RecentPost> newestFirst() {
        return List.copyOf(posts);
    }

    private synchronized void add(RecentPost post) {
        posts.addFirst(post);
        if (posts.size() > MOST) {
            posts.removeLast();
        }
    }

    private final class Watch {
        private final String channel;
        private final Outlet outlet;
        private final Function<Post, Redacted> redaction;
        private volatile @Nullable Post rendered;

        Watch(String channel, Outlet outlet, Function<Post, Redacted> redaction) {
            this.channel = channel;
            this.outlet = outlet;
            this.redaction = redaction;
        }

        Rendering rendering() {
            return (post, level, mayBeRepeat, anchor) -> {
                Redacted shown = redaction.apply(post);
                rendered = shown.post();
                return outlet.rendering()
                        .render(shown.post(), level, mayBeRepeat, anchor)
                        .blanked(shown.blanked());
            };
        }

        PostSender sender() {
            return (request, payload) -> {
                Post post = rendered;
                return outlet.sender().send(request, payload).thenApply(delivery -> {
                    if (post != null) {
                        add(recent(post, delivery));
                    }
                    if (delivery.outcome() == Delivery.Outcome.DELIVERED) {
                        rendered = null; // of several parts of a post only the first is shown
                    }
                    return delivery;
                });
            };
        }

        private RecentPost recent(Post post, Delivery delivery) {
            String body = post.lines().stream()
                    .limit(MOST_LINES)
                    .map(line -> line.process() + " " + line.text() + (line.count() > 1 ? " ×" + line.count() : ""))
                    .collect(Collectors.joining("\n"));
            String notes = String.join("\n", post.notes());
            return new RecentPost(
                    clock.millis(),
                    channel,
                    delivery.outcome().label(),
                    post.severity().keyword(),
                    post.title(),
                    body.isEmpty() || notes.isEmpty() ? body + notes : body + "\n" + notes);
        }
    }
}
