package spillway.codec.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.slack.api.model.Attachment;
import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.ContextBlockElement;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.TextObject;
import com.slack.api.util.json.GsonContextBlockElementFactory;
import com.slack.api.util.json.GsonLayoutBlockFactory;
import com.slack.api.util.json.GsonTextObjectFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A post of three lines to JSON; beside Slack's own model and Gson, which only join and write the same texts: they clean, fit
 * and escape nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RenderBenchmark {
    private final Post post = Posts.errors();
    private final Gson gson = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .registerTypeAdapter(LayoutBlock.class, new GsonLayoutBlockFactory())
            .registerTypeAdapter(ContextBlockElement.class, new GsonContextBlockElementFactory())
            .registerTypeAdapter(TextObject.class, new GsonTextObjectFactory())
            .create();
    private final byte[] payload =
            PostRenderer.render(post, Target.WEBHOOK).payloads().get(0).getBytes(UTF_8);
    private final byte[] copy = new byte[payload.length];

    @Benchmark
    public Rendered render() {
        return PostRenderer.render(post, Target.WEBHOOK);
    }

    @Benchmark
    public String renderBySlackModel() {
        String lines = post.lines().stream().map(Post.Line::text).collect(Collectors.joining("\n"));
        List<LayoutBlock> headline = List.of(section(":red_circle: *" + post.title() + "*"));
        List<ContextBlockElement> context = List.of(markup("12:00:01 UTC · " + String.join(", ", post.processes())));
        Attachment attachment = Attachment.builder()
                .color("#e01e5a")
                .blocks(List.of(
                        section("```\n" + lines + "\n```"),
                        ContextBlock.builder().elements(context).build()))
                .build();
        return gson.toJson(Map.of("text", post.title(), "blocks", headline, "attachments", List.of(attachment)));
    }

    private static SectionBlock section(String markup) {
        return SectionBlock.builder().text(markup(markup)).build();
    }

    private static MarkdownTextObject markup(String markup) {
        return MarkdownTextObject.builder().text(markup).verbatim(true).build();
    }

    @Benchmark
    public byte[] arraycopy() {
        System.arraycopy(payload, 0, copy, 0, payload.length);
        return copy;
    }
}
