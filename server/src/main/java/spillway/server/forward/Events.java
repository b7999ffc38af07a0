package spillway.server.forward;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins the lines of an event: a line that continues the one before it of the same process, as in a stack trace, is
 * appended to it. An event is open until its process writes the next one, or its batch leaves.
 */
final class Events {
    static final int MAX_LINES = 200;
    static final int MAX_CHARACTERS = 8_000;
    private static final int MAX_OPEN = 256;

    private final Map<Writer, Open> open = new LinkedHashMap<>();

    private record Writer(String drain, String app, String process) {}

    private static final class Open {
        final AcceptedMessage first;
        final Group group;
        final long bornNanos;
        final StringBuilder text = new StringBuilder();
        int lines = 1;
        int cutLines;

        @Nullable
        Batch batch;

        Open(AcceptedMessage first, Group group, Batch batch, long bornNanos) {
            this.first = first;
            this.group = group;
            this.batch = batch;
            this.bornNanos = bornNanos;
        }

        void append(String line) {
            if (lines >= MAX_LINES || text.length() + line.length() >= MAX_CHARACTERS) {
                cutLines++;
                return;
            }
            if (lines == 1) {
                text.append(cut(withoutEnd(first.text())));
            }
            text.append('\n').append(withoutEnd(Gist.afterId(line, first.text())));
            lines++;
        }

        void close(long room) {
            Batch into = batch;
            if (into == null) {
                return;
            }
            batch = null;
            String whole = lines == 1 ? cut(withoutEnd(first.text())) : text.toString();
            if (cutLines > 0) {
                whole += "\n… " + Words.number(cutLines, "more line");
            }
            into.lines.add(new Entry(first, whole, bornNanos), room);
        }
    }

    /** The group of the event that the message continues; null if it begins one. */
    @Nullable
    Group continued(AcceptedMessage message) {
        if (!message.continues()) {
            return null;
        }
        Open event = open.get(writer(message));
        return event == null ? null : event.group;
    }

    /** Adds a message to a batch of {@code group}: to the open event of its process, or as a new one. */
    void add(AcceptedMessage message, Group group, Batch batch, long bornNanos, long room) {
        Writer writer = writer(message);
        Open before = open.get(writer);
        if (message.continues() && before != null && before.batch == batch) {
            before.append(message.text());
            batch.countLine(message);
            return;
        }
        batch.count(message);
        if (before != null) {
            before.close(room);
        } else if (open.size() == MAX_OPEN) {
            Iterator<Open> eldest = open.values().iterator();
            eldest.next().close(room);
            eldest.remove();
        }
        open.put(writer, new Open(message, group, batch, bornNanos));
    }

    /** Closes what is open in a batch that leaves. */
    void close(Batch batch, long room) {
        for (Open event : open.values()) {
            if (event.batch == batch) {
                event.close(room);
            }
        }
    }

    /** Forgets processes whose last event has left and whose group is gone. */
    void forget(Group group) {
        open.values().removeIf(event -> event.group == group && event.batch == null);
    }

    private static Writer writer(AcceptedMessage message) {
        return new Writer(message.drain(), message.app(), message.process());
    }

    private static String withoutEnd(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return end == line.length() ? line : line.substring(0, end);
    }

    private static String cut(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return text.substring(0, end) + "… (+" + Words.number(text.length() - end, "character") + ")";
    }
}
