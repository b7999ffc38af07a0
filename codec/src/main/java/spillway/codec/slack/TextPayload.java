package spillway.codec.slack;

import spillway.codec.slack.CodeBlocks.Part;

/** The last resort: one {@code text} of Slack's markup. */
final class TextPayload implements PayloadWriter {
    private final PostFrame frame;
    private final Target target;

    TextPayload(PostFrame frame, Target target) {
        this.frame = frame;
        this.target = target;
    }

    /** No {@code verbatim} here: what Slack would link is broken up. */
    @Override
    public String encode(String clean) {
        return SlackText.fenced(clean.replace("://", ":" + SlackText.BREAK + "//"));
    }

    @Override
    public String context() {
        return SlackPayload.context(frame);
    }

    @Override
    public String write(Part part, String number, boolean first) {
        StringBuilder text = new StringBuilder(SlackPayload.headline(frame, number, first));
        for (String block : part.blocks()) {
            text.append("\n```\n").append(block).append("\n```");
        }
        for (String note : frame.notes()) {
            text.append('\n').append(note);
        }
        text.append('\n').append(context());
        return Json.object(json -> {
            Json.writeTarget(json, target);
            json.writeStringField("text", text.toString());
        });
    }
}
