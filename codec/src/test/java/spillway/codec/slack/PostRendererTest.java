package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spillway.codec.syslog.Severity;

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

    @Test
    void render_addressesABotsMessage() throws Exception {
        Post post = Posts.lone(Severity.INFO, "INFO · shop/web", "up");

        JsonNode posted = JSON.readTree(first(PostRenderer.render(post, Target.channel("C1"))));
        assertEquals("C1", posted.path("channel").asText());
        assertEquals(false, posted.path("unfurl_links").booleanValue());
        JsonNode answered = JSON.readTree(first(PostRenderer.render(post, Target.thread("C1", "1.2"))));
        assertEquals("1.2", answered.path("thread_ts").asText());
        JsonNode updated = JSON.readTree(first(PostRenderer.render(post, Target.update("C1", "1.3"))));
        assertEquals("1.3", updated.path("ts").asText());
        assertEquals(false, updated.has("unfurl_links"));
    }

    @Test
    void render_updatesInOnePart_howeverLong() {
        Post post = Posts.withLines(Posts.lines(20, "long ".repeat(300)));

        assertEquals(
                3, PostRenderer.render(post, Target.channel("C1")).payloads().size());
        assertEquals(
                1,
                PostRenderer.render(post, Target.update("C1", "1.3")).payloads().size());
    }

    @Test
    void render_numbersParts_andCallsOnlyInTheFirst() throws Exception {
        Post wide = Posts.withLines(Posts.lines(20, "long ".repeat(300)));
        Post post = new Post(Severity.ALERT, "T", "", wide.lines(), 0, 0, List.of(), List.of(), null, "<!channel>", "");

        Rendered rendered = PostRenderer.render(post, Target.WEBHOOK);

        List<String> headlines = new ArrayList<>();
        for (String payload : rendered.payloads()) {
            headlines.add(JSON.readTree(payload).at("/blocks/0/text/text").asText());
        }
        assertEquals(List.of("<!channel> 🚨 *T (1/3)*", "🚨 *T (2/3)*", "🚨 *T (3/3)*"), headlines);
        assertEquals(210, rendered.shown());
    }

    @Test
    void render_leavesOutNotes_ofNothingVisible() {
        for (String nothing : List.of("", " ", "\n", "\u200B", "\u001B[31m")) {
            Post post =
                    new Post(Severity.ALERT, "T", "", List.of(), 0, 0, List.of(), List.of(nothing), null, null, "7f3c");
            for (Level level : Level.values()) {
                String payload = first(PostRenderer.render(post, Target.WEBHOOK, level, false));
                assertEquals(List.of(), SlackLimits.faults(payload), level + ": " + payload);
            }
        }
    }

    @Test
    void render_saysThatItMayBeARepeat() throws Exception {
        Post post = Posts.lone(Severity.INFO, "INFO · shop/web", "up");

        for (Level level : Level.values()) {
            assertTrue(first(PostRenderer.render(post, Target.WEBHOOK, level, true))
                    .contains("batch 7f3b (may be a repeat)"));
            assertTrue(first(PostRenderer.render(post, Target.PLAIN, level, true))
                    .contains("batch 7f3b (may be a repeat)"));
        }
    }

    @Test
    void render_takesTheSeveritysColour() throws Exception {
        List<String> colours = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            Post post = Posts.lone(severity, "T/x", "up");
            colours.add(JSON.readTree(first(PostRenderer.render(post, Target.WEBHOOK)))
                    .at("/attachments/0/color")
                    .asText());
        }
        assertEquals(
                List.of("#8B0000", "#8B0000", "#8B0000", "danger", "warning", "#439FE0", "good", "#aaaaaa"), colours);
    }

    @Test
    void render_givesMarkdownAndOneColour_inPlainForm() throws Exception {
        assertEquals(JSON.readTree("""
                        {"unfurl_links": false, "unfurl_media": false,
                         "text": "🔴 **ERROR · shop/web · 19 lines (3 distinct) in 10 s**",
                         "attachments": [{"color": "#A30200",
                          "fallback": "ERROR · shop/web · 19 lines (3 distinct) in 10 s: NullPointerException at Foo.bar",
                          "text": "```\\n12:00:01 web.1  NullPointerException at Foo.bar ×15 until 12:00:09\\n12:00:02 web.12 Connection refused: \\"db\\" <10.0.0.1> ×2\\n12:00:03 web.2  GET /cart?id=1&x=2 failed\\n… 1 more line\\n```\\n2024-11-12 12:00:01–12:00:11 UTC · web.1, web.12, web.2 · [logs](https://dashboard.heroku.com/apps/shop/logs) · batch 7f3a"}]}
                        """), JSON.readTree(first(PostRenderer.render(Posts.errors(), Target.PLAIN))));
    }

    @Test
    void render_saysHowMuchOfALongLineIsGone() {
        String payload = first(
                PostRenderer.render(Posts.lone(Severity.INFO, "INFO · shop/web", "ab".repeat(3_000)), Target.WEBHOOK));

        assertTrue(payload.contains("… (+3,267 characters)\\n```"), payload);
    }

    @Test
    void render_keepsAStackTraceWhole_whileItFits() {
        String whole = first(PostRenderer.render(Posts.trace(60), Target.WEBHOOK));
        assertEquals(60, whole.split("Checkout\\.java", -1).length - 1);

        String half = first(PostRenderer.render(Posts.trace(60), Target.WEBHOOK, Level.HALF, false));
        assertTrue(half.contains("cart is gone"));
        assertTrue(half.contains(" lines)\\n  Caused by: java.io.IOException: Connection reset\\n"), half);
    }

    private static String first(Rendered rendered) {
        return rendered.payloads().get(0);
    }
}
