package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

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
                ▌ 2024-11-12 12:00:01–12:00:11 UTC · web.1, web.12, web.2 · https://dashboard.heroku.com/apps/shop/logs · batch 7f3a

                """, rendered.payloads().get(0));
        assertEquals(18, rendered.shown());
    }
}
