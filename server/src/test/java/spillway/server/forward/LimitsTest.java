package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spillway.codec.slack.Post;
import spillway.server.config.Configuration.GroupKey;

class LimitsTest {
    private static final long SMALL_HEAP = 1 << 20;

    @Test
    void storedMessages_areRefused_whenTheChannelHoldsTooMany_untilThereIsRoom() {
        Stage stage = new Stage(Settings.defaults().make(), SMALL_HEAP);
        List<Integer> rooms = new ArrayList<>();
        stage.forwarder.onRoom(rooms::add);
        stage.seat().always = Delivery.failed(Delivery.Outcome.SAFE_FAILURE, "no connection");
        int taken = 0;
        while (stage.forwarder.offer(stage.message().stored(taken).text("x"), 0)) {
            taken++;
            if (taken % 100 == 0) {
                stage.pass(10);
            }
        }
        assertTrue(taken >= 10_000 && taken < 11_000, "taken: " + taken);
        assertTrue(stage.forwarder.offer(stage.message().text("never refused"), 0));
        stage.pass(Duration.ofSeconds(60));
        assertEquals(List.of(), rooms);
        stage.seat().always = null;
        stage.pass(Duration.ofSeconds(60));
        assertEquals(List.of(0), rooms);
        assertTrue(stage.forwarder.offer(stage.message().stored(taken).text("x"), 0));
        stage.pass(Duration.ofSeconds(60));
        assertEquals(taken + 1, stage.settled.size());
        stage.assertIdentity("alerts", taken + 2);
    }

    @Test
    void memoryMessages_areCounted_whenTheForwarderIsSlower() {
        Stage stage = new Stage(Settings.defaults().make(), SMALL_HEAP);
        int messages = 50_000;
        for (int i = 0; i < messages; i++) {
            stage.offer(stage.message().text("line " + "x".repeat(100)));
        }
        stage.pass(Duration.ofSeconds(20));
        stage.assertIdentity("alerts", messages);
        List<Long> counts = stage.counts("alerts");
        assertTrue(counts.get(1) > 4_000 && counts.get(2) > 40_000, counts.toString());
        List<String> notes = stage.seat().posts().stream()
                .flatMap(post -> post.notes().stream())
                .toList();
        assertTrue(
                notes.contains(
                        String.format("%,d", counts.get(2)) + " lines came too fast to keep the text: only counted."),
                notes.toString());
    }

    @Test
    void tooManyGroups_foldIntoOther_andTextIsBounded_butNoCountIsLost() {
        Stage stage = new Stage(Settings.defaults().by(GroupKey.PROCESS).make(), SMALL_HEAP);
        stage.seat().always = Delivery.failed(Delivery.Outcome.SAFE_FAILURE, "no connection");
        int messages = 20_000;
        for (int i = 0; i < messages; i++) {
            stage.offer(
                    stage.message().of("run." + i).text("text " + "abcdefghij".charAt(i % 10) + "x".repeat(i % 2_000)));
            if (i % 50 == 0) {
                stage.pass(10);
            }
        }
        assertTrue(stage.groups() <= 60, "groups: " + stage.groups());
        stage.seat().always = null;
        stage.pass(Duration.ofMinutes(10));
        stage.assertIdentity("alerts", messages);
    }

    @Test
    void endlessEvent_isCut_andCounted() {
        Stage stage = new Stage(Settings.defaults().make());
        stage.offer(stage.message().text("java.lang.StackOverflowError"));
        for (int i = 0; i < 1_024; i++) {
            stage.offer(stage.message().continuing().text("\tat shop.Tree.walk(Tree.java:" + i + ")"));
        }
        stage.pass(Duration.ofSeconds(5));
        Post.Line line = stage.seat().last().lines().get(0);
        assertTrue(
                line.text().endsWith("\n… 825 more lines"),
                line.text().substring(line.text().length() - 60));
        assertEquals(1, line.count());
        assertEquals(List.of(1_025L, 1_025L, 0L, 0L, 0L), stage.counts("alerts"));
        stage.assertIdentity("alerts", 1_025);
    }

    @Test
    void longLine_isCutAtACodePoint_andSaysSo() {
        Stage stage = new Stage(Settings.defaults().make());
        stage.offer(stage.message().text("x" + "😀".repeat(5_000)));
        stage.pass(Duration.ofSeconds(5));
        String text = stage.seat().last().lines().get(0).text();
        assertEquals("x" + "😀".repeat(3_999) + "… (+2,002 characters)", text);
        assertFalse(text.contains("�"));
    }
}
