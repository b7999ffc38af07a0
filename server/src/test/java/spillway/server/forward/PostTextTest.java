package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration.GroupKey;

class PostTextTest {
    private final Stage stage = new Stage(Settings.defaults().make());

    @Test
    void requests_areTitledByCodeAndName_andCountedByPath() {
        for (int i = 0; i < 181; i++) {
            String path = i % 3 == 0 ? "/cart?id=" + i : "/checkout?step=" + i;
            AcceptedMessage request =
                    stage.message().at(Messages.EPOCH + i * 333L).request("H12", "Request timeout", path, "id-" + i);
            stage.offer(request);
        }
        stage.pass(Duration.ofSeconds(3));
        Post post = stage.seat().last();
        assertEquals("H12 Request timeout · shop · 181 requests in 60 s", post.title());
        assertEquals("/checkout ×120, /cart ×61", post.summary());
        assertEquals(
                List.of("/cart  request_id=id-0 ×61", "/checkout  request_id=id-1 ×120"),
                post.lines().stream()
                        .map(line -> line.text() + " ×" + line.count())
                        .toList());
        assertEquals(List.of(), post.notes());
        assertEquals(List.of(181L, 181L, 0L, 0L, 0L), stage.counts("alerts"));
    }

    @Test
    void loneRequest_isShownInShort() {
        stage.offer(stage.message().request("H12", "Request timeout", "/checkout?step=2", "id-7"));
        stage.pass(Duration.ofSeconds(3));
        Post post = stage.seat().last();
        assertEquals("H12 Request timeout · shop", post.title());
        assertEquals("/checkout?step=2  request_id=id-7", post.lines().get(0).text());
        assertEquals(
                "https://logs.example/shop?from=2023-11-14T22%3A13%3A20Z&to=2023-11-14T22%3A13%3A20Z&id=id-7",
                post.link());
    }

    @Test
    void requestsOfOneKind_areOne_andTheirDynosNamed() {
        for (int i = 0; i < 5; i++) {
            String method = i < 4 ? "POST" : "GET";
            stage.offer(stage.message()
                    .request(
                            "Status 500",
                            new RoutedRequest(method, "/cart?id=" + i, 500, 30 + i, "web." + (1 + i / 2), "id-" + i)));
        }
        stage.pass(Duration.ofSeconds(3));
        Post post = stage.seat().last();
        assertEquals("Status 500 · shop · 5 requests in 1 s", post.title());
        assertEquals(
                List.of(
                        "POST /cart  500 after 30–33 ms  request_id=id-0 ×4",
                        "GET /cart?id=4  500 after 34 ms  web.3  request_id=id-4 ×1"),
                post.lines().stream()
                        .map(line -> line.text() + " ×" + line.count())
                        .toList());
        assertEquals(List.of("web.1", "web.2", "web.3"), post.processes());
    }

    @Test
    void severalCodes_areNamedInANote() {
        for (int i = 0; i < 4; i++) {
            stage.offer(stage.message().request(i == 0 ? "H13" : "H12", i == 0 ? "Closed" : "Timeout", "/", "id-" + i));
        }
        stage.pass(Duration.ofSeconds(3));
        assertEquals(
                "H13 Closed, H12 Timeout · shop · 4 requests in 1 s",
                stage.seat().last().title());
        assertEquals(List.of("Codes: H12 ×3, H13 ×1."), stage.seat().last().notes());
        assertEquals(
                List.of("H13 Closed  /  request_id=id-0", "H12 Timeout  /  request_id=id-1"),
                stage.seat().last().lines().stream().map(Post.Line::text).toList());
    }

    @Test
    void manyKinds_areTitledByTheirSeverity() {
        for (int i = 0; i < 4; i++) {
            stage.offer(stage.message().request("H1" + i, "Name " + i, "/", "id-" + i));
        }
        stage.pass(Duration.ofSeconds(3));
        assertEquals("ERROR · shop · 4 requests in 1 s", stage.seat().last().title());
    }

    @Test
    void releaseWithItsDeploy_isTitledByBoth() {
        Messages api = stage.message().as(Severity.NOTICE).of("api");
        stage.offer(api.known("Deploy 4be2c91d by user alex@example.com", null, "Deploy"));
        stage.offer(api.known("Release v212 created by user alex@example.com", null, "Release v212"));
        stage.pass(Duration.ofSeconds(3));
        assertEquals(
                "Deploy 4be2c91d, release v212 · shop/api", stage.seat().last().title());
        for (int i = 0; i < 2; i++) {
            stage.offer(api.known("Deploy by hand", null, "Deploy"));
        }
        stage.pass(Duration.ofSeconds(20));
        assertEquals(
                "Deploy · shop/api · 2 equal lines in 1 s", stage.seat().last().title());
    }

