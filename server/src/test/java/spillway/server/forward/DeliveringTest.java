package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration.Kind;
import spillway.server.forward.Delivery.Outcome;

class DeliveringTest {
    private static final Delivery SAFE = Delivery.failed(Outcome.SAFE_FAILURE, "no connection");
    private static final Delivery AMBIGUOUS = Delivery.failed(Outcome.AMBIGUOUS, "500");
    private static final Delivery REFUSED = Delivery.failed(Outcome.REFUSED, "invalid_blocks");
    private static final Delivery CLOSED = Delivery.failed(Outcome.CLOSED, "no_service");

    private final Stage stage = new Stage(Settings.defaults().make());

    @Test
    void retryAfter_silencesTheChannel_thenOneMergedPostLeaves() {
        stage.seat().script.add(Delivery.retryAfter(Duration.ofSeconds(30)));
        long start = stage.nanos;
        for (int i = 0; i < 320; i++) {
            stage.offer(stage.message().of(i % 2 == 0 ? "web.1" : "worker.1").text("failed " + i % 3));
            stage.pass(100);
        }
        stage.pass(Duration.ofSeconds(20));
        List<Long> times = stage.seat().times(start);
        assertEquals(2_000L, times.get(0));
        assertTrue(times.get(1) >= 32_100 && times.get(1) < 33_000, times.toString());
        long told = stage.seat().posts().get(1).lines().stream()
                .mapToLong(Post.Line::count)
                .sum();
        assertTrue(told >= 319, "told in one post: " + told);
        assertEquals(3, stage.seat().posts().get(1).lines().size());
        stage.assertIdentity("alerts", 320);
    }

    @Test
    void firstPost_keepsThePace_ofTheServerBefore() {
        Stage started = new Stage(Settings.defaults().make(), 512L << 20, Duration.ZERO);
        long start = started.nanos;
        started.offer(started.message().as(Severity.CRITICAL).text("failed"));
        started.pass(Duration.ofSeconds(2));
        assertEquals(List.of(1_050L), started.seat().times(start));
    }

    @Test
    void pace_countsFromTheAnswer_howeverLongAnotherChannelTakesToRender() {
        Stage two = new Stage(Settings.defaults()
                .with(Settings.webhook("slow"), Settings.webhook("paced"))
                .make());
        Stage.Seat slow = two.seats.get(0);
        Stage.Seat paced = two.seats.get(1);
        long start = two.nanos;
        two.forwarder.offer(two.message().as(Severity.CRITICAL).text("first"), 1);
        two.pass(100);
        slow.whileRendering = () -> {
            two.nanos += Duration.ofMillis(400).toNanos();
            paced.answer();
        };
        two.forwarder.offer(two.message().as(Severity.CRITICAL).text("long"), 0);
        two.forwarder.offer(two.message().as(Severity.CRITICAL).of("worker.1").text("second"), 1);
        two.pass(Duration.ofSeconds(3));
        assertEquals(List.of(250L, 1_800L), paced.times(start));
    }

    @Test
    void safeFailures_areTriedAgainWithJitter_andNothingIsLost_howeverLongSlackIsDown() {
        stage.seat().always = SAFE;
        long start = stage.nanos;
        for (long i = 0; i < 3_600; i++) {
            stage.offer(stage.message().stored(i).text("failed"));
            stage.pass(1_000);
        }
        List<Long> times = stage.seat().times(start);
        assertTrue(times.size() > 100 && times.size() < 135, "attempts in an hour: " + times.size());
        assertEquals(0, stage.settled.size());
        stage.seat().always = null;
        stage.pass(Duration.ofSeconds(45));
        assertEquals(3_600, stage.settled.size());
        assertEquals(List.of(3_600L, 3_600L, 0L, 0L, 0L), stage.counts("alerts"));
        stage.assertIdentity("alerts", 3_600);
    }

