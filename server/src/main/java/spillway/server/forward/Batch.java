package spillway.server.forward;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;

/** Messages that leave together: what a post is made of, and what must be settled when it has ended. */
final class Batch {
    /** A commit's hash in full. */
    private static final int MAX_VERSION = 40;

    final Lines lines;
    final Positions positions = new Positions();

    /** Who wrote, or which dyno got the request. */
    final Tally processes = new Tally();

    final Tally apps = new Tally();
    final Tally heads = new Tally();
    final Tally codes = new Tally();
    final Tally paths = new Tally();

    Severity severity = Severity.DEBUG;
    long fromMillis = Long.MAX_VALUE;
    long untilMillis = Long.MIN_VALUE;

    /** Every message in here, lines of stack traces too. */
    long messages;

    /** When the earliest of the stored ones was received. */
    long receivedMillis = Long.MAX_VALUE;

    /** Of these, those that only memory holds. */
    long notStored;

    /** What a person counts: a line is one, a stack trace is one. */
    long events;

    /** Events that came too fast to keep their text. */
    long bare;

    @Nullable
    AcceptedMessage first;

    /** What the messages' rules ask to be mentioned; there are no more than rules. */
    final Set<String> mentions = new LinkedHashSet<>();

    /** Whether a message has no mention of its own: it gets the channel's. */
    boolean asksForChannels;

    /** The batch id of an earlier post that may stand in the channel already; empty for none. */
    String mayRepeat = "";

    Batch(int maxLines, boolean similar) {
        lines = new Lines(maxLines, similar);
    }

    boolean isEmpty() {
        return messages == 0;
    }

    /** Counts a message that begins an event; its text follows with {@link Lines#add} when the event is whole. */
    void count(AcceptedMessage message) {
        countLine(message);
        events++;
        severity = worse(severity, message.severity());
        RoutedRequest request = message.request();
        processes.add(request == null || request.dyno() == null ? message.process() : request.dyno(), 1);
        apps.add(message.label().isEmpty() ? message.drain() : message.label(), 1);
        heads.add(head(message), 1);
        if (message.code() != null) {
            codes.add(message.code(), 1);
        }
        if (request != null) {
            paths.add(request.pathWithoutQuery(), 1);
        }
        first = first == null ? message : first;
        if (message.mention() == null) {
            asksForChannels = true;
        } else {
            mentions.add(message.mention());
        }
    }

    /** Counts a message that continues an event. */
    void countLine(AcceptedMessage message) {
        messages++;
        positions.add(message.position());
        if (message.position() == AcceptedMessage.NOT_STORED) {
            notStored++;
        } else {
            receivedMillis = Math.min(receivedMillis, message.receivedMillis());
        }
        long millis = message.epochMicros() / 1_000;
        fromMillis = Math.min(fromMillis, millis);
        untilMillis = Math.max(untilMillis, millis);
    }

    /** Counts messages whose text could not be kept; none of them is stored. */
    void countBare(Overflow overflow) {
        messages += overflow.messages();
        notStored += overflow.messages();
        events += overflow.messages();
        bare += overflow.messages();
        asksForChannels = true;
        severity = worse(severity, overflow.severity());
        fromMillis = Math.min(fromMillis, overflow.fromMillis());
        untilMillis = Math.max(untilMillis, overflow.untilMillis());
        heads.add("", overflow.messages());
    }

    /** Takes over what another batch holds, and that came later. */
    void absorb(Batch later, long room) {
        lines.absorb(later.lines, room);
        positions.addAll(later.positions);
        processes.addAll(later.processes);
        apps.addAll(later.apps);
        heads.addAll(later.heads);
        codes.addAll(later.codes);
        paths.addAll(later.paths);
        severity = worse(severity, later.severity);
        fromMillis = Math.min(fromMillis, later.fromMillis);
        untilMillis = Math.max(untilMillis, later.untilMillis);
        messages += later.messages;
        notStored += later.notStored;
        receivedMillis = Math.min(receivedMillis, later.receivedMillis);
        events += later.events;
        bare += later.bare;
        first = first == null ? later.first : first;
        mentions.addAll(later.mentions);
        asksForChannels |= later.asksForChannels;
        mayRepeat = mayRepeat.isEmpty() ? later.mayRepeat : mayRepeat;
    }

    /** Whether each event is a request that the router tells of. */
    boolean isRequests() {
        return events > 0 && paths.total() == events;
    }

    static String head(AcceptedMessage message) {
        String code = message.code();
        String summary = message.summary();
        if (code == null) {
            return summary == null ? "" : withVersion(summary, message.text());
        }
        return summary == null ? code : code + ' ' + summary;
    }

    /** {@code Deploy 4be2c91d}: the word behind what sums it up, if it is a version or a number. */
    private static String withVersion(String summary, String text) {
        int start = summary.length() + 1;
        if (!text.startsWith(summary + ' ')) {
            return summary;
        }
        int end = start;
        while (end < text.length() && end - start <= MAX_VERSION && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        boolean whole = end - start <= MAX_VERSION && (end == text.length() || text.charAt(end) <= ' ');
        boolean number = text.substring(start, end).chars().anyMatch(Character::isDigit);
        return whole && number ? text.substring(0, end) : summary;
    }

    private static Severity worse(Severity one, Severity other) {
        return one.isAtLeast(other) ? one : other;
    }
}
