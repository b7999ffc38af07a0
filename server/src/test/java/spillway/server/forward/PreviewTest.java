package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import spillway.codec.slack.Post;

class PreviewTest {
    @Test
    void posts_areOneAGroup_inTheOrderOfTheirFirstMessages() {
        List<AcceptedMessage> messages = List.of(
                Messages.web1().of("worker.1").at(Messages.EPOCH + 5).text("two"),
                Messages.web1().text("one"),
                Messages.web1().at(Messages.EPOCH + 9_000).text("one"));
        List<Post> posts = Preview.posts(Settings.defaults().make(), messages);
        assertEquals(
                List.of("ERROR · shop/web · 2 equal lines in 9 s", "ERROR · shop/worker"),
                posts.stream().map(Post::title).toList());
    }
}
