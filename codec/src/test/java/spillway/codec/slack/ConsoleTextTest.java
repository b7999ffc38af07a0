package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import spillway.codec.syslog.Severity;

class ConsoleTextTest {
    @Test
    void render_readsLikeThePostInSlack() {
        Rendered rendered = ConsoleText.render(Posts.errors(), 140, false);

        assertEquals("""
                ▌ 🔴 ERROR · shop/web · 19 lines (3 distinct) in 10 s
                ▌ 12:00:01 web.1  NullPointerException at Foo.bar ×15 until 12:00:09
                ▌ 12:00:02 web.12 Connection refused: "db" <10.0.0.1> ×2
                ▌ 12:00:03 web.2  GET /cart?id=1&x=2 failed
                ▌ … 1 more line
                ▌ 2024-11-12 12:00:01–12:00:11 UTC · web.1, web.12, web.2 · batch 7f3a · https://dashboard.heroku.com/apps/shop/logs

                """, rendered.payloads().get(0));
        assertEquals(18, rendered.shown());
    }

    @Test
    void render_keepsHeadAndCause_ofALongStackTrace() {
        String text = ConsoleText.render(Posts.trace(60), 100, false).payloads().get(0);

        List<String> rows = text.lines().toList();
        assertEquals("▌ 🔥 CRITICAL · shop/worker", rows.get(0));
        assertEquals("▌ 12:00:01 worker.1 java.lang.IllegalStateException: cart is gone", rows.get(1));
        assertEquals("▌     at com.example.shop.Checkout$Step.run(Checkout.java:100)", rows.get(2));
        assertEquals(
                List.of(
                        "▌   … (+16 lines)",
                        "▌   Caused by: java.io.IOException: Connection reset",
                        "▌     at java.base/sun.nio.ch.Net.read(Net.java:1)",
                        "▌     ... 12 more",
                        "▌ 2024-11-12 12:00:01 UTC · worker.1 · batch 7f3b",
                        ""),
                rows.subList(rows.size() - 6, rows.size()));
    }

    @Test
    void render_countsEvents_ifSomeHaveSeveralLines() {
        Post post = Posts.withLines(List.of(new Post.Line(0, 0, "web.1", "failed\n  at Foo.bar", 1, 10, 0)));
        assertEquals(
                "▌ … 10 more events",
                ConsoleText.render(post, 100, false)
                        .payloads()
                        .get(0)
                        .lines()
                        .toList()
                        .get(3));
        String payload = PostRenderer.render(post, Target.WEBHOOK).payloads().get(0);
        assertEquals(true, payload.contains("… 10 more events\\n```"), payload);
    }

    @Test
    void render_wrapsBelowTheText_andCountsWhatIsTooLong() {
        String text = ConsoleText.render(
                        Posts.withLines(List.of(
                                Posts.line("one two three four five six seven eight", 1),
                                Posts.line("x".repeat(300), 2))),
                        40,
                        false)
                .payloads()
                .get(0);

        assertEquals("""
                ▌ 🟡 WARNING · shop/web
                ▌ 12:00:01 web.1 one two three four five
                ▌                six seven eight
                ▌ 12:00:01 web.1 xxxxxxxxxxxxxxxxxxxxxxx
                ▌                xxxxxxxxxxxxxxxxxxxxxxx
                ▌                xxxxxxxxxxxxxxxxxxxxxxx
                ▌                xxxxxxxxxxxxxxxxxxxxxxx
                ▌                xxxxxxxxxxxxxxxxxxxxxxx
                ▌                x… (+187 characters)
                ▌ 2024-11-12 12:00:01 UTC · batch b

                """, text);
    }

    @Test
    void render_coloursTheBarOnly_andStyles() {
        Post lone = Posts.lone(Severity.ERROR, "ERROR · shop/web", "boom");

        assertEquals(
                """
                E[38;5;160m▌E[0m E[1m🔴 ERROR · shop/webE[0m
                E[38;5;160m▌E[0m 12:00:01 web.1 boom
                E[38;5;160m▌E[0m E[2m2024-11-12 12:00:01 UTC · web.1 · batch 7f3bE[0m

                """.replace("E[", "\u001B["),
                ConsoleText.render(lone, 100, true).payloads().get(0));
    }
}
