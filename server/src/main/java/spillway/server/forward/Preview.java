package spillway.server.forward;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import spillway.codec.slack.Post;
import spillway.server.config.Configuration;

/** The posts that messages would become if they came all at once: what {@code spillway explain --posts} shows. */
public final class Preview {
    private Preview() {}

    /** One post a group, in the order of their first messages. */
    public static List<Post> posts(Configuration configuration, Iterable<AcceptedMessage> messages) {
        Groups groups =
                new Groups(configuration.group(), Limits.of(Runtime.getRuntime().maxMemory(), 1));
        Now now = new Now(0, 0);
        for (AcceptedMessage message : messages) {
            groups.add(message, now);
        }
        PostText text = new PostText(Link.of(configuration));
        List<Post> posts = new ArrayList<>();
        for (Group group = groups.firstDue(); group != null; group = groups.firstDue()) {
            Batch batch = groups.leave(group, now);
            String mention = batch.mentions.isEmpty() ? null : String.join(" ", batch.mentions);
            posts.add(text.post(batch, now, Objects.toString(posts.size() + 1), mention));
        }
        posts.sort(Comparator.comparingLong(Post::fromMillis));
        return posts;
    }
}
