package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.codec.syslog.Severity;
import spillway.server.forward.Delivery.Outcome;

/** Whatever a channel answers, each accepted message ends exactly once. */
class LedgerIdentityTest {
    private static final int SECONDS = 900;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyMessage_endsOnce_whateverTheChannelAnswers(long seed) {
        Random random = new Random(seed);
        Settings settings =
                seed % 2 == 0 ? Settings.defaults() : Settings.defaults().with(Settings.bot("alerts"));
        Stage stage = new Stage((seed % 3 == 0 ? settings.similar().announcing() : settings).make());
        TreeSet<Long> stored = new TreeSet<>();
        long sent = 0;
        for (int second = 0; second < SECONDS; second++) {
            int burst = random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(3);
            for (int i = 0; i < burst; i++, sent++) {
                boolean inStore = random.nextBoolean();
                Messages message = stage.message()
                        .of((random.nextBoolean() ? "web." : "worker.") + random.nextInt(20))
                        .as(Severity.of(random.nextInt(8)))
                        .stored(inStore ? sent : AcceptedMessage.NOT_STORED);
                message = random.nextInt(6) == 0 ? message.continuing() : message;
                stage.offer(
                        random.nextInt(5) == 0
                                ? message.request("H1" + random.nextInt(4), "Name", "/" + random.nextInt(30), "id")
                                : message.text("text " + random.nextInt(400) + " "
                                        + Character.toString('a' + random.nextInt(26))));
                if (inStore) {
                    stored.add(sent);
                }
            }
            stage.seat().parts = 1 + random.nextInt(3);
            stage.seat().shownLimit = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(10);
            stage.seat().always = random.nextInt(3) > 0 ? null : answer(random);
            stage.wallMillis += random.nextInt(200) == 0 ? random.nextInt(7_200_000) - 3_600_000 : 0;
            stage.pass(1_000);
        }
        stage.seat().always = null;
        stage.pass(Duration.ofHours(7));
        stage.assertIdentity("alerts", sent);
        assertEquals(stored, stage.settled, "seed " + seed);
    }

    private static Delivery answer(Random random) {
        Outcome[] outcomes = Outcome.values();
        Outcome outcome = outcomes[random.nextInt(outcomes.length)];
        return switch (outcome) {
            case DELIVERED -> Delivery.delivered("C1", "ts" + random.nextInt(1000));
            case RETRY_AFTER -> Delivery.retryAfter(Duration.ofSeconds(random.nextInt(40)));
            case CLOSED -> Delivery.failed(random.nextInt(5) == 0 ? outcome : Outcome.SAFE_FAILURE, "scripted");
            default -> Delivery.failed(outcome, "scripted");
        };
    }
}