    @Test
    void ambiguousPost_isSentThreeTimesMarked_thenFlowsBackAndTheChannelRests() {
        stage.seat().script.addAll(List.of(AMBIGUOUS, AMBIGUOUS, AMBIGUOUS));
        stage.offer(stage.message().stored(7).text("failed"));
        stage.pass(Duration.ofSeconds(60));
        List<Stage.Attempt> attempts = stage.seat().attempts;
        assertEquals(
                List.of(false, true, true, false),
                attempts.stream().map(Stage.Attempt::repeat).toList());
        String first = attempts.get(0).post().batchId();
        assertEquals(first, attempts.get(2).post().batchId());
        List<Long> times = stage.seat().times(0);
        assertTrue(times.get(3) - times.get(2) >= 30_000, times::toString);
        assertEquals(
                List.of("May be a repeat, in part or whole, of " + first + "."),
                attempts.get(3).post().notes());
        assertEquals(1, stage.settled.size());
        stage.assertIdentity("alerts", 1);
    }

    @Test
    void messages_areAllTold_howeverLongSlackAnswers500() {
        stage.seat().always = AMBIGUOUS;
        for (long i = 0; i < 600; i++) {
            stage.offer(stage.message().stored(i).text("failed"));
            stage.pass(1_000);
        }
        int tried = stage.seat().attempts.size();
        assertTrue(tried >= 20 && tried <= 40, "attempts in 10 min: " + tried);
        stage.seat().always = null;
        stage.pass(Duration.ofMinutes(2));
        assertEquals(List.of(), stage.dead);
        assertEquals(600, stage.settled.size());
        stage.assertIdentity("alerts", 600);
    }

    @Test
    void waits_areNeverAbove30s_whateverFails() {
        for (int i = 0; i < 100; i++) {
            stage.seat().script.add(i % 2 == 0 ? AMBIGUOUS : SAFE);
        }
        for (long i = 0; i < 1_800; i++) {
            stage.offer(stage.message().stored(i).text("failed"));
            stage.pass(1_000);
        }
        List<Long> times = stage.seat().times(0);
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        assertTrue(longest > 29_000 && longest <= 30_150, "longest wait, an answer and a step: " + longest + " ms");
    }

    @Test
    void ambiguousPost_isDroppedAndTold_atMostOnce() {
        Stage once = new Stage(Settings.defaults()
                .with(Settings.channel(
                        "alerts", Kind.WEBHOOK, spillway.server.config.Configuration.Delivery.AT_MOST_ONCE, null))
                .make());
        once.seat().script.add(AMBIGUOUS);
        once.offer(once.message().stored(7).text("failed"));
        once.pass(Duration.ofSeconds(30));
        assertEquals(List.of(1L, 0L, 0L, 1L, 0L), once.counts("alerts"));
        assertEquals(1, once.settled.size());
        assertEquals(
                List.of("ERROR · shop/web", "1 line lost here"), once.seat().titles());
        assertEquals(
                List.of("alerts: Slack's answer got lost, and delivery is at-most-once ×1"),
                once.seat().last().notes());
    }

    @Test
    void lossNoticeThatIsLost_isToldAtItsNextOccasion_andTheChannelIsNotPausedMeanwhile() {
        Stage once = new Stage(Settings.defaults()
                .with(Settings.channel(
                        "alerts", Kind.WEBHOOK, spillway.server.config.Configuration.Delivery.AT_MOST_ONCE, null))
                .make());
        once.seat().script.addAll(List.of(AMBIGUOUS, AMBIGUOUS));
        once.offer(once.message().stored(7).text("failed"));
        once.pass(Duration.ofSeconds(30));
        assertEquals(
                List.of("ERROR · shop/web", "1 line lost here"), once.seat().titles());
        assertEquals(0.0, once.pausedSeconds());
        once.pass(Duration.ofMinutes(9));
        assertEquals(2, once.seat().attempts.size());
        once.pass(Duration.ofMinutes(5));
        assertEquals(
                List.of("ERROR · shop/web", "1 line lost here", "1 line lost here"),
                once.seat().titles());
        assertEquals(
                List.of("alerts: Slack's answer got lost, and delivery is at-most-once ×1"),
                once.seat().last().notes());
        assertEquals(0.0, once.pausedSeconds());
    }

    @Test
    void lossNoticeThatIsThrottled_isToldAsSoonAsTheChannelTakesIt() {
        stage.seat().script.add(Delivery.retryAfter(Duration.ofSeconds(20)));
        long start = stage.nanos;
        stage.forwarder.tellLoss("shop", "", "L10", 100);
        stage.pass(Duration.ofSeconds(12));
        stage.forwarder.tellLoss("shop", "", "L10", 11);
        stage.pass(Duration.ofSeconds(60));
        assertEquals(List.of(10_000L, 30_100L), stage.seat().times(start));
        assertEquals("Heroku lost 111 lines in 12 s", stage.seat().last().title());
    }

