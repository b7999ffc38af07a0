package spillway.server.admin;

import java.util.List;

/** What the admin address tells of the running server. Called on the admin's event loop; must not wait. */
public interface AdminSource {
    /** Why requests are not accepted now, a sentence each; empty if they are. */
    List<String> notReady();

    /** The newest posts first, as a person sees them. */
    List<RecentPost> recentPosts();

    /**
     * A post that went out.
     *
     * @param millis when, in milliseconds since 1970
     * @param channel where to
     * @param outcome how it ended, as in {@code spillway_posts_total}
     * @param severity its severity's name, as {@code warning}
     * @param title its headline
     * @param body its lines, newline between them
     */
    record RecentPost(long millis, String channel, String outcome, String severity, String title, String body) {}
}
