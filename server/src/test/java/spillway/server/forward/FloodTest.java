package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;

class FloodTest {
    private static final String[] PATTERNS = {
        "timeout after %d ms calling inventory",
        "connection %d to db-7 refused",
        "order %d not found",
        "cart %08x expired",
        "payment %08x declined with code %d",
        "retry %d of job %08x failed",
        "cache miss ratio %d%%",
        "deadlock detected, process %d",
        "user %d is locked",
        "upstream 10.0.%d.7 unhealthy",
        "queue depth %d over limit",
        "checksum %08x differs",
    };

    @Test
    void storm_becomesAtMostTenPostsAMinute_withExactCountsOfItsPatterns() {
        Stage stage = new Stage(Settings.defaults().make());
        Random random = new Random(11);
        Map<String, Long> sent = new HashMap<>();
        long start = stage.nanos;
        int lines = 1_000_000;
        int steps = 300 * 20;
        int done = 0;
        for (int step = 1; step <= steps; step++) {
            for (; done < (long) lines * step / steps; done++) {
                String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
                String text = String.format(pattern, random.nextInt(100_000), random.nextInt(1 << 30));
                sent.merge(Pattern.of(text), 1L, Long::sum);
                stage.offer(stage.message().of("web." + (1 + done % 40)).text(text));
            }
            stage.pass(50);
        }
        stage.pass(Duration.ofMinutes(3));
        stage.assertIdentity("alerts", lines);
        assertAtMostAMinute(10, stage.seat().times(start));
        Map<String, Long> told = new HashMap<>();
        for (Post post : stage.seat().posts()) {
            for (Post.Line line : post.lines()) {
                assertEquals(0, line.omitted(), post.title());
                told.merge(Pattern.of(line.text()), line.count(), Long::sum);
            }
            assertTrue(post.lines().size() <= 20);
        }
        assertEquals(sent, told);
        assertEquals(List.of((long) lines, (long) lines, 0L, 0L, 0L), stage.counts("alerts"));
        String end = stage.seat().last().title();
        assertTrue(end.startsWith("The flood is over · "), end);
        long announced = stage.seat().posts().stream()
                .filter(post -> post.notes().stream().anyMatch(note -> note.startsWith("Too many posts")))
                .count();
        assertEquals(1, announced);
    }

    @Test
    void manyGroups_becomeDigests_thenSingleMessagesAgain() {
        Stage stage = new Stage(Settings.defaults().make());
        long start = stage.nanos;
        for (int second = 0; second < 180; second++) {
            for (int type = 0; type < 8; type++) {
                stage.offer(stage.message().of("type" + type + ".1").text("failed in part " + (char) ('a' + type)));
            }
            stage.pass(1_000);
        }
        stage.pass(Duration.ofMinutes(4));
        int digests = 0;
        for (Post post : stage.seat().posts()) {
            digests += post.title().contains(" flood · ") ? 1 : 0;
        }
        assertEquals(4, digests);
        assertAtMostAMinute(10, stage.seat().times(start));
        Post digest = stage.seat().posts().stream()
                .filter(post -> post.title().contains(" flood · "))
                .skip(1)
                .findFirst()
                .orElseThrow();
        assertEquals("ERROR flood · shop · 480 lines (8 patterns) in 59 s", digest.title());
        assertEquals(8, digest.lines().size());
        assertTrue(
                digest.notes()
                        .contains("Dynos: type0.1 ×60, type1.1 ×60, type2.1 ×60, type3.1 ×60, type4.1 ×60, "
                                + "type5.1 ×60, 2 others ×120."),
                digest.notes().toString());
        Post end = stage.seat().last();
        assertEquals("The flood is over · 1,408 lines in 2 min 59 s", end.title());
        assertEquals(List.of("Told in 4 digests."), end.notes());
        stage.offer(stage.message().text("alone"));
        stage.pass(Duration.ofSeconds(5));
        assertEquals("ERROR · shop/web", stage.seat().last().title());
        stage.assertIdentity("alerts", 180 * 8 + 1);
    }

    @Test
    void digest_tellsTheWorstFirst_thenTheMostFrequent() {
        Stage stage = new Stage(Settings.defaults().make());
        for (int second = 0; second < 30; second++) {
            for (int type = 0; type < 8; type++) {
                stage.offer(stage.message().of("type" + type + ".1").text("retry"));
            }
            if (second >= 20 && second < 25) {
                stage.offer(stage.message().as(Severity.CRITICAL).text("out of disk " + (char) ('a' + second)));
            }
            for (int i = 0; second >= 20 && i < 20; i++) {
                stage.offer(stage.message().of("type1.1").text("failed in part " + (char) ('a' + i)));
            }
            stage.pass(1_000);
        }
        stage.pass(Duration.ofMinutes(4));
        Post digest = stage.seat().posts().stream()
                .filter(post -> post.title().startsWith("CRITICAL flood"))
                .findFirst()
                .orElseThrow();
        assertTrue(digest.summary().startsWith("out of disk "), digest.summary());
        assertEquals(
                List.of("out of disk u", "out of disk v", "out of disk w", "out of disk x", "out of disk y", "retry"),
                digest.lines().stream().map(Post.Line::text).limit(6).toList());
        assertEquals(20, digest.lines().size());
    }