    @Test
    void pausedSeconds_rise_whileSomethingWaits() {
        stage.seat().always = SAFE;
        stage.offer(stage.message().text("failed"));
        stage.pass(Duration.ofMinutes(5));
        assertEquals(298, stage.pausedSeconds(), 1);
        stage.seat().always = null;
        stage.pass(Duration.ofMinutes(1));
        assertEquals(0.0, stage.pausedSeconds());
    }

    @Test
    void refusedPost_isRenderedSimpler_thenADeadLetter_andNeverBlocks() {
        stage.seat().script.addAll(List.of(REFUSED, REFUSED, REFUSED));
        stage.offer(stage.message().stored(7).text("poison"));
        stage.pass(Duration.ofSeconds(8));
        stage.offer(stage.message().stored(8).of("worker.1").text("fine"));
        stage.pass(Duration.ofSeconds(12));
        assertEquals(
                List.of("alerts: Slack refused the post, kept as a dead letter ×1"),
                stage.seat().last().notes());
        assertEquals(
                List.of(Level.FULL, Level.HALF, Level.TEXT, Level.FULL, Level.FULL),
                stage.seat().attempts.stream().map(Stage.Attempt::level).toList());
        DeadLetter letter = stage.dead.get(0);
        assertEquals(
                new DeadLetter(
                        "alerts",
                        "part 0 of ERROR · shop/web TEXT",
                        "invalid_blocks",
                        1,
                        Messages.EPOCH + 2_000,
                        letter.lastAttemptMillis(),
                        3),
                letter);
        assertEquals(List.of(2L, 1L, 0L, 0L, 1L), stage.counts("alerts"));
        stage.assertIdentity("alerts", 2);
    }

    @Test
    void refusedPart_isADeadLetter_andThePartsBeforeStayPosted() {
        stage.seat().parts = 3;
        stage.seat().script.addAll(List.of(Delivery.delivered("", ""), REFUSED));
        for (int i = 0; i < 9; i++) {
            stage.offer(stage.message().stored(i).text("line " + i));
        }
        stage.pass(Duration.ofSeconds(8));
        assertEquals(List.of(9L, 3L, 0L, 0L, 6L), stage.counts("alerts"));
        assertEquals(6, stage.dead.get(0).messages());
        assertEquals(2, stage.dead.get(0).payload().split("\n", -1).length);
        assertEquals(9, stage.settled.size());
        stage.assertIdentity("alerts", 9);
    }

    @Test
    void postThatCanNotBeRendered_isADeadLetter_andNeverBlocks() {
        stage.seat().broken = true;
        stage.offer(stage.message().stored(7).text("poison"));
        stage.pass(Duration.ofSeconds(8));
        stage.seat().broken = false;
        stage.offer(stage.message().stored(8).of("worker.1").text("fine"));
        stage.pass(Duration.ofSeconds(8));
        assertEquals(List.of(2L, 1L, 0L, 0L, 1L), stage.counts("alerts"));
        assertEquals("not rendered", stage.dead.get(0).reason());
        assertEquals(2, stage.settled.size());
    }

    @Test
    void parts_leaveAtThePace_inOrder() {
        stage.seat().parts = 3;
        long start = stage.nanos;
        for (int i = 0; i < 9; i++) {
            stage.offer(stage.message().text("line " + i));
        }
        stage.pass(Duration.ofSeconds(8));
        assertEquals(List.of(2_000L, 3_150L, 4_300L), stage.seat().times(start));
        assertEquals(
                "part 2 of ERROR · shop/web · 9 lines in 1 s",
                stage.seat().attempts.get(2).payload());
        assertEquals(List.of(9L, 9L, 0L, 0L, 0L), stage.counts("alerts"));
    }

