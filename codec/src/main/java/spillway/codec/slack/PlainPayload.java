package spillway.codec.slack;

import java.util.regex.Pattern;
import spillway.codec.slack.CodeBlocks.Part;

/**
 * Markdown for servers that imitate Slack's webhook: the headline as {@code text}, the rest as the text of one coloured
 * attachment. They show blocks not at all and escaped text as it is, so nothing is escaped here; what they would take for
 * a mention or a link is broken up.
 */
final class PlainPayload implements PayloadWriter {
    /** They replace these before they look for code blocks. */
    private static final Pattern ACTIVE =
            Pattern.compile("<(?=[!@#]|https?:|mailto:|ftp:)|@(?=(?i:here|channel|all|everyone|group)\\b)");

    private final PostFrame frame;
    private final Target target;
    private final Level level;

    PlainPayload(PostFrame frame, Target target, Level level) {
        this.frame = frame;
        this.target = target;
        this.level = level;
    }

    @Override
    public String encode(String clean) {
        return ACTIVE.matcher(SlackText.breakFences(clean)).replaceAll("$0" + SlackText.BREAK);
    }

    @Override
    public String context() {
        String link = frame.link();
        return frame.context(
                link == null ? "" : "[logs](" + link.replace("(", "%28").replace(")", "%29") + ")");
    }

    @Override
    public String write(Part part, String number, boolean first) {
        String headline = (first ? frame.mention() : "") + frame.style().emoji + " **" + frame.title() + number + "**";
        StringBuilder details = new StringBuilder();
        for (String block : part.blocks()) {
            details.append("```\n").append(block).append("\n```\n");
        }
        for (String note : frame.notes()) {
            details.append(note).append("  \n");
        }
        details.append(context());
        if (level == Level.TEXT) {
            return Json.object(json -> json.writeStringField("text", headline + "\n" + details));
        }
        return Json.object(json -> {
            Json.writeTarget(json, target);
            json.writeStringField("text", headline);
            json.writeArrayFieldStart("attachments");
            json.writeStartObject();
            json.writeStringField("fallback", frame.text() + number);
            json.writeStringField("color", frame.style().hex());
            json.writeStringField("text", details.toString());
            json.writeEndObject();
            json.writeEndArray();
        });
    }
}