    @Test
    void fewLines_areNoFloodInWords_andSpansAddUp() {
        assertEquals(
                List.of(
                        "ERROR · shop · 3 similar lines in 2 s",
                        "ERROR flood · shop · 21 similar lines in 20 s",
                        "The flood is over · 24 lines in 23 s"),
                titlesAfterSixGroups(24));
        assertEquals(
                List.of(
                        "ERROR · shop · 3 similar lines in 2 s",
                        "ERROR · shop · 5 similar lines in 4 s",
                        "It is quieter again · 8 lines in 7 s"),
                titlesAfterSixGroups(8));
    }

    /** Six groups of one line, and a line a second more for so many seconds. */
    private static List<String> titlesAfterSixGroups(int seconds) {
        Stage stage = new Stage(Settings.defaults().make());
        for (int i = 0; i < 6 + seconds; i++) {
            stage.offer(stage.message().of("type" + i % 10 + ".1").text("failed"));
            stage.pass(1_000);
        }
        stage.pass(Duration.ofMinutes(4));
        return stage.seat().titles().subList(6, stage.seat().titles().size());
    }

    @Test
    void stormOfOneGroup_becomesDigests_beforeItsFirstMinuteIsOver() {
        Stage stage = new Stage(Settings.defaults().make());
        long start = stage.nanos;
        timeOut(stage, 90);
        stage.pass(Duration.ofMinutes(4));
        List<String> titles = stage.seat().titles();
        assertEquals(7, titles.size(), titles.toString());
        assertTrue(titles.get(4).startsWith("H12 Request timeout · shop · "), titles.get(4));
        assertTrue(titles.get(5).startsWith("ERROR flood · shop · "), titles.get(5));
        assertTrue(stage.seat().times(start).get(5) < 60_000);
        stage.assertIdentity("alerts", 900);
    }

    @Test
    void burstOfOneGroup_isNoFlood() {
        Stage stage = new Stage(Settings.defaults().make());
        timeOut(stage, 40);
        stage.pass(Duration.ofMinutes(2));
        for (String title : stage.seat().titles()) {
            assertTrue(title.startsWith("H12 Request timeout · shop · "), title);
        }
        stage.assertIdentity("alerts", 400);
    }

    private static void timeOut(Stage stage, int seconds) {
        for (int i = 0; i < 10 * seconds; i++) {
            stage.offer(stage.message().request("H12", "Request timeout", "/items/" + i % 20, "id-" + i));
            stage.pass(100);
        }
    }

    @Test
    void posts_countByTheirParts() {
        Stage stage = new Stage(Settings.defaults().make());
        stage.seat().parts = 3;
        long start = stage.nanos;
        for (int second = 0; second < 180; second++) {
            for (int type = 0; type < 3; type++) {
                stage.offer(stage.message().of("type" + type + ".1").text("failed in part " + (char) ('a' + type)));
            }
            stage.pass(1_000);
        }
        stage.pass(Duration.ofMinutes(4));
        assertAtMostAMinute(10, stage.seat().times(start));
        stage.assertIdentity("alerts", 540);
    }

    @Test
    void flood_survivesAChannelThatFails_andSaysEachThingOnce() {
        Stage stage = new Stage(Settings.defaults().make());
        for (int second = 0; second < 240; second++) {
            for (int type = 0; type < 8; type++) {
                stage.offer(stage.message()
                        .stored(second * 8 + type)
                        .of("type" + type + ".1")
                        .text("failed"));
            }
            if (second % 20 == 10) {
                stage.seat().script.add(Delivery.retryAfter(Duration.ofSeconds(5)));
                stage.seat().script.add(Delivery.failed(Delivery.Outcome.SAFE_FAILURE, "no connection"));
            }
            stage.pass(1_000);
        }
        stage.seat().script.clear();
        stage.pass(Duration.ofMinutes(5));
        assertEquals(1_920, stage.settled.size());
        stage.assertIdentity("alerts", 1_920);
    }

    @Test
    void steadyTrickle_isNoFlood() {
        Stage stage = new Stage(Settings.defaults().make());
        for (int i = 0; i < 600; i++) {
            stage.offer(stage.message().text("tick"));
            stage.pass(1_000);
        }
        stage.pass(Duration.ofMinutes(1));
        for (String title : stage.seat().titles()) {
            assertFalse(title.contains("flood"), title);
        }
        stage.assertIdentity("alerts", 600);
    }

    @Test
    void loudGroup_saysWhenItIsQuiet_ifAsked() {
        Stage stage = new Stage(Settings.defaults().announcing().make());
        for (int i = 0; i < 60; i++) {
            stage.offer(stage.message().text("tick"));
            stage.pass(1_000);
        }
        stage.pass(Duration.ofMinutes(3));
        assertEquals(
                "ERROR · shop/web · quiet again after 60 lines in 59 s",
                stage.seat().last().title());
        assertEquals(Severity.INFO, stage.seat().last().severity());
        int posts = stage.seat().attempts.size();
        stage.offer(stage.message().text("tick"));
        stage.pass(Duration.ofMinutes(3));
        assertEquals(posts + 1, stage.seat().attempts.size());
    }

    static void assertAtMostAMinute(int most, List<Long> times) {
        List<Long> window = new ArrayList<>();
        for (long time : times) {
            window.add(time);
            window.removeIf(before -> time - before >= TimeUnit.MINUTES.toMillis(1));
            assertTrue(window.size() <= most, "posts in a minute: " + window);
        }
    }
}