    @Test
    void closedChannel_isProbedRarely_keepsItsMessages_andIsToldOnceElsewhere() {
        Stage two = new Stage(Settings.defaults()
                .with(Settings.webhook("alerts"), Settings.webhook("other"))
                .make());
        two.seat().always = CLOSED;
        long start = two.nanos;
        for (int i = 0; i < 100; i++) {
            two.offer(two.message().stored(i).text("failed"));
            two.pass(Duration.ofMinutes(1));
        }
        assertEquals(
                List.of(2L, 602L, 1_802L, 4_202L),
                two.seat().times(start).stream()
                        .map(TimeUnit.MILLISECONDS::toSeconds)
                        .toList());
        assertEquals(
                List.of("Channel alerts takes no posts: no_service"),
                two.seats.get(1).titles());
        assertEquals(0, two.settled.size());
        two.seat().always = null;
        two.pass(Duration.ofHours(2));
        assertEquals(100, two.settled.size());
        two.assertIdentity("alerts", 100);
    }

    @Test
    void channelThatClosesBetweenParts_isToldElsewhere() {
        Stage two = new Stage(Settings.defaults()
                .with(Settings.webhook("alerts"), Settings.webhook("other"))
                .make());
        two.seat().parts = 3;
        two.seat().script.addAll(List.of(Delivery.delivered("", ""), CLOSED));
        two.offer(two.message().text("failed"));
        two.pass(Duration.ofSeconds(8));
        assertEquals(
                List.of("Channel alerts takes no posts: no_service"),
                two.seats.get(1).titles());
    }

    @Test
    void closedChannel_isTold_asSoonAsAnotherWorks() {
        Stage two = new Stage(Settings.defaults()
                .with(Settings.webhook("alerts"), Settings.webhook("other"))
                .make());
        two.seats.get(1).always = Delivery.retryAfter(Duration.ofSeconds(30));
        two.forwarder.offer(two.message().text("failed"), 1);
        two.pass(Duration.ofSeconds(5));
        two.seat().always = CLOSED;
        two.offer(two.message().text("failed"));
        two.pass(Duration.ofSeconds(5));
        two.seats.get(1).always = null;
        two.pass(Duration.ofMinutes(1));
        assertEquals(
                List.of("ERROR · shop/web", "ERROR · shop/web", "Channel alerts takes no posts: no_service"),
                two.seats.get(1).titles());
    }

    @Test
    void channels_doNotHoldUpEachOther() {
        Stage two = new Stage(Settings.defaults()
                .with(Settings.webhook("alerts"), Settings.webhook("other"))
                .make());
        two.seat().always = SAFE;
        long start = two.nanos;
        two.offer(two.message().text("failed"));
        assertTrue(two.forwarder.offer(two.message().text("failed"), 1));
        two.pass(Duration.ofSeconds(5));
        assertEquals(List.of(2_000L), two.seats.get(1).times(start));
        assertEquals(List.of(1L, 1L, 0L, 0L, 0L), two.counts("other"));
    }

    @Test
    void mention_isAtMostEveryTenMinutes() {
        Stage calling = new Stage(Settings.defaults()
                .with(Settings.channel(
                        "alerts", Kind.WEBHOOK, spillway.server.config.Configuration.Delivery.AT_LEAST_ONCE, "<!here>"))
                .make());
        for (int i = 0; i < 24; i++) {
            calling.offer(calling.message().text("failed"));
            calling.pass(Duration.ofMinutes(1));
        }
        List<Integer> mentions = java.util.stream.IntStream.range(0, 24)
                .filter(i -> calling.seat().posts().get(i).mention() != null)
                .boxed()
                .toList();
        assertEquals(List.of(0, 11, 22), mentions);
        calling.offer(
                calling.message().as(Severity.CRITICAL).mentioning("<@U1>").text("down"));
        calling.pass(Duration.ofMinutes(11));
        calling.offer(
                calling.message().as(Severity.CRITICAL).mentioning("<@U1>").text("down"));
        calling.pass(Duration.ofMinutes(1));
        assertEquals("<@U1>", calling.seat().last().mention());
    }

    @Test
    void mention_isHeldBackByItselfOnly_notByOthers() {
        stage.offer(stage.message().as(Severity.WARNING).mentioning("<@UB>").text("WARN first"));
        stage.pass(Duration.ofSeconds(5));
        stage.offer(stage.message().as(Severity.CRITICAL).mentioning("<!here>").text("FATAL second"));
        stage.pass(Duration.ofSeconds(5));
        stage.offer(stage.message()
                .as(Severity.CRITICAL)
                .mentioning("<!here> <@UC>")
                .text("FATAL third"));
        stage.pass(Duration.ofSeconds(15));
        assertEquals(
                List.of("<@UB>", "<!here>", "<@UC>"),
                stage.seat().posts().stream().map(Post::mention).toList());
    }

