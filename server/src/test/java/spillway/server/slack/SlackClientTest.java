package spillway.server.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Format;
import spillway.server.config.Configuration.Kind;
import spillway.server.forward.Delivery;
import spillway.server.forward.Delivery.Outcome;
import spillway.server.forward.PostSender.Request;
import spillway.server.testing.Fault;
import spillway.server.testing.SlackStandIn;

class SlackClientTest {
    private static final String SECRET = "planted-secret";
    private static final String POST = "{\"text\":\"hello\"}";

    private final SlackStandIn slack = new SlackStandIn(0, false);
    private final SlackClient client = new SlackClient(SlackClientTest::daemon, Duration.ofSeconds(2));

    @AfterEach
    void close() throws Exception {
        client.close();
        slack.close();
    }

    @Test
    void send_delivers_toAWebhook() throws Exception {
        assertEquals(Delivery.delivered("", ""), send(webhook(slack.webhook(SECRET)), POST));
        assertEquals("hello", slack.posts(SECRET).get(0).json().path("text").asText());
        assertEquals(List.of(), slack.violations());
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(Fault.tooManyRequests(7), Delivery.retryAfter(Duration.ofSeconds(7))),
                Arguments.of(Fault.status(429, ""), Delivery.retryAfter(Duration.ofSeconds(30))),
                Arguments.of(Fault.closeWithoutAnswer(), ambiguous("closed without an answer")),
                Arguments.of(Fault.resetAfterReading(), ambiguous("closed without an answer")),
                Arguments.of(Fault.truncatedAnswer(), ambiguous("answer cut short")),
                Arguments.of(Fault.hang(Duration.ofSeconds(4)), ambiguous("no answer in time")),
                Arguments.of(Fault.serverError(), ambiguous("500")),
                Arguments.of(Fault.status(503, "ok"), ambiguous("503")),
                Arguments.of(Fault.notOk("<html>planted-secret</html>"), ambiguous("200 without ok")),
                Arguments.of(Fault.notOk(""), ambiguous("200 without ok")),
                Arguments.of(Fault.notOk("invalid_payload"), refused("invalid_payload")),
                Arguments.of(Fault.status(400, "invalid_payload"), refused("invalid_payload")),
                Arguments.of(Fault.status(400, "invalid_blocks"), refused("invalid_blocks")),
                Arguments.of(Fault.status(400, "invalid_attachments"), refused("invalid_attachments")),
                Arguments.of(Fault.status(400, "too_many_attachments"), refused("too_many_attachments")),
                Arguments.of(Fault.status(400, "no_text"), refused("no_text")),
                Arguments.of(Fault.status(400, "msg_blocks_too_long"), refused("msg_blocks_too_long")),
                Arguments.of(Fault.status(400, "planted-secret"), refused("400")),
                Arguments.of(Fault.status(413, ""), refused("413")),
                Arguments.of(Fault.status(403, "invalid_token"), closed("invalid_token")),
                Arguments.of(Fault.status(403, "action_prohibited"), closed("action_prohibited")),
                Arguments.of(Fault.noService(), closed("no_service")),
                Arguments.of(Fault.status(404, "channel_not_found"), closed("channel_not_found")),
                Arguments.of(Fault.status(404, "no_team"), closed("no_team")),
                Arguments.of(Fault.archived(), closed("channel_is_archived")),
                Arguments.of(Fault.status(302, ""), closed("302")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void send_judgesTheAnswer_ofExactlyOneRequest(Fault fault, Delivery expected) throws Exception {
        slack.next(SECRET, fault);
        assertEquals(expected, send(webhook(slack.webhook(SECRET)), POST));
        assertEquals(1, slack.requests(SECRET).size());
    }

    @Test
    void send_givesUpAnEndlessAnswer() throws Exception {
        slack.next(SECRET, Fault.notOk("x".repeat(AnswerHandler.MAX_BODY * 3)));
        assertEquals(ambiguous("200 without ok"), send(webhook(slack.webhook(SECRET)), POST));
    }

    @Test
    void send_isSafe_whenNothingWasWritten() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertEquals(safe("no connection"), send(webhook("http://127.0.0.1:" + free + "/" + SECRET), POST));
        assertEquals(safe("name not resolved"), send(webhook("http://slack.invalid/" + SECRET), POST));
        assertEquals(
                Outcome.SAFE_FAILURE,
                send(webhook("https://127.0.0.1:" + slack.port() + "/" + SECRET), POST)
                        .outcome());
    }

    @Test
    void send_isNotHeldUp_byAChannelThatHangs() throws Exception {
        slack.next("slow", Fault.hang(Duration.ofSeconds(30)));
        CompletableFuture<Delivery> slow = client.sender(webhook(slack.webhook("slow")))
                .send(Request.POST, POST)
                .toCompletableFuture();
        assertEquals(Delivery.delivered("", ""), send(webhook(slack.webhook(SECRET)), POST));
        assertFalse(slow.isDone());
        assertEquals(ambiguous("no answer in time"), slow.get(20, TimeUnit.SECONDS));
    }

    @Test
    void send_useBotsMethods_andReadsTheirOwnOk() throws Exception {
        Channel bot = bot(slack.api());
        Delivery posted = send(bot, "{\"channel\":\"C1\",\"text\":\"one\"}");
        assertEquals(Outcome.DELIVERED, posted.outcome());
        assertFalse(posted.ts().isEmpty());
        String update = "{\"channel\":\"C1\",\"ts\":\"" + posted.ts() + "\",\"text\":\"two\"}";
        Delivery updated = client.sender(bot)
                .send(Request.UPDATE, update)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertEquals(Delivery.delivered("C1", posted.ts()), updated);
        slack.next("C1", Fault.notOk("{\"ok\":false,\"error\":\"channel_not_found\"}"));
        assertEquals(closed("channel_not_found"), send(bot, "{\"channel\":\"C1\",\"text\":\"three\"}"));
        slack.next("C1", Fault.notOk("{\"ok\":false,\"error\":\"thread_not_found\"}"));
        assertEquals(
                Delivery.failed(Outcome.GONE, "thread_not_found"), send(bot, "{\"channel\":\"C1\",\"text\":\"four\"}"));
        slack.next("C1", Fault.notOk("{\"ok\":false,\"error\":\"planted-secret\"}"));
        assertEquals(ambiguous("200 ok=false"), send(bot, "{\"channel\":\"C1\",\"text\":\"five\"}"));
        assertEquals(
                "Bearer xoxb-" + SECRET, slack.requests("C1").get(0).request().header("authorization"));
    }

    @Test
    void send_takesPlainServersAnswers() throws Exception {
        Channel plain = new Channel(
                "plain",
                Kind.WEBHOOK,
                slack.webhook(SECRET),
                null,
                null,
                Format.PLAIN,
                false,
                Duration.ofSeconds(1),
                spillway.server.config.Configuration.Delivery.AT_LEAST_ONCE,
                null);
        slack.next(SECRET, Fault.notOk("{\"success\": true}"));
        assertEquals(Delivery.delivered("", ""), send(plain, POST));
    }

    @Test
    void send_saysNoSecret_whateverFails() throws Exception {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger ours = (Logger) LoggerFactory.getLogger("spillway");
        Level before = ours.getLevel();
        ours.setLevel(Level.TRACE);
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(said);
        try {
            for (String url : List.of(
                    "not a url " + SECRET,
                    "http:///" + SECRET,
                    "ftp://127.0.0.1/" + SECRET,
                    "http://[::1/" + SECRET,
                    "http://127.0.0.1:1/" + SECRET,
                    "http://slack.invalid/" + SECRET)) {
                Delivery failed = send(webhook(url), POST);
                assertFalse(failed.toString().contains(SECRET), failed.toString());
                assertTrue(failed.outcome() != Outcome.DELIVERED);
            }
        } finally {
            root.detachAppender(said);
            ours.setLevel(before);
        }
        for (ILoggingEvent event : said.list) {
            String text = event.getFormattedMessage()
                    + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            assertFalse(text.contains(SECRET), text);
        }
    }

    private Delivery send(Channel channel, String payload) throws Exception {
        return client.sender(channel)
                .send(Request.POST, payload)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static Delivery ambiguous(String reason) {
        return Delivery.failed(Outcome.AMBIGUOUS, reason);
    }

    private static Delivery refused(String reason) {
        return Delivery.failed(Outcome.REFUSED, reason);
    }

    private static Delivery closed(String reason) {
        return Delivery.failed(Outcome.CLOSED, reason);
    }

    private static Delivery safe(String reason) {
        return Delivery.failed(Outcome.SAFE_FAILURE, reason);
    }

    private static Channel webhook(String url) {
        return channel(Kind.WEBHOOK, url, null);
    }

    private static Channel bot(String url) {
        return channel(Kind.BOT, url, "xoxb-" + SECRET);
    }

    private static Channel channel(Kind kind, String url, @Nullable String token) {
        return new Channel(
                "alerts",
                kind,
                url,
                token,
                "C1",
                Format.SLACK,
                false,
                Duration.ofMillis(1050),
                spillway.server.config.Configuration.Delivery.AT_LEAST_ONCE,
                null);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "slack");
        thread.setDaemon(true);
        return thread;
    }
}
