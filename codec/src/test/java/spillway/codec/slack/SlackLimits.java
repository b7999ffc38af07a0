package spillway.codec.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures a payload against every limit that Slack has or was seen to have, by the reading that gives the longest measure,
 * and looks for what log text could have made active. Stands alone, so that a stand-in for Slack can use it.
 */
public final class SlackLimits {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECTION = 2_900;
    private static final int ALL_TEXT = 9_000;
    private static final int TOP_TEXT = 4_000;
    private static final int OCTETS = 15_000;
    private static final int BLOCKS = 45;
    private static final int HEADER = 150;
    private static final int ELEMENTS = 10;
    private static final int ATTACHMENTS = 20;

    private static final Set<String> TOP_KEYS =
            Set.of("channel", "ts", "thread_ts", "text", "blocks", "attachments", "unfurl_links", "unfurl_media");
    private static final Set<String> BLOCK_TYPES = Set.of("section", "context", "header", "divider");
    private static final Pattern ENTITY = Pattern.compile("&(?!amp;|lt;|gt;)");
    private static final Pattern MARKUP = Pattern.compile("<[^<>]*>|<|>");
    private static final Pattern CONFIGURED =
            Pattern.compile("<!date\\^-?\\d+\\^[^|<>]+\\|[^|<>]+>|<https?://[^|<>\\s]+\\|logs>"
                    + "|<!(?:here|channel|everyone)>|<@[A-Z0-9]+>|<!subteam\\^[A-Z0-9]+>");
    private static final Pattern CODE = Pattern.compile("```\n.*?\n```", Pattern.DOTALL);
    private static final Pattern INVISIBLE = Pattern.compile(
            "[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u00AD\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]");
    private static final Pattern LINKED =
            Pattern.compile("(?i)\\w://|\\bwww\\.|\\bmailto:|\\S@\\w|@(?:here|channel|everyone)");

    private final List<String> faults = new ArrayList<>();
    private int allText;
    private int blocks;

    private SlackLimits() {}

    /** What is wrong with {@code payload}, one sentence each; empty if Slack would take it. */
    public static List<String> faults(String payload) {
        SlackLimits limits = new SlackLimits();
        limits.check(payload);
        return limits.faults;
    }

    private void check(String payload) {
        limit("JSON octets", payload.getBytes(StandardCharsets.UTF_8).length, OCTETS);
        JsonNode root;
        try {
            root = JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            faults.add("not JSON: " + e.getOriginalMessage());
            return;
        }
        root.fieldNames().forEachRemaining(key -> expect(TOP_KEYS.contains(key), "unknown key: " + key));
        String text = root.path("text").asText();
        expect(!text.isBlank(), "no_text");
        limit("text", size(text), TOP_TEXT);
        text("text", text, true, false);
        blocks(root.path("blocks"), "blocks");
        JsonNode attachments = root.path("attachments");
        limit("attachments", attachments.size(), ATTACHMENTS);
        for (JsonNode attachment : attachments) {
            blocks(attachment.path("blocks"), "attachment blocks");
            expect(attachment.path("color").asText().matches("#[0-9A-Fa-f]{6}|good|warning|danger"), "color");
        }
        limit("all blocks", blocks, BLOCKS);
        limit("all text", allText, ALL_TEXT);
        if (!root.has("ts")) {
            expect(isFalse(root, "unfurl_links") && isFalse(root, "unfurl_media"), "unfurls");
        }
    }

    private static boolean isFalse(JsonNode node, String key) {
        return node.path(key).isBoolean() && !node.path(key).booleanValue();
    }

    private void blocks(JsonNode array, String where) {
        blocks += array.size();
        for (JsonNode block : array) {
            String type = block.path("type").asText();
            expect(BLOCK_TYPES.contains(type), where + ": unknown type: " + type);
            switch (type) {
                case "section" -> textObject(block.path("text"), where + " section", SECTION);
                case "header" -> textObject(block.path("text"), where + " header", HEADER);
                default -> {
                    JsonNode elements = block.path("elements");
                    limit(where + " context elements", elements.size(), ELEMENTS);
                    elements.forEach(element -> textObject(element, where + " context", SECTION));
                }
            }
        }
    }

    private void textObject(JsonNode object, String where, int limit) {
        String text = object.path("text").asText();
        String type = object.path("type").asText();
        expect(!text.isEmpty(), where + ": empty");
        limit(where, size(text), limit);
        boolean markup = type.equals("mrkdwn");
        expect(markup || type.equals("plain_text"), where + ": type: " + type);
        text(where, text, markup, object.path("verbatim").asBoolean());
        if (!markup) {
            expect(!isFalse(object, "x") && isFalse(object, "emoji"), where + ": emoji");
        }
    }

    /** Checks well-formedness, and that only what configuration makes is active. */
    private void text(String where, String text, boolean markup, boolean verbatim) {
        allText += size(text);
        expect(isWellFormed(text), where + ": half a surrogate pair");
        expect(!INVISIBLE.matcher(text).find(), where + ": control character");
        expect(!ENTITY.matcher(text).find(), where + ": cut or unescaped entity");
        Matcher markups = MARKUP.matcher(text);
        while (markups.find()) {
            expect(markup && CONFIGURED.matcher(markups.group()).matches(), where + ": active: " + markups.group());
        }
        String outside = CODE.matcher(text).replaceAll("");
        expect(!outside.contains("```"), where + ": open fence");
        CODE.matcher(text).results().forEach(code -> {
            String inside = code.group().substring(3, code.group().length() - 3);
            expect(!inside.contains("```"), where + ": fence inside a fence");
            expect(verbatim || !inside.contains("://"), where + ": link in code");
        });
        String visible = MARKUP.matcher(outside).replaceAll("");
        Matcher linked = LINKED.matcher(visible);
        if (linked.find()) {
            faults.add(where + ": active: " + linked.group());
        }
    }

    private static boolean isWellFormed(String text) {
        try {
            ByteBuffer octets = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return octets.hasRemaining() || text.isEmpty();
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Octets: never fewer than UTF-16 units or code points. */
    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void limit(String what, int size, int limit) {
        expect(size <= limit, what + ": " + size + " (expected: <= " + limit + ")");
    }

    private void expect(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
