package spillway.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Slack refuses a payload for, and what it takes but shows otherwise than meant. */
final class SlackRules {
    private static final int MAX_TEXT_UNSPLIT = 4_000;
    private static final int MAX_BLOCKS = 50;
    private static final int MAX_SECTION_TEXT = 3_000;
    private static final int MAX_FIELD_TEXT = 2_000;
    private static final int MAX_HEADER_TEXT = 150;
    private static final int MAX_ELEMENTS = 10;
    private static final int MAX_ATTACHMENTS = 100;
    private static final int MAX_ATTACHMENT_TEXT = 8_000;
    /** Not documented: the longest message that was seen to be taken. */
    private static final int MAX_ALL_TEXT = 9_597;

    private static final Set<String> BLOCK_TYPES =
            Set.of("section", "header", "context", "divider", "actions", "image", "rich_text");

    private SlackRules() {}

    /** The error that Slack would answer with 400; null if it takes the payload. */
    static @Nullable String error(@Nullable JsonNode payload) {
        if (payload == null || !payload.isObject()) {
            return "invalid_payload";
        }
        JsonNode blocks = payload.path("blocks");
        JsonNode attachments = payload.path("attachments");
        if (payload.path("text").asText().isEmpty() && blocks.isEmpty() && attachments.isEmpty()) {
            return "no_text";
        }
        if (!blocksAreValid(blocks)) {
            return "invalid_blocks";
        }
        if (!attachments.isMissingNode() && !attachments.isArray()) {
            return "invalid_attachments";
        }
        if (attachments.size() > MAX_ATTACHMENTS) {
            return "too_many_attachments";
        }
        for (JsonNode attachment : attachments) {
            if (!attachment.isObject() || !blocksAreValid(attachment.path("blocks"))) {
                return "invalid_attachments";
            }
        }
        return allText(payload) > MAX_ALL_TEXT ? "msg_blocks_too_long" : null;
    }

    /** What Slack takes, but would cut, split or show broken. */
    static List<String> blemishes(JsonNode payload) {
        List<String> found = new ArrayList<>();
        String text = payload.path("text").asText();
        if (text.length() > MAX_TEXT_UNSPLIT) {
            found.add("text: " + text.length() + " characters (expected: <= " + MAX_TEXT_UNSPLIT + ")");
        }
        for (JsonNode attachment : payload.path("attachments")) {
            int length = attachment.path("text").asText().length();
            if (length > MAX_ATTACHMENT_TEXT) {
                found.add("attachment text: " + length + " characters (expected: <= " + MAX_ATTACHMENT_TEXT + ")");
            }
        }
        for (String shown : SlackView.texts(payload)) {
            if (occurrences(shown, "```") % 2 != 0) {
                found.add("code fence: not closed in " + shown);
            }
        }
        return found;
    }

    private static boolean blocksAreValid(JsonNode blocks) {
        if (blocks.isMissingNode()) {
            return true;
        }
        if (!blocks.isArray() || blocks.size() > MAX_BLOCKS) {
            return false;
        }
        for (JsonNode block : blocks) {
            if (!blockIsValid(block)) {
                return false;
            }
        }
        return true;
    }

    private static boolean blockIsValid(JsonNode block) {
        String type = block.path("type").asText();
        JsonNode text = block.path("text");
        return switch (type) {
            case "section" ->
                block.has("fields") ? fieldsAreValid(block.path("fields")) : textFits(text, MAX_SECTION_TEXT);
            case "header" -> text.path("type").asText().equals("plain_text") && textFits(text, MAX_HEADER_TEXT);
            case "context" -> elementsAreValid(block.path("elements"));
            default -> BLOCK_TYPES.contains(type);
        };
    }

    private static boolean fieldsAreValid(JsonNode fields) {
        boolean valid = !fields.isEmpty() && fields.size() <= MAX_ELEMENTS;
        for (JsonNode field : fields) {
            valid &= textFits(field, MAX_FIELD_TEXT);
        }
        return valid;
    }

    private static boolean elementsAreValid(JsonNode elements) {
        boolean valid = !elements.isEmpty() && elements.size() <= MAX_ELEMENTS;
        for (JsonNode element : elements) {
            valid &= element.path("type").asText().equals("image") || textFits(element, MAX_SECTION_TEXT);
        }
        return valid;
    }

    private static boolean textFits(JsonNode text, int max) {
        String type = text.path("type").asText();
        int length = text.path("text").asText().length();
        return (type.equals("mrkdwn") || type.equals("plain_text")) && length > 0 && length <= max;
    }

    private static int allText(JsonNode payload) {
        int length = payload.path("text").asText().length();
        for (String text : SlackView.texts(payload)) {
            length += text.length();
        }
        return length;
    }

    private static int occurrences(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
