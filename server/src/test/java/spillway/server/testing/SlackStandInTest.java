package spillway.server.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackStandInTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final SlackStandIn slack = new SlackStandIn(0, false);

    @AfterEach
    void close() {
        slack.close();
    }

    @Test
    void webhook_answersOkAndKeepsThePost() throws Exception {
        assertEquals("200 ok", post("alerts", "{\"text\":\"a &lt;b&gt;\"}"));

        assertEquals("a <b>\n", SlackView.render(slack.posts("alerts").get(0).json()));
        assertEquals(List.of(), slack.violations());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 invalid_payload      | {`text`:",
                "400 invalid_payload      | [1]",
                "400 no_text              | {`text`:``}",
                "400 no_text              | {`blocks`:[]}",
                "400 invalid_blocks       | {`blocks`:[{`type`:`section`,`text`:{`type`:`mrkdwn`,`text`:`$3001`}}]}",
                "400 invalid_blocks       | {`blocks`:[{`type`:`section`,`text`:{`type`:`mrkdwn`,`text`:``}}]}",
                "400 invalid_blocks       | {`blocks`:[{`type`:`header`,`text`:{`type`:`plain_text`,`text`:`$151`}}]}",
                "400 invalid_blocks       | {`blocks`:[{`type`:`context`,`elements`:[]}]}",
                "400 invalid_blocks       | {`blocks`:[{`type`:`sectoin`}]}",
                "400 invalid_attachments  | {`attachments`:[{`blocks`:[{`type`:`sectoin`}]}]}",
                "400 invalid_attachments  | {`attachments`:{`text`:`a`}}",
                "400 msg_blocks_too_long  | {`text`:`$4000`,`attachments`:[{`text`:`$5598`}]}",
                "200 ok                   | {`text`:`$4000`,`attachments`:[{`text`:`$5597`}]}",
                "200 ok                   | {`blocks`:[{`type`:`section`,`text`:{`type`:`mrkdwn`,`text`:`$3000`}}]}",
            })
    void webhook_refusesWhatSlackRefuses(String answer, String payload) throws Exception {
        assertEquals(answer.strip(), post("alerts", expand(payload.replace('`', '"'))));
    }

    @Test
    void webhook_refusesTooManyBlocksAndAttachments() throws Exception {
        String divider = "{\"type\":\"divider\"}";
        assertEquals("200 ok", post("alerts", "{\"blocks\":[" + divider + ("," + divider).repeat(49) + "]}"));
        assertEquals(
                "400 invalid_blocks", post("alerts", "{\"blocks\":[" + divider + ("," + divider).repeat(50) + "]}"));
        assertEquals(
                "400 too_many_attachments",
                post("alerts", "{\"attachments\":[{\"text\":\"a\"}" + ",{\"text\":\"a\"}".repeat(100) + "]}"));
    }

    @Test
    void webhook_answers429_whenTheSecondPostComesWithinASecond() throws Exception {
        try (SlackStandIn strict = new SlackStandIn()) {
            assertEquals("200 ok", answer(strict.webhook("a"), "{\"text\":\"one\"}"));
            HttpResponse<String> second = send(strict.webhook("a"), "{\"text\":\"two\"}", "");
            assertEquals(429, second.statusCode());
            assertEquals("1", second.headers().firstValue("Retry-After").orElse(""));
            assertEquals("200 ok", answer(strict.webhook("b"), "{\"text\":\"another channel\"}"));
            assertEquals("429 rate_limited", answer(strict.webhook("a"), "{\"text\":\"too eager\"}"));

            List<String> violations = strict.violations();
            assertEquals(2, violations.size());
            assertTrue(violations.get(0).endsWith("ms after the last post (expected: >= 1000)"), violations::toString);
            assertEquals("a: request inside a Retry-After", violations.get(1));
        }
    }

    @Test
    void webhook_takesScriptedAnswersInTurn() throws Exception {
        slack.next("a", Fault.serverError(), Fault.noService(), Fault.archived(), Fault.notOk("no"));

        assertEquals("500 internal_error", post("a", "{\"text\":\"1\"}"));
        assertEquals("404 no_service", post("a", "{\"text\":\"2\"}"));
        assertEquals("410 channel_is_archived", post("a", "{\"text\":\"3\"}"));
        assertEquals("200 no", post("a", "{\"text\":\"4\"}"));
        assertEquals("200 ok", post("a", "{\"text\":\"5\"}"));
        assertEquals("5\n\n", slack.view("a"));
        assertEquals(5, slack.requests("a").size());
    }

    @Test
    void webhook_breaksTheConnection_whenTold() throws Exception {
        for (Fault fault : List.of(
                Fault.resetBeforeReading(),
                Fault.resetAfterReading(),
                Fault.closeWithoutAnswer(),
                Fault.truncatedAnswer(),
                Fault.hang(Duration.ZERO))) {
            slack.always("a", fault);
            assertThrows(
                    IOException.class, () -> post("a", "{\"text\":\"" + "x".repeat(3_000) + "\"}"), fault::toString);
        }
        slack.always("a", null);
        assertEquals("200 ok", post("a", "{\"text\":\"back\"}"));
        assertEquals(1, slack.posts("a").size());
    }

    @Test
    void webhook_keepsThePost_whenOnlyTheAnswerIsLost() throws Exception {
        slack.next("a", Fault.status(500, "").butPosted());

        assertEquals("500 ", post("a", "{\"text\":\"there\"}"));
        assertEquals("there\n\n", slack.view("a"));
    }

    @Test
    void api_namesPostsAndChangesOnlyThose() throws Exception {
        String message = slack.api() + "chat.postMessage";
        String update = slack.api() + "chat.update";

        assertEquals(
                "200 {\"ok\":false,\"error\":\"not_authed\"}", answer(message, "{\"channel\":\"C1\",\"text\":\"a\"}"));
        HttpResponse<String> first = send(message, "{\"channel\":\"C1\",\"text\":\"a\"}", "Bearer xoxb-1");
        assertEquals("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1700000000.000001\"}", first.body());
        assertEquals(
                "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1700000000.000001\"}",
                send(update, "{\"channel\":\"C1\",\"ts\":\"1700000000.000001\",\"text\":\"b\"}", "Bearer xoxb-1")
                        .body());
        assertEquals(
                "{\"ok\":false,\"error\":\"message_not_found\"}",
                send(update, "{\"channel\":\"C1\",\"ts\":\"1\",\"text\":\"b\"}", "Bearer xoxb-1")
                        .body());
    }

    @Test
    void api_takesAName_forNewPostsOnly() throws Exception {
        String posted = send(
                        slack.api() + "chat.postMessage", "{\"channel\":\"#alerts\",\"text\":\"a\"}", "Bearer xoxb-1")
                .body();
        assertEquals("{\"ok\":true,\"channel\":\"C0ALERTS\",\"ts\":\"1700000000.000001\"}", posted);
        String update = "{\"channel\":\"%s\",\"ts\":\"1700000000.000001\",\"text\":\"b\"}";
        assertEquals(
                "{\"ok\":false,\"error\":\"channel_not_found\"}",
                send(slack.api() + "chat.update", update.formatted("#alerts"), "Bearer xoxb-1")
                        .body());
        assertEquals(
                posted,
                send(slack.api() + "chat.update", update.formatted("C0ALERTS"), "Bearer xoxb-1")
                        .body());
    }

    @Test
    void api_answersInThreads_untilTheParentIsDeleted() throws Exception {
        String message = slack.api() + "chat.postMessage";
        String reply = "{\"channel\":\"C1\",\"thread_ts\":\"1700000000.000001\",\"text\":\"b\"}";
        String gone = "{\"ok\":false,\"error\":\"thread_not_found\"}";

        assertEquals(gone, send(message, reply, "Bearer xoxb-1").body());
        send(message, "{\"channel\":\"C1\",\"text\":\"a\"}", "Bearer xoxb-1");
        assertEquals(
                "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1700000000.000002\"}",
                send(message, reply, "Bearer xoxb-1").body());
        slack.delete("1700000000.000001");
        assertEquals(gone, send(message, reply, "Bearer xoxb-1").body());
        assertEquals(
                "{\"ok\":false,\"error\":\"message_not_found\"}",
                send(
                                slack.api() + "chat.update",
                                "{\"channel\":\"C1\",\"ts\":\"1700000000.000001\",\"text\":\"b\"}",
                                "Bearer xoxb-1")
                        .body());
    }

    @Test
    void violations_nameWhatSlackWouldShowBroken() throws Exception {
        post("a", "{\"text\":\"" + "x".repeat(4_001) + "\"}");
        post("a", "{\"attachments\":[{\"text\":\"```open\"}]}");

        assertEquals(
                List.of("a: text: 4001 characters (expected: <= 4000)", "a: code fence: not closed in ```open"),
                slack.violations());
    }

    @Test
    void lines_areReadOutOfCodeBlocks_withTheirCounts() throws Exception {
        post(
                "a",
                "{\"text\":\"t\",\"attachments\":[{\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":"
                        + "\"```12:00:01 web.1  a &lt;b&gt; ×1,017 until 12:00:09\\n12:00:02 router at=error code=H12\\n  at Foo.bar\\n… 12 more lines\\n```\"}}]}]}");

        assertEquals(
                List.of(
                        new SlackView.ShownLine("12:00:01", "web.1", "a <b>", 1_017),
                        new SlackView.ShownLine("12:00:02", "router", "at=error code=H12", 1),
                        new SlackView.ShownLine("", "", "  at Foo.bar", 1)),
                slack.lines("a"));
        assertEquals(
                "t\n┃ 12:00:01 web.1  a <b> ×1,017 until 12:00:09\n┃ 12:00:02 router at=error code=H12\n"
                        + "┃   at Foo.bar\n┃ … 12 more lines\n\n",
                slack.view("a"));
    }

    private String post(String channel, String payload) throws IOException, InterruptedException {
        return answer(slack.webhook(channel), payload);
    }

    private static String answer(String url, String payload) throws IOException, InterruptedException {
        HttpResponse<String> response = send(url, payload, "");
        return response.statusCode() + " " + response.body();
    }

    private static HttpResponse<String> send(String url, String payload, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(payload));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** {@code $12} to twelve characters. */
    private static String expand(String payload) {
        return java.util.regex.Pattern.compile("\\$(\\d+)")
                .matcher(payload)
                .replaceAll(match -> "x".repeat(Integer.parseInt(match.group(1))));
    }
}
