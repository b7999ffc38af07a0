package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import spillway.codec.slack.Post;
import spillway.server.forward.Delivery.Outcome;

class ThreadsTest {
    private final Stage stage =
            new Stage(Settings.defaults().with(Settings.bot("alerts")).make());

    @Test
    void group_hasOneParentAnHour_detailsInItsThread_andALiveCount() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                stage.offer(stage.message().text("failed " + (char) ('a' + i)));
            }
            stage.pass(Duration.ofSeconds(20));
        }
        List<String> seen = shapes();
        assertEquals(
                List.of(
                        "parent ERROR · shop/web · 4 lines in 1 s [failed a]",
                        "in ts1 ERROR · shop/web · 4 lines in 1 s [failed a, failed b, failed c, failed d]",
                        "in ts1 ERROR · shop/web · 4 lines in 1 s [failed a, failed b, failed c, failed d]",
                        "update ts1 ERROR · shop/web · 8 lines in 20 s [failed a]",
                        "in ts1 ERROR · shop/web · 4 lines in 1 s [failed a, failed b, failed c, failed d]",
                        "update ts1 ERROR · shop/web · 12 lines in 40 s [failed a]"),
                seen);
        stage.pass(Duration.ofHours(1));
        stage.offer(stage.message().text("failed a"));
        stage.pass(Duration.ofSeconds(20));
        assertEquals("parent ERROR · shop/web [failed a]", shapes().get(6));
        stage.assertIdentity("alerts", 13);
        assertEquals(List.of(13L, 13L, 0L, 0L, 0L), stage.counts("alerts"));
    }

    @Test
    void loneMessage_isItsOwnParent() {
        stage.offer(stage.message().text("failed a"));
        stage.pass(Duration.ofSeconds(20));
        stage.offer(stage.message().text("failed b"));
        stage.pass(Duration.ofSeconds(20));
        assertEquals(
                List.of(
                        "parent ERROR · shop/web [failed a]",
                        "in ts1 ERROR · shop/web [failed b]",
                        "update ts1 ERROR · shop/web · 2 lines in 20 s [failed a]"),
                shapes());
    }

    @Test
    void goneParent_isReplacedByANewOne() {
        stage.offer(stage.message().stored(1).text("failed a"));
        stage.pass(Duration.ofSeconds(20));
        stage.seat().script.add(Delivery.failed(Delivery.Outcome.GONE, "thread_not_found"));
        stage.offer(stage.message().stored(2).text("failed b"));
        stage.pass(Duration.ofSeconds(20));
        assertEquals(
                List.of(
                        "parent ERROR · shop/web [failed a]",
                        "in ts1 ERROR · shop/web [failed b]",
                        "parent ERROR · shop/web [failed b]"),
                shapes());
        stage.seat().script.add(Delivery.delivered("", ""));
        stage.seat().script.add(Delivery.failed(Delivery.Outcome.GONE, "message_not_found"));
        stage.offer(stage.message().stored(3).text("failed c"));
        stage.pass(Duration.ofSeconds(20));
        stage.offer(stage.message().stored(4).text("failed d"));
        stage.pass(Duration.ofSeconds(20));
        assertEquals(
                List.of(
                        "in ts3 ERROR · shop/web [failed c]",
                        "update ts3 ERROR · shop/web · 2 lines in 20 s [failed b]",
                        "parent ERROR · shop/web [failed d]"),
                shapes().subList(3, 6));
        assertEquals(4, stage.settled.size());
        stage.assertIdentity("alerts", 4);
    }

    @Test
    void refusedParent_isLeftOut() {
        Delivery refused = Delivery.failed(Delivery.Outcome.REFUSED, "invalid_blocks");
        stage.seat().script.addAll(List.of(refused, refused, refused));
        stage.offer(stage.message().text("failed a"));
        stage.offer(stage.message().text("failed b"));
        stage.pass(Duration.ofSeconds(20));
        assertEquals("parent ERROR · shop/web · 2 lines in 1 s [failed a, failed b]", shapes().get(3));
        assertEquals(List.of(2L, 2L, 0L, 0L, 0L), stage.counts("alerts"));
    }

    @Test
    void throttledParent_flowsBackIntoItsGroup() {
        stage.seat().script.add(Delivery.retryAfter(Duration.ofSeconds(10)));
        stage.offer(stage.message().text("failed a"));
        stage.offer(stage.message().text("failed b"));
        stage.pass(Duration.ofSeconds(5));
        stage.offer(stage.message().text("failed c"));
        stage.pass(Duration.ofSeconds(20));
        assertEquals(
                List.of(
                        "parent ERROR · shop/web · 2 lines in 1 s [failed a]",
                        "parent ERROR · shop/web · 3 lines in 5 s [failed a]",
                        "in ts2 ERROR · shop/web · 3 lines in 5 s [failed a, failed b, failed c]"),
                shapes());
        stage.assertIdentity("alerts", 3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"REFUSED", "GONE", "CLOSED"})
    void updateThatSlackWillNotMake_closesNothing_andANewParentFollows(Outcome outcome) {
        stage.offer(stage.message().stored(1).text("failed a"));
        stage.pass(Duration.ofSeconds(20));
        stage.seat().script.add(Delivery.delivered("", ""));
        stage.seat().script.add(Delivery.failed(outcome, "channel_not_found"));
        stage.offer(stage.message().stored(2).text("failed b"));
        stage.pass(Duration.ofSeconds(20));
        stage.offer(stage.message().stored(3).text("failed c"));
        stage.pass(Duration.ofSeconds(20));
        assertEquals(
                List.of(
                        "parent ERROR · shop/web [failed a]",
                        "in ts1 ERROR · shop/web [failed b]",
                        "update ts1 ERROR · shop/web · 2 lines in 20 s [failed a]",
                        "parent ERROR · shop/web [failed c]"),
                shapes());
        stage.assertIdentity("alerts", 3);
    }

    @Test
    void throttledUpdate_isMadeLater() {
        stage.offer(stage.message().text("failed a"));
        stage.pass(Duration.ofSeconds(20));
        stage.seat().script.add(Delivery.delivered("", ""));
        stage.seat().script.add(Delivery.retryAfter(Duration.ofSeconds(10)));
        stage.offer(stage.message().text("failed b"));
        stage.pass(Duration.ofSeconds(30));
        assertEquals(
                List.of(
                        "in ts1 ERROR · shop/web [failed b]",
                        "update ts1 ERROR · shop/web · 2 lines in 20 s [failed a]",
                        "update ts1 ERROR · shop/web · 2 lines in 20 s [failed a]"),
                shapes().subList(1, shapes().size()));
    }

    private List<String> shapes() {
        return stage.seat().attempts.stream()
                .map(attempt -> (attempt.anchor().update().isEmpty()
                                ? attempt.anchor().thread().isEmpty()
                                        ? "parent"
                                        : "in " + attempt.anchor().thread()
                                : "update " + attempt.anchor().update())
                        + " " + attempt.post().title() + " "
                        + attempt.post().lines().stream().map(Post.Line::text).toList())
                .toList();
    }
}