    @Test
    void losses_sayWhoLostWhat() {
        stage.forwarder.tellLoss("shop", "", "L10", 127);
        stage.forwarder.tellLoss("shop", "api", "L12", 3);
        stage.seat().always = Delivery.failed(Delivery.Outcome.REFUSED, "invalid_blocks");
        stage.offer(stage.message().text("poison"));
        stage.pass(Duration.ofSeconds(6));
        stage.seat().always = null;
        stage.pass(Duration.ofSeconds(10));
        Post post = stage.seat().last();
        assertEquals("Heroku lost 130 lines, 1 line kept as dead letters in 4 s", post.title());
        assertEquals(
                List.of(
                        "shop: L10, Heroku's drain buffer overflowed ×127",
                        "api: L12, the sender's buffer overflowed ×3",
                        "alerts: Slack refused the post, kept as a dead letter ×1"),
                post.notes());
    }

    @Test
    void span_isToldInTheUnitsOfAPerson() {
        assertEquals("1 s", Words.span(0));
        assertEquals("120 s", Words.span(120_000));
        assertEquals("5 min 12 s", Words.span(312_000));
        assertEquals("47 h 59 min", Words.span(TimeUnit.HOURS.toMillis(48) - 60_000));
        assertEquals("3 d 4 h", Words.span(TimeUnit.HOURS.toMillis(76)));
        assertEquals("400 d", Words.span(TimeUnit.HOURS.toMillis(400 * 24 + 5)));
        assertEquals("2 years", Words.span(TimeUnit.DAYS.toMillis(983)));
    }

    @Test
    void traces_areCountedAsEvents() {
        for (int i = 0; i < 30; i++) {
            stage.offer(stage.message().text("failed in part " + (char) ('a' + i)));
            stage.offer(stage.message().continuing().text("  at Foo.bar"));
        }
        stage.pass(Duration.ofSeconds(3));
        assertEquals("ERROR · shop/web · 30 events in 1 s", stage.seat().last().title());
        assertEquals(10, stage.seat().last().lines().get(PostText.HEAD - 1).omitted());
        for (int i = 0; i < 3; i++) {
            stage.offer(stage.message().text("failed"));
            stage.offer(stage.message().continuing().text("  at Foo.bar"));
        }
        stage.pass(Duration.ofSeconds(12));
        assertEquals(
                "ERROR · shop/web · 3 equal events in 1 s", stage.seat().last().title());
    }

    @Test
    void crashes_areOneLiners() {
        stage.offer(stage.message().as(Severity.CRITICAL).known("State changed from up to crashed", null, "Crashed"));
        stage.pass(Duration.ofSeconds(1));
        assertEquals("Crashed · shop/web", stage.seat().last().title());
    }

    @Test
    void similarLines_areOne_ifAsked_andThePostSaysSo() {
        Stage similar = new Stage(Settings.defaults().similar().make());
        for (int i = 0; i < 7; i++) {
            similar.offer(similar.message().text("took " + i * i + " ms"));
        }
        similar.pass(Duration.ofSeconds(3));
        Post post = similar.seat().last();
        assertEquals("ERROR · shop/web · 7 similar lines in 1 s", post.title());
        assertEquals(7, post.lines().get(0).count());
        assertEquals("took 0 ms", post.lines().get(0).text());
        assertEquals(
                List.of("Lines that are equal but for numbers, ids and times are shown as one, by a sample."),
                post.notes());
    }

    @Test
    void groups_areByWhatIsAsked() {
        Stage byCode = new Stage(Settings.defaults().by(GroupKey.CODE).make());
        byCode.offer(byCode.message().request("H12", "Timeout", "/", "a"));
        byCode.offer(byCode.message().as(Severity.WARNING).request("H12", "Timeout", "/", "b"));
        byCode.offer(byCode.message().known("Error R14 (Memory quota exceeded)", "R14", "Memory quota exceeded"));
        byCode.pass(Duration.ofSeconds(10));
        assertEquals(
                List.of("H12 Timeout · shop · 2 requests in 1 s", "R14 Memory quota exceeded · shop/web"),
                byCode.seat().titles());
    }
}
