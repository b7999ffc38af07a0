package spillway.codec.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A {@link Post.Line} made harmless and ready to be fitted into a code block: {@code 12:00:01 web.1 message ×17}, the
 * following lines of a stack trace indented below.
 *
 * <p>Made to fit, a single line loses its end and a stack trace its middle, so that its head and its last cause stay; both
 * say how much is gone.
 */
final class CodeLine {
    /** No line is cut below this weight; what has less room than this is left out whole. */
    static final int LEAST = 300;

    private static final String CAUSE = "Caused by: ";
    private static final int CAUSE_LINES = 3;

    /** Room for {@code … (+1,234,567 characters)}. */
    private static final int REMARK = 32;

    private final Post.Line line;
    private final String head;
    private final String tail;
    private final List<String> text;

    private CodeLine(Post.Line line, String head, String tail, List<String> text) {
        this.line = line;
        this.head = head;
        this.tail = tail;
        this.text = text;
    }

    /**
     * Cleans and encodes.
     *
     * @param processWidth processes shorter than this are padded
     * @param encode makes clean text safe for the inside of a code block
     */
    static CodeLine of(Post.Line line, int processWidth, UnaryOperator<String> encode) {
        String process = TextSize.cut(encode.apply(SlackText.oneLine(line.process())), 60);
        String padding = " ".repeat(Math.max(0, processWidth - process.length()));
        String head = PostTimes.time(line.epochMillis()) + " " + (process.isEmpty() ? "" : process + padding + " ");
        List<String> text = new ArrayList<>();
        for (String physical : SlackText.clean(line.text()).stripTrailing().split("\n", -1)) {
            String indented = text.isEmpty() ? physical.strip() : "  " + withoutTab(physical.stripTrailing());
            text.add(encode.apply(indented));
        }
        return new CodeLine(line, head, repeats(line), text);
    }

    private static String withoutTab(String physical) {
        return physical.startsWith("\t") ? "  " + physical.substring(1) : physical;
    }

    /** {@code  ×17 until 12:00:09}; nothing for a message that came once. */
    static String repeats(Post.Line line) {
        if (line.count() <= 1) {
            return "";
        }
        String times = " ×" + PostTimes.count(line.count());
        return PostTimes.isOneSecond(line.epochMillis(), line.lastMillis())
                ? times
                : times + " until " + PostTimes.time(line.lastMillis());
    }

    /** How far the text stands in, behind time and process. */
    int indent() {
        return head.length();
    }

    long messages() {
        return line.count();
    }

    /** Messages that the post leaves out after this line. */
    long omitted() {
        return line.omitted();
    }

    long omittedDistinct() {
        return line.omittedDistinct();
    }

    /** What it weighs when nothing is cut, line ends included. */
    int weight(int lineLimit) {
        return weight(lines(lineLimit, Integer.MAX_VALUE));
    }

    static int weight(List<String> lines) {
        int weight = 0;
        for (String physical : lines) {
            // In JSON a line end is \n.
            weight += TextSize.weight(physical) + 2;
        }
        return weight;
    }

    /**
     * As it stands in the code block.
     *
     * @param lineLimit no physical line weighs more
     * @param limit all together don't weigh more; at least {@link #LEAST}
     */
    List<String> lines(int lineLimit, int limit) {
        int longest = Math.min(lineLimit, limit - 2);
        if (text.size() > 1) {
            longest = Math.min(longest, Math.max(limit / 2, 100) - 2);
        }
        List<String> lines = new ArrayList<>(text.size());
        int around = TextSize.weight(head) + TextSize.weight(tail);
        lines.add(head + cut(text.get(0), longest - around) + tail);
        for (String physical : text.subList(1, text.size())) {
            lines.add(cut(physical, longest));
        }
        return weight(lines) <= limit ? lines : headAndCause(lines, limit);
    }

    private static String cut(String encoded, int limit) {
        if (TextSize.weight(encoded) <= limit) {
            return encoded;
        }
        int end = TextSize.prefix(encoded, Math.max(0, limit - REMARK));
        return encoded.substring(0, end) + "… (+" + PostTimes.count(TextSize.characters(encoded.substring(end)))
                + " characters)";
    }

    private static List<String> headAndCause(List<String> lines, int limit) {
        int room = limit - weight(lines.subList(0, 1)) - 2 * REMARK;
        int cause = lastCause(lines);
        int end = cause;
        while (end < lines.size() && end < cause + CAUSE_LINES) {
            int weight = weight(lines.subList(end, end + 1));
            if (weight > room) {
                break;
            }
            room -= weight;
            end++;
        }
        int start = 1;
        while (start < cause) {
            int weight = weight(lines.subList(start, start + 1));
            if (weight > room) {
                break;
            }
            room -= weight;
            start++;
        }
        List<String> fitted = new ArrayList<>(lines.subList(0, start));
        addGap(fitted, cause - start);
        fitted.addAll(lines.subList(cause, end));
        addGap(fitted, lines.size() - end);
        return fitted;
    }

    private static void addGap(List<String> fitted, int missing) {
        if (missing > 0) {
            fitted.add("  … (+" + PostTimes.count(missing) + (missing == 1 ? " line)" : " lines)"));
        }
    }

    /** Java names the root cause last; most other languages end with the error. */
    private static int lastCause(List<String> lines) {
        for (int i = lines.size() - 1; i > 0; i--) {
            if (lines.get(i).stripLeading().startsWith(CAUSE)) {
                return i;
            }
        }
        return lines.size() - 1;
    }
}
