package spillway.codec.slack;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import spillway.codec.slack.CodeBlocks.Part;

/**
 * Blocks: the headline as a section, then one attachment, whose colour is the severity's, with the code, the notes and the
 * context.
 *
 * <p>The headline stands outside the attachment because {@code text} would be shown above it a second time else: with
 * top-level blocks it is what notifications and screen readers say, and no more. {@code verbatim} keeps Slack from making
 * links and mentions of what looks like one.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/composition-objects/text-object">Text object</a>
 */
final class SlackPayload implements PayloadWriter {
    private final PostFrame frame;
    private final Target target;

    SlackPayload(PostFrame frame, Target target) {
        this.frame = frame;
        this.target = target;
    }

    @Override
    public String encode(String clean) {
        return SlackText.fenced(clean);
    }

    @Override
    public String context() {
        return context(frame);
    }

    static String context(PostFrame frame) {
        String link = frame.link();
        return frame.context(link == null ? "" : "<" + SlackText.escape(link) + "|logs>");
    }

    @Override
    public String write(Part part, String number, boolean first) {
        return Json.object(json -> {
            Json.writeTarget(json, target);
            json.writeStringField("text", frame.text() + number);
            json.writeArrayFieldStart("blocks");
            writeSection(json, headline(frame, number, first), false);
            json.writeEndArray();
            json.writeArrayFieldStart("attachments");
            json.writeStartObject();
            json.writeStringField("color", frame.style().colour);
            json.writeArrayFieldStart("blocks");
            for (String block : part.blocks()) {
                writeSection(json, "```\n" + block + "\n```", true);
            }
            if (!frame.notes().isEmpty()) {
                writeNotes(json);
            }
            writeContext(json);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    static String headline(PostFrame frame, String number, boolean first) {
        return (first ? frame.mention() : "") + frame.style().emoji + " *" + frame.title() + number + "*";
    }

    private static void writeSection(JsonGenerator json, String markup, boolean expanded) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "section");
        json.writeFieldName("text");
        writeMarkup(json, markup);
        if (expanded) {
            json.writeBooleanField("expand", true);
        }
        json.writeEndObject();
    }

    private static void writeMarkup(JsonGenerator json, String markup) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "mrkdwn");
        json.writeStringField("text", markup);
        json.writeBooleanField("verbatim", true);
        json.writeEndObject();
    }

    private void writeNotes(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "context");
        json.writeArrayFieldStart("elements");
        json.writeStartObject();
        json.writeStringField("type", "plain_text");
        json.writeStringField("text", String.join("\n", frame.notes()));
        json.writeBooleanField("emoji", false);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeContext(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "context");
        json.writeArrayFieldStart("elements");
        writeMarkup(json, context());
        json.writeEndArray();
        json.writeEndObject();
    }
}
