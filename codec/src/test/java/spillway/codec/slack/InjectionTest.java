package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Log text that tries to call people, to link, to format, or to leave its code block. */
class InjectionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> ACTIVE = List.of(
            "<!channel>",
            "<!here>",
            "<!everyone>",
            "<!here|here>",
            "<@U123>",
            "<@W0AB|bob>",
            "<#C1>",
            "<#C024BE7LR|general>",
            "<!subteam^S123>",
            "<!subteam^S123|@ops>",
            "<!date^0^{date}^https://evil.example|x>",
            "<https://evil.example|logs>",
            "<http://evil.example>",
            "<mailto:a@evil.example|x>",
            "<tel:123|x>",
            "https://evil.example/x",
            "HTTP://EVIL.EXAMPLE",
            "www.evil.com",
            "evil.com/login",
            "ftp://evil.example",
            "slack://user?team=T1&id=U1",
            "a@evil.com",
            "mailto:a@evil.com",
            "@channel",
            "@here",
            "@everyone",
            "@all",
            "@bob",
            "#general",
            ":tada:",
            ":slightly_smiling_face:",
            ":+1:",
            "*bold*",
            "_italic_",
            "~strike~",
            "`code`",
            "```",
            "``` <!channel> ```",
            "> quote",
            "[x](https://evil.example)");

    /** Ways to smuggle: each is put around each of the above. */
    private static final List<String> WRAPS = List.of(
            "%s",
            "```\n%s\n```",
            "&lt;%s&gt; &amp;lt;",
            "`\u200B`\u200D`%s\uFEFF`\u2060``",
            "\u001B[31m%s\u001B]8;;http://evil.example\u0007x",
            "\u202E%s\u2066\u061C",
            "\uD800%s\uDC00",
            "\u0000*\u0008%s\u007F*\r\n%s",
            "````%s`````");

    private static List<String> injections() {
        List<String> all = new ArrayList<>();
        for (String wrap : WRAPS) {
            for (String active : ACTIVE) {
                all.add(wrap.replace("%s", active));
                // Invisible characters in the middle must not hide it from us and then fall away.
                all.add(wrap.replace("%s", active.charAt(0) + "\u200B" + active.substring(1)));
            }
        }
        return all;
    }

    @Test
    void render_leavesNothingActive_whereverLogTextStands() throws Exception {
        List<String> injections = injections();
        assertTrue(injections.size() >= 200);
        for (String injection : injections) {
            for (Level level : Level.values()) {
                Rendered rendered = PostRenderer.render(Posts.everywhere(injection), Target.WEBHOOK, level, false);
                for (String payload : rendered.payloads()) {
                    assertEquals(List.of(), SlackLimits.faults(payload), injection);
                    assertUnformatted(JSON.readTree(payload), injection);
                }
                assertEquals(4, rendered.shown(), injection);
            }
        }
    }

    /** The one pair of asterisks is the title's own; the one link and the dates are those of the context. */
    private static void assertUnformatted(JsonNode payload, String injection) {
        String headline = payload.path("blocks").isEmpty()
                ? payload.path("text").asText().lines().findFirst().orElse("")
                : payload.at("/blocks/0/text/text").asText();
        assertTrue(headline.matches("🔴 \\*[^*`~]+\\*"), headline);
        String summary =
                payload.path("blocks").isEmpty() ? "" : payload.path("text").asText();
        for (String text : List.of(headline, summary)) {
            assertFalse(
                    Pattern.compile("`|~|(?<![\\w])_|_(?![\\w])|:[a-z0-9_+'-]*[a-z+-][a-z0-9_+'-]*:|[@#]\\w|\\]\\(")
                            .matcher(text)
                            .find(),
                    text + " from " + injection);
        }
    }

    @Test
    void render_leavesNothingActive_inPlainForm() throws Exception {
        for (String injection : injections()) {
            for (Level level : Level.values()) {
                Rendered rendered = PostRenderer.render(Posts.everywhere(injection), Target.PLAIN, level, false);
                for (String payload : rendered.payloads()) {
                    JsonNode json = JSON.readTree(payload);
                    for (String text : List.of(
                            json.path("text").asText(),
                            json.at("/attachments/0/text").asText())) {
                        assertFalse(text.contains("<!") || text.contains("<@") || text.contains("<#"), text);
                        assertFalse(
                                Pattern.compile("<(https?|mailto):|@(here|channel|all|everyone)\\b")
                                        .matcher(text)
                                        .find(),
                                text);
                        String outside = Pattern.compile("```\n.*?\n```", Pattern.DOTALL)
                                .matcher(text)
                                .replaceAll("");
                        assertFalse(outside.contains("`"), text);
                        assertFalse(
                                outside.replaceAll("\\[logs]\\([^)]*\\)", "").contains("://"), text);
                    }
                }
            }
        }
    }

    @Test
    void render_keepsTheTerminalSafe() {
        for (String injection : injections()) {
            String text = ConsoleText.render(Posts.everywhere(injection), 80, false)
                    .payloads()
                    .get(0);
            assertTrue(
                    text.chars().noneMatch(c -> (c < ' ' && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0x202E),
                    text);
        }
    }

    @Test
    void render_mentionsOnlyWhatIsAMention() throws Exception {
        for (List<String> pair : List.of(
                List.of("<!here>", "<!here> "),
                List.of("<!subteam^S1> <@U1>", "<!subteam^S1> <@U1> "),
                List.of("<https://evil.example|x>", ""),
                List.of("@here", ""),
                List.of("<!here|x>", ""))) {
            Post errors = Posts.errors();
            Post post = new Post(
                    errors.severity(), "T", "", errors.lines(), 0, 0, List.of(), List.of(), null, pair.get(0), "");
            JsonNode json = JSON.readTree(
                    PostRenderer.render(post, Target.WEBHOOK).payloads().get(0));
            assertEquals(pair.get(1) + "🔴 *T*", json.at("/blocks/0/text/text").asText());
        }
    }

    @Test
    void render_dropsALink_thatIsNoWebAddress() {
        assertEquals(null, LogsLink.of("javascript:alert(1)"));
        assertEquals(null, LogsLink.of("https://x/" + "a".repeat(1_000)));
        assertEquals("https://x/a%3E%7C%20%C3%BC?b=1&c%40d", LogsLink.of("https://x/a>| ü?b=1&c@d"));
    }
}