    @Test
    void mentions_ofAllMessages_areCarriedByTheirPost_theChannelsOwnToo() {
        Stage calling = new Stage(Settings.defaults()
                .with(Settings.channel(
                        "alerts", Kind.WEBHOOK, spillway.server.config.Configuration.Delivery.AT_LEAST_ONCE, "<@UA>"))
                .make());
        calling.offer(calling.message().mentioning("<@UB>").text("one"));
        calling.offer(calling.message().mentioning("<!here>").text("two"));
        calling.offer(calling.message().text("three"));
        calling.pass(Duration.ofSeconds(5));
        assertEquals("<@UB> <!here> <@UA>", calling.seat().last().mention());
    }

    @Test
    void losses_areToldAtMostEveryTenMinutes_withNumbers() {
        long start = stage.nanos;
        for (int i = 0; i < 20; i++) {
            stage.forwarder.tellLoss("shop", "", "L10", 100);
            stage.pass(Duration.ofMinutes(1));
        }
        assertEquals(
                List.of(10_000L, 610_000L), stage.seat().times(start).stream().toList());
        assertEquals("Heroku lost 100 lines", stage.seat().titles().get(0));
        assertEquals(
                List.of("shop: L10, Heroku's drain buffer overflowed ×1,000"),
                stage.seat().last().notes());
    }

    @Test
    void deadLetter_isSentAgainAsItIs() {
        DeadLetter letter = new DeadLetter("alerts", "{\"text\":\"one\"}\n{\"text\":\"two\"}", "500", 3, 0, 0, 1);
        CompletionStage<Delivery> resent = stage.forwarder.resend(letter);
        stage.pass(Duration.ofSeconds(5));
        assertEquals(
                List.of("{\"text\":\"one\"}", "{\"text\":\"two\"}"),
                stage.seat().attempts.stream().map(Stage.Attempt::payload).toList());
        assertEquals(
                Delivery.delivered("C1", "ts2"), resent.toCompletableFuture().join());
        stage.seat().script.add(CLOSED);
        CompletionStage<Delivery> refused = stage.forwarder.resend(letter);
        stage.pass(Duration.ofSeconds(5));
        assertEquals(CLOSED, refused.toCompletableFuture().join());
    }

    @Test
    void oldMessages_leaveAsASummary() {
        for (int i = 0; i < 10; i++) {
            AcceptedMessage old = stage.message()
                    .at(Messages.EPOCH - TimeUnit.HOURS.toMillis(2) + i)
                    .stored(i)
                    .text("old " + (char) ('a' + i));
            stage.offer(old);
        }
        stage.pass(Duration.ofSeconds(5));
        Post post = stage.seat().last();
        assertEquals("ERROR · shop/web · earlier · 10 lines in 1 s", post.title());
        assertEquals(3, post.lines().size());
        assertEquals(7, post.lines().get(2).omitted());
        assertEquals(List.of(10L, 3L, 7L, 0L, 0L), stage.counts("alerts"));
    }

    @Test
    void clockJumps_neitherStallNorHasten() {
        long start = stage.nanos;
        stage.offer(stage.message().text("one"));
        stage.pass(1_000);
        for (long jump : new long[] {3_600_000, -7_200_000, -stage.wallMillis}) {
            stage.wallMillis += jump;
            stage.pass(500);
        }
        stage.pass(10_000);
        assertEquals(List.of(2_000L), stage.seat().times(start));
        stage.wallMillis = Messages.EPOCH;
        stage.seat().script.add(Delivery.retryAfter(Duration.ofSeconds(30)));
        long again = stage.nanos;
        stage.offer(stage.message().text("two"));
        stage.pass(5_000);
        stage.wallMillis += 3_600_000;
        stage.pass(60_000);
        List<Long> times = stage.seat().times(again);
        assertEquals(List.of(2_000L, 32_100L), times.subList(1, times.size()));
    }
}
