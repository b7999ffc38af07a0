package spillway.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a person sees of a payload, and the log lines in it. */
public final class SlackView {
    private static final Pattern DATE = Pattern.compile("<!date\\^[^|>]*\\|([^>]*)>");
    private static final Pattern LINK = Pattern.compile("<((?:https?|mailto):[^|>]*)(?:\\|([^>]*))?>");
    private static final Pattern MENTION = Pattern.compile("<!(here|channel|everyone)(?:\\|[^>]*)?>");
    private static final Pattern LINE = Pattern.compile(
            "(?:(\\d\\d:\\d\\d:\\d\\d) (?:(\\S+) +)?)?(.*?)(?: ×([\\d,]+)(?: until \\d\\d:\\d\\d:\\d\\d)?)?");
    private static final Pattern LINES = Pattern.compile("· ([\\d,]+) (?:equal |similar )?lines?\\b");
    private static final String OMITTED = "… ";

    /**
     * One line of a code block.
     *
     * @param time as {@code 12:00:01}; empty if the line has none, as the later lines of a stack trace
     * @param process as {@code web.1}; empty if the line has none
     * @param count how many messages it stands for
     */
    public record ShownLine(String time, String process, String text, long count) {}

    private SlackView() {}

    /** Every text of the blocks and attachments, as sent; if there are none, {@code text}. */
    public static List<String> texts(JsonNode payload) {
        List<String> texts = new ArrayList<>();
        collect(payload.path("blocks"), texts);
        for (JsonNode attachment : payload.path("attachments")) {
            for (String key : List.of("pretext", "title", "text", "footer")) {
                if (!attachment.path(key).asText().isEmpty()) {
                    texts.add(attachment.path(key).asText());
                }
            }
            collect(attachment.path("blocks"), texts);
        }
        if (texts.isEmpty()) {
            texts.add(payload.path("text").asText());
        }
        return texts;
    }

    /** How many lines the title says there are; nothing if it does not say so, as for one line alone. */
    public static OptionalLong told(JsonNode payload) {
        Matcher lines = LINES.matcher(payload.path("text").asText());
        return lines.find() ? OptionalLong.of(Long.parseLong(lines.group(1).replace(",", ""))) : OptionalLong.empty();
    }

    /** The payload as it stands in the channel, a bar before what an attachment holds. */
    public static String render(JsonNode payload) {
        StringBuilder view = new StringBuilder();
        String text = payload.path("text").asText();
        if (!text.isEmpty() && payload.path("blocks").isEmpty()) {
            view.append(plain(text)).append('\n');
        }
        for (JsonNode block : payload.path("blocks")) {
            texts(blockOnly(block)).forEach(shown -> view.append(plain(shown)).append('\n'));
        }
        for (JsonNode attachment : payload.path("attachments")) {
            for (String shown : texts(attachmentOnly(attachment))) {
                plain(shown)
                        .lines()
                        .forEach(line -> view.append("┃ ").append(line).append('\n'));
            }
        }
        return view.toString();
    }

    /** The lines of all code blocks, in order, remarks on what is left out excepted. */
    public static List<ShownLine> lines(JsonNode payload) {
        List<ShownLine> lines = new ArrayList<>();
        for (String text : texts(payload)) {
            String[] parts = text.split("```", -1);
            for (int i = 1; i < parts.length; i += 2) {
                unescape(parts[i])
                        .strip()
                        .lines()
                        .filter(line -> !line.startsWith(OMITTED))
                        .forEach(line -> lines.add(line(line)));
            }
        }
        return lines;
    }

    /** Escaped text to what stands there for the eye. */
    static String plain(String mrkdwn) {
        String text = DATE.matcher(mrkdwn).replaceAll(match -> Matcher.quoteReplacement(match.group(1)));
        text = LINK.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(2) == null ? match.group(1) : match.group(2) + " (" + match.group(1) + ")"));
        text = MENTION.matcher(text).replaceAll("@$1");
        return unescape(text.replace("```\n", "").replace("\n```", "").replace("```", ""));
    }

    private static ShownLine line(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return new ShownLine("", "", line, 1);
        }
        String count = matcher.group(4);
        return new ShownLine(
                orEmpty(matcher.group(1)),
                orEmpty(matcher.group(2)),
                matcher.group(3),
                count == null ? 1 : Long.parseLong(count.replace(",", "")));
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isArray()) {
            node.forEach(element -> collect(element, texts));
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equals("text") && field.getValue().isTextual()) {
                texts.add(field.getValue().asText());
            } else if (field.getValue().isContainerNode()) {
                collect(field.getValue(), texts);
            }
        }
    }

    private static JsonNode blockOnly(JsonNode block) {
        return SlackStandIn.JSON
                .createObjectNode()
                .set("blocks", SlackStandIn.JSON.createArrayNode().add(block));
    }

    private static JsonNode attachmentOnly(JsonNode attachment) {
        return SlackStandIn.JSON
                .createObjectNode()
                .set("attachments", SlackStandIn.JSON.createArrayNode().add(attachment));
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
