package spillway.codec.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A post as Slack would show it, for a terminal: a bar in the severity's colour at the left, the headline, the lines, the
 * context. Logged text is cleaned, so that no sequence of its own reaches the terminal.
 */
public final class ConsoleText {
    private static final int MIN_WIDTH = 40;

    /** A line is wrapped to this many rows; the rest of it is counted. */
    private static final int MAX_ROWS = 6;

    /** A stack trace longer than this shows its head and its last cause. */
    private static final int MAX_TRACE = 3_000;

    private static final int MAX_TRACE_LINE = 500;

    /** Cells of {@code … (+123,456 characters)}. */
    private static final int REMARK = 26;

    private static final String RESET = "\u001B[0m";
    private static final String BOLD = "\u001B[1m";
    private static final String DIM = "\u001B[2m";

    private final int width;
    private final boolean colours;
    private final String bar;
    private final StringBuilder out = new StringBuilder();

    private ConsoleText(SeverityStyle style, int width, boolean colours) {
        this.width = Math.max(MIN_WIDTH, width) - 2;
        this.colours = colours;
        this.bar = colours ? "\u001B[38;5;" + style.terminal + "m▌" + RESET + " " : "▌ ";
    }

    /**
     * Every line of the post is shown; the one payload ends with an empty row.
     *
     * @param width of the terminal in cells; narrower than 40 is 40
     * @param colours whether the terminal understands colours (256 of them)
     */
    public static Rendered render(Post post, int width, boolean colours) {
        SeverityStyle style = SeverityStyle.of(post.severity());
        ConsoleText console = new ConsoleText(style, width, colours);
        String title = SlackText.oneLine(post.title());
        if (title.isEmpty()) {
            title = post.severity().keyword().toUpperCase(Locale.ROOT);
        }
        console.wrap(style.emoji + " " + title, 3, BOLD);
        long shown = console.lines(post);
        for (String note : post.notes()) {
            console.wrap(SlackText.oneLine(note), 0, DIM);
        }
        console.wrap(context(post), 0, DIM);
        console.out.append('\n');
        String summary = SlackText.oneLine(post.summary());
        String text = summary.isEmpty() ? title : title + ": " + summary;
        return new Rendered(List.of(console.out.toString()), List.of(shown), text);
    }

    private long lines(Post post) {
        int column = PostRenderer.processColumn(post);
        String noun = PostTimes.noun(post);
        long shown = 0;
        for (Post.Line line : post.lines()) {
            CodeLine code = CodeLine.of(line, column, clean -> clean);
            if (code.isOneLine()) {
                String text = code.lines(Integer.MAX_VALUE, Integer.MAX_VALUE).get(0);
                wrap(text, code.indent(), "", MAX_ROWS);
            } else {
                code.lines(MAX_TRACE_LINE, MAX_TRACE).forEach(text -> wrap(text, 4, ""));
            }
            if (line.omitted() > 0) {
                row(PostTimes.more(line.omitted(), line.omittedDistinct(), noun), DIM);
            }
            shown += line.count();
        }
        return shown;
    }

    private static String context(Post post) {
        List<String> items = new ArrayList<>();
        items.add(PostTimes.range(post.fromMillis(), post.untilMillis()));
        if (!post.processes().isEmpty()) {
            items.add(PostFrame.processes(post.processes(), SlackText::oneLine));
        }
        if (!post.batchId().isEmpty()) {
            items.add("batch " + SlackText.oneLine(post.batchId()));
        }
        String link = LogsLink.of(post.link());
        if (link != null) {
            items.add(link);
        }
        return String.join(" · ", items);
    }

    /** Breaks at blanks where there are some, and indents what follows. */
    private void wrap(String text, int indent, String style) {
        wrap(text, indent, style, Integer.MAX_VALUE);
    }

    private void wrap(String text, int indent, String style, int maxRows) {
        String rest = text.replace('\t', ' ');
        int rows = 1;
        int room = width;
        String before = "";
        while (TerminalCells.of(rest) > room) {
            if (rows == maxRows) {
                int end = TerminalCells.prefix(rest, room - REMARK);
                long gone = rest.codePointCount(end, rest.length());
                row(before + rest.substring(0, end) + "… (+" + PostTimes.count(gone) + " characters)", style);
                return;
            }
            int end = TerminalCells.prefix(rest, room);
            int blank = rest.lastIndexOf(' ', end);
            int at = blank > end / 2 ? blank : end;
            row(before + rest.substring(0, at), style);
            rest = rest.substring(at).stripLeading();
            rows++;
            before = " ".repeat(Math.min(indent, width / 2));
            room = width - before.length();
        }
        row(before + rest, style);
    }

    private void row(String text, String style) {
        boolean styled = colours && !style.isEmpty();
        out.append(bar).append(styled ? style : "").append(text.stripTrailing()).append(styled ? RESET : "");
        out.append('\n');
    }
}
