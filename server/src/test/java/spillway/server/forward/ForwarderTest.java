package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;

class ForwarderTest {
    private final Stage stage = new Stage(Settings.defaults().make());

    @Test
    void loneMessage_isPostedAsItself_afterTheWait() {
        long start = stage.nanos;
        stage.offer(stage.message().text("NullPointerException at Foo.bar\n"));
        stage.pass(Duration.ofSeconds(30));
        assertEquals(List.of(2_000L), stage.seat().times(start));
        Post post = stage.seat().last();
        assertEquals("ERROR · shop/web", post.title());
        assertEquals("NullPointerException at Foo.bar", post.summary());
        assertEquals(List.of(new Post.Line(Messages.EPOCH, "web.1", "NullPointerException at Foo.bar")), post.lines());
        assertEquals(List.of(), post.notes());
        assertEquals(
                "https://logs.example/shop?from=2023-11-14T22%3A13%3A20Z&to=2023-11-14T22%3A13%3A20Z&id=", post.link());
        stage.assertIdentity("alerts", 1);
    }

    @Test
    void criticalMessage_leavesAsSoonAsItsEventIsWhole() {
        long start = stage.nanos;
        stage.offer(stage.message().as(Severity.CRITICAL).text("FATAL -- :"));
        stage.pass(200);
        stage.offer(stage.message().as(Severity.CRITICAL).continuing().text("NoMethodError (undefined method):"));
        stage.pass(200);
        stage.offer(stage.message().as(Severity.CRITICAL).continuing().text("app/cart.rb:12"));
        stage.pass(Duration.ofSeconds(5));
        assertEquals(List.of(650L), stage.seat().times(start));
        assertEquals(
                "FATAL -- :\nNoMethodError (undefined method):\napp/cart.rb:12",
                stage.seat().last().lines().get(0).text());
    }

    @Test
    void event_holdsItsGroupUp_forASecondAtMost() {
        long start = stage.nanos;
        stage.offer(stage.message().text("first"));
        for (int i = 0; i < 50; i++) {
            stage.pass(100);
            stage.offer(stage.message().continuing().text("at a.b.c(C.java:" + i + ")"));
        }
        stage.pass(Duration.ofSeconds(1));
        assertEquals(List.of(3_000L), stage.seat().times(start));
    }

    @Test
    void laterMessages_leaveEveryInterval() {
        long start = stage.nanos;
        for (int i = 0; i < 30; i++) {
            stage.offer(stage.message().text("tick"));
            stage.pass(Duration.ofSeconds(1));
        }
        stage.pass(Duration.ofSeconds(15));
        assertEquals(List.of(2_000L, 12_000L, 22_000L, 32_000L), stage.seat().times(start));
        assertEquals(
                "ERROR · shop/web · 10 equal lines in 9 s",
                stage.seat().titles().get(1));
        stage.assertIdentity("alerts", 30);
        assertEquals(List.of(30L, 30L, 0L, 0L, 0L), stage.counts("alerts"));
    }

    @Test
    void nothing_waitsLongerThanMaxWait() {
        Stage slow =
                new Stage(Settings.defaults().interval(Duration.ofMinutes(5)).make());
        long start = slow.nanos;
        slow.offer(slow.message().text("one"));
        slow.pass(Duration.ofSeconds(10));
        slow.offer(slow.message().text("two"));
        slow.pass(Duration.ofMinutes(2));
        assertEquals(List.of(2_000L, 70_000L), slow.seat().times(start));
    }

    @Test
    void fullGroup_leavesAtOnce() {
        Stage small = new Stage(Settings.defaults().maxLines(5).make());
        long start = small.nanos;
        for (int i = 0; i < 6; i++) {
            small.offer(small.message().text("line " + (char) ('a' + i)));
        }
        small.pass(Duration.ofSeconds(1));
        assertEquals(List.of(0L), small.seat().times(start));
        assertEquals(6, small.seat().last().lines().size());
    }

    @Test
    void fullGroup_tellsItsPatterns_alsoIfItsTextIsLong() {
        for (int i = 0; i < 90; i++) {
            stage.offer(stage.message().text("payment " + i + " of order " + "x".repeat(90) + " declined"));
        }
        stage.pass(Duration.ofSeconds(1));
        Post post = stage.seat().last();
        assertEquals("ERROR · shop/web · 90 similar lines in 1 s", post.title());
        assertEquals(List.of(90L, 90L, 0L, 0L, 0L), stage.counts("alerts"));
    }

    @Test
    void manyDistinctLines_showHeadAndTail_withExactCountsOfTheRest() {
        for (int i = 0; i < 57; i++) {
            for (int times = 0; times <= i % 3; times++) {
                stage.offer(stage.message().text("line " + i));
            }
        }
        stage.pass(Duration.ofSeconds(4));
        Post post = stage.seat().last();
        assertEquals("ERROR · shop/web · 114 lines (57 distinct) in 1 s", post.title());
        assertEquals(20, post.lines().size());
        long shown = post.lines().stream().mapToLong(Post.Line::count).sum();
        Post.Line gap = post.lines().get(14);
        assertEquals("line 14", gap.text());
        assertEquals(114 - shown, gap.omitted());
        assertEquals(37, gap.omittedDistinct());
        assertEquals("line 52", post.lines().get(15).text());
        assertEquals(List.of(114L, shown, 114 - shown, 0L, 0L), stage.counts("alerts"));
    }

    @Test
    void stackTrace_isOneLine_andEqualTracesCollapse() {
        for (int i = 0; i < 3; i++) {
            stage.offer(stage.message().text("java.lang.IllegalStateException: no cart\n"));
            stage.offer(stage.message().continuing().text("\tat shop.Cart.pay(Cart.java:7)\n"));
            stage.offer(stage.message().of("web.2").text("GET /\n"));
            stage.offer(stage.message().continuing().text("\tat shop.Web.post(Web.java:9)\n"));
        }
        stage.pass(Duration.ofSeconds(4));
        Post post = stage.seat().last();
        assertEquals(
                List.of(
                        new Post.Line(
                                Messages.EPOCH,
                                Messages.EPOCH,
                                "web.1",
                                "java.lang.IllegalStateException: no cart\n\tat shop.Cart.pay(Cart.java:7)\n"
                                        + "\tat shop.Web.post(Web.java:9)",
                                3,
                                0,
                                0),
                        new Post.Line(Messages.EPOCH, Messages.EPOCH, "web.2", "GET /", 3, 0, 0)),
                post.lines());
        assertEquals("ERROR · shop/web · 6 events (2 distinct) in 1 s", post.title());
        assertEquals(List.of(12L, 12L, 0L, 0L, 0L), stage.counts("alerts"));
    }
}
