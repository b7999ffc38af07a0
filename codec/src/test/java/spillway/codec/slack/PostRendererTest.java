package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostRendererTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void render_givesOnePayload_forAFewLines() throws Exception {
        Rendered rendered = PostRenderer.render(Posts.errors(), Target.WEBHOOK);

        assertEquals(1, rendered.payloads().size());
        assertEquals(18, rendered.shown());
        JsonNode json = JSON.readTree(rendered.payloads().get(0));
        assertEquals(JSON.readTree("""
                        {"unfurl_links": false, "unfurl_media": false,
                         "text": "ERROR · shop/web · 19 lines (3 distinct) in 10 s: NullPointerException at Foo.bar",
                         "blocks": [{"type": "section", "text": {"type": "mrkdwn", "verbatim": true,
                          "text": "🔴 *ERROR · shop/web · 19 lines (3 distinct) in 10 s*"}}],
                         "attachments": [{"color": "danger", "blocks": [
                          {"type": "section", "expand": true, "text": {"type": "mrkdwn", "verbatim": true,
                           "text": "```\\n12:00:01 web.1  NullPointerException at Foo.bar ×15 until 12:00:09\\n12:00:02 web.12 Connection refused: \\"db\\" &lt;10.0.0.1&gt; ×2\\n12:00:03 web.2  GET /cart?id=1&amp;x=2 failed\\n… 1 more line\\n```"}},
                          {"type": "context", "elements": [{"type": "mrkdwn", "verbatim": true,
                           "text": "<!date^1731412801^{date_short_pretty} {time_secs}|2024-11-12 12:00:01 UTC> – <!date^1731412811^{time_secs}|2024-11-12 12:00:11 UTC> (lines in UTC) · web.1, web.12, web.2 · <https://dashboard.heroku.com/apps/shop/logs|logs> · batch 7f3a"}]}]}]}
                        """), json);
        assertEquals(List.of(), SlackLimits.faults(rendered.payloads().get(0)));
    }

    @Test
    void render_staysWithinLimits_whateverTheLines() {
        for (String text : List.of(
                "x",
                "<&>".repeat(900),
                "\"\\".repeat(2_000),
                "語".repeat(5_000),
                "😀".repeat(4_000),
                "a\n".repeat(300))) {
            for (int n : new int[] {0, 1, 2, 7, 20, 200}) {
                Post post = Posts.withLines(Posts.lines(n, text));
                long all = post.lines().stream().mapToLong(Post.Line::count).sum();
                for (Level level : Level.values()) {
                    Rendered rendered = PostRenderer.render(post, Target.WEBHOOK, level, true);
                    String where = level + " " + n + " of " + text.substring(0, 1);
                    for (String payload : rendered.payloads()) {
                        assertEquals(List.of(), SlackLimits.faults(payload), where);
                    }
                    assertTrue(rendered.payloads().size() <= (level == Level.FULL ? 3 : 1), where);
                    assertTrue(rendered.shown() <= all && (n == 0 || rendered.shown() > 0), where);
                }
            }
        }
    }
}
