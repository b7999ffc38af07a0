package spillway.codec.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import spillway.codec.slack.CodeBlocks.Part;
import spillway.codec.slack.CodeBlocks.Room;

/**
 * Turns a post into one to three JSON payloads that Slack accepts.
 *
 * <p>Slack documents few of its limits, so each is kept by its smallest reading ({@link TextSize}): section text 2,900, all
 * text of a payload 9,000, JSON 15,000 octets, after escaping.
 */
public final class PostRenderer {
    /** All text of a payload; Slack was seen to take 9,597 and to refuse 11,341. */
    private static final int MAX_TEXT = 9_000;

    /** Of a section's 2,900, what is left for lines: less the fence, less the remark on what was left out. */
    private static final int BLOCK = 2_780;

    private static final int PARTS = 3;

    /** The JSON around all texts, and part numbers. */
    private static final int ENVELOPE = 520;

    /** Old servers cut a text at 4,000 characters. */
    private static final int PLAIN_PART = 3_300;

    /** Slack splits a text at 4,000 characters, and breaks fences doing so. */
    private static final int MAX_PLAIN_TEXT = 3_600;

    /** Processes up to this length stand in a column. */
    private static final int MAX_COLUMN = 10;

    private PostRenderer() {}

    /** In full, for the first attempt. */
    public static Rendered render(Post post, Target target) {
        return render(post, target, Level.FULL, false);
    }

    /**
     * At any level, for any attempt.
     *
     * @param level how simple; the next simpler after the channel refused the post as it was
     * @param mayBeRepeat whether an earlier attempt may have been delivered: the post says so
     */
    public static Rendered render(Post post, Target target, Level level, boolean mayBeRepeat) {
        PostFrame frame = PostFrame.of(post, target.plain(), level, mayBeRepeat);
        PayloadWriter writer = target.plain()
                ? new PlainPayload(frame, target, level)
                : level == Level.TEXT ? new TextPayload(frame, target) : new SlackPayload(frame, target);
        List<Part> parts = parts(post, writer, room(target, level, frame.weight(writer.context())));
        List<String> payloads = new ArrayList<>();
        List<Long> shown = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            payloads.add(writer.write(parts.get(i), PostFrame.number(parts, i), i == 0));
            shown.add(parts.get(i).shown());
        }
        return new Rendered(List.copyOf(payloads), List.copyOf(shown), frame.text());
    }

    private static List<Part> parts(Post post, PayloadWriter writer, Room room) {
        int column = processColumn(post);
        UnaryOperator<String> encode = writer::encode;
        List<CodeLine> lines = post.lines().stream()
                .map(line -> CodeLine.of(line, column, encode))
                .toList();
        return CodeBlocks.fit(lines, room, PostTimes.noun(post));
    }

    static int processColumn(Post post) {
        return post.lines().stream()
                .mapToInt(line -> line.process().length())
                .filter(length -> length <= MAX_COLUMN)
                .max()
                .orElse(0);
    }

    private static Room room(Target target, Level level, int frameWeight) {
        if (level == Level.TEXT) {
            int part = MAX_PLAIN_TEXT - frameWeight - ENVELOPE;
            return new Room(Math.min(part - CodeBlocks.AROUND_BLOCK, BLOCK), part, 1);
        }
        int half = level == Level.HALF ? 2 : 1;
        int parts = level == Level.HALF || target.update() != null ? 1 : PARTS;
        if (target.plain()) {
            int part = PLAIN_PART / half;
            return new Room(part - CodeBlocks.AROUND_BLOCK, part, parts);
        }
        int part = MAX_TEXT / half - frameWeight - ENVELOPE;
        return new Room(Math.min(part - CodeBlocks.AROUND_BLOCK, BLOCK), part, parts);
    }
}
