package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.slack.api.model.Attachment;
import com.slack.api.model.block.ContextBlockElement;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.TextObject;
import com.slack.api.util.json.GsonContextBlockElementFactory;
import com.slack.api.util.json.GsonLayoutBlockFactory;
import com.slack.api.util.json.GsonTextObjectFactory;
import com.slack.api.util.json.UnknownPropertyDetectionAdapterFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import spillway.codec.syslog.Severity;

/** Whatever the post, Slack's limits hold, its model reads the payload, and every message is shown or counted. */
class RandomPostTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POSTS = 60;
    private static final Pattern MORE =
            Pattern.compile("^… ([\\d,]+) more (?:line|event)s?(?:, [\\d,]+ distinct)?$", Pattern.MULTILINE);
    private static final Pattern TIMES =
            Pattern.compile(" ×([\\d,]+)(?: until \\d\\d:\\d\\d:\\d\\d)?$", Pattern.MULTILINE);

    private static final Gson STRICT = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .registerTypeAdapterFactory(new UnknownPropertyDetectionAdapterFactory())
            .registerTypeAdapter(LayoutBlock.class, new GsonLayoutBlockFactory(true))
            .registerTypeAdapter(ContextBlockElement.class, new GsonContextBlockElementFactory(true))
            .registerTypeAdapter(TextObject.class, new GsonTextObjectFactory(true))
            .create();

    @Test
    void render_keepsLimitsAndCounts_forRandomPosts() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < POSTS; i++) {
            Post post = post(random);
            for (Level level : Level.values()) {
                String where = "seed " + seed + ", post " + i + ", " + level;
                Rendered rendered = PostRenderer.render(post, Target.WEBHOOK, level, random.nextBoolean());
                assertTrue(rendered.payloads().size() <= 3, where);
                assertEquals(
                        rendered.payloads().size(), rendered.shownByPayload().size(), where);
                for (String payload : rendered.payloads()) {
                    assertEquals(List.of(), SlackLimits.faults(payload), where);
                    assertReadBySlacksModel(JSON.readTree(payload));
                }
            }
        }
    }

    @Test
    void render_tellsEveryMessage_asShownOrCounted() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < POSTS; i++) {
            Post post = readable(random);
            long all = 0;
            for (Post.Line line : post.lines()) {
                all += line.count() + line.omitted();
            }
            for (Target target : List.of(Target.WEBHOOK, Target.PLAIN)) {
                for (Level level : Level.values()) {
                    Rendered rendered = PostRenderer.render(post, target, level, false);
                    long shown = 0;
                    long counted = 0;
                    for (String payload : rendered.payloads()) {
                        String code = code(JSON.readTree(payload));
                        shown += lines(code);
                        counted += sum(MORE.matcher(code));
                    }
                    String where = "seed " + seed + ", post " + i + ", " + level;
                    assertEquals(shown, rendered.shown(), where);
                    assertEquals(all, shown + counted, where);
                }
            }
        }
    }

    /** Each line of a post of {@link #readable} has one physical line that starts with a time. */
    private static long lines(String code) {
        long shown = 0;
        for (String line : code.split("\n")) {
            if (line.matches("\\d\\d:\\d\\d:\\d\\d .*")) {
                Matcher times = TIMES.matcher(line);
                shown += times.find() ? Long.parseLong(times.group(1).replace(",", "")) : 1;
            }
        }
        return shown;
    }

    private static long sum(Matcher counts) {
        long sum = 0;
        while (counts.find()) {
            sum += Long.parseLong(counts.group(1).replace(",", ""));
        }
        return sum;
    }

    private static String code(JsonNode payload) {
        if (payload.isTextual()) {
            return payload.asText().contains("```") ? payload.asText() + "\n" : "";
        }
        StringBuilder code = new StringBuilder();
        payload.forEach(child -> code.append(code(child)));
        return code.toString();
    }

    private static void assertReadBySlacksModel(JsonNode payload) throws JsonProcessingException {
        for (JsonNode block : payload.path("blocks")) {
            assertEquals(
                    "section",
                    STRICT.fromJson(block.toString(), LayoutBlock.class).getType());
        }
        for (JsonNode attachment : payload.path("attachments")) {
            Attachment read = STRICT.fromJson(attachment.toString(), Attachment.class);
            assertEquals(attachment.path("blocks").size(), read.getBlocks().size());
            // What the model writes again is what we wrote: it knows every property and every value.
            assertEquals(
                    attachment.path("blocks"),
                    JSON.readTree(STRICT.toJson(read)).path("blocks"));
        }
    }

    private static Post post(Random random) {
        List<Post.Line> lines = new ArrayList<>();
        int n = random.nextInt(25);
        int most = 1 << random.nextInt(13);
        for (int i = 0; i < n; i++) {
            long time = Posts.NOON + random.nextInt(100_000);
            lines.add(new Post.Line(
                    time,
                    time + random.nextInt(100_000),
                    RandomText.of(random, 12),
                    RandomText.of(random, most),
                    1 + random.nextInt(2_000),
                    random.nextInt(2) * random.nextInt(5_000),
                    random.nextInt(300)));
        }
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            some.add(RandomText.of(random, 30));
        }
        return new Post(
                Severity.of(random.nextInt(8)),
                RandomText.of(random, 600),
                RandomText.of(random, 600),
                lines,
                random.nextLong(-1_000_000_000_000L, 4_000_000_000_000L),
                random.nextLong(0, 4_000_000_000_000L),
                some,
                some,
                random.nextBoolean() ? "https://logs.example/" + RandomText.of(random, 400) : null,
                random.nextBoolean() ? "<!here> <@U123>" : null,
                RandomText.of(random, 100));
    }

    /** Lines whose counts can be read back from what is shown. */
    private static Post readable(Random random) {
        List<Post.Line> lines = new ArrayList<>();
        int n = 1 + random.nextInt(40);
        for (int i = 0; i < n; i++) {
            String word = List.of("error ", "a<b&c ", "\"quoted\" ", "語 ").get(random.nextInt(4));
            String text = word.repeat(1 + random.nextInt(1 << random.nextInt(11)));
            if (random.nextInt(5) == 0) {
                text = text.replace(" ", "\n");
            }
            lines.add(new Post.Line(
                    Posts.NOON,
                    Posts.NOON + random.nextInt(5_000),
                    "web." + i,
                    text,
                    1 + random.nextInt(3_000),
                    random.nextInt(3) == 0 ? random.nextInt(4_000) : 0,
                    random.nextInt(40)));
        }
        return Posts.withLines(lines);
    }
}
