package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * Joins the lines of an event that arrive as messages of their own: a stack trace takes its first line's severity, and the
 * caller's decision about it.
 *
 * <p>One thread owns it: give each parser thread one. It holds the last event of each drain and process, and the exception
 * before it, in a table of fixed size; two that share a place push each other out, and an event that was pushed out is told
 * line by line. An event ends with the first line that stands for itself (but a frame behind one of those goes on with the
 * exception before it), after {@value #MOST_LINES} lines, or {@value #MOST_MICROS} microseconds after its last line.
 */
public final class Events {
    /** So many lines, the first included, are joined at most. */
    public static final int MOST_LINES = 500;

    /** So many lines an event may have while an exception's message in parentheses is joined that nothing closes. */
    static final int MOST_MESSAGE_LINES = 60;

    /** So long after its last line an event goes on at most, in microseconds. */
    public static final long MOST_MICROS = 2_000_000;

    /** What {@link #decision} says as long as nothing was decided. */
    public static final long UNDECIDED = -1;

    private static final int SIZE = 1_024;

    /** Where messages are that are whole by themselves. */
    private static final int WHOLE = SIZE;

    /** So far behind an event is the exception that its process told before it. */
    private static final int ASIDE = SIZE + 1;

    private static final int PLACES = ASIDE + SIZE;

    private final long[] keys = new long[PLACES];
    private final long[] decisions = new long[PLACES];

    private final long[] lastMicros = new long[PLACES];
    private final int[] postgresNumbers = new int[PLACES];
    private final short[] lines = new short[PLACES];
    private final byte[] severities = new byte[PLACES];

    /** {@link EventForm} of each event. */
    private final int[] forms = new int[PLACES];

    /** The first tag of each event, {@link Tags#first}; 0 if it has none. */
    private final int[] tags = new int[PLACES];

    /** {@link OpenObject} of each event. */
    private final byte[] members = new byte[PLACES];

    private int slot;

    /**
     * Says whether the message continues the event before it of the same drain and process; if so, {@code meaning} gets the
     * event's severity. If not, the message begins an event, and {@link #decided} is to be told what became of it.
     *
     * @param drain which drain, from 0
     * @param nowMicros the time of receipt in microseconds, from any origin
     */
    public boolean continues(SyslogMessage message, Meaning meaning, int drain, long nowMicros) {
        if (meaning.kind == Kind.ROUTER || meaning.kind == Kind.METRICS) {
            slot = WHOLE;
            decisions[WHOLE] = UNDECIDED;
            return false;
        }
        long key = key(message, drain);
        slot = (int) (key >>> 54);
        boolean open = keys[slot] == key && nowMicros - lastMicros[slot] <= MOST_MICROS && lines[slot] < MOST_LINES;
        if (meaning.continuation == Continuation.CERTAIN && isOfAside(key, nowMicros)) {
            copy(slot + ASIDE, slot);
            keys[slot + ASIDE] = 0;
            open = true;
        }
        if (open && joins(message, meaning)) {
            lines[slot]++;
            follow(message, meaning);
            lastMicros[slot] = nowMicros;
            meaning.continues = true;
            meaning.found(Severity.of(severities[slot]), Reason.EVENT, meaning.reasonStart, meaning.reasonEnd);
            return true;
        }
        if (keys[slot] == key && isException(slot)) {
            setAside(message);
        }
        keys[slot] = key;
        lastMicros[slot] = nowMicros;
        decisions[slot] = UNDECIDED;
        lines[slot] = 1;
        postgresNumbers[slot] = meaning.number;
        severities[slot] = (byte) meaning.severity.code();
        int form = EventForm.first(message, meaning);
        forms[slot] = form;
        tags[slot] = (form & EventForm.RAILS) != 0 || isTagged(message)
                ? RailsLine.tag(message.octets(), message.textStart(), message.textEnd())
                : 0;
        members[slot] = (byte)
                ((form & EventForm.OPENS) == 0
                        ? 0
                        : OpenObject.after(
                                message.octets(), message.textStart(), message.textEnd(), meaning.continuation));
        return false;
    }

    private boolean isException(int place) {
        return (forms[place] & EventForm.THROWS) != 0 && severities[place] <= Severity.WARNING.code();
    }

    /** Whether a frame or a cause comes behind another thread's line, which neither is an exception nor announces a dump. */
    private boolean isOfAside(long key, long nowMicros) {
        int aside = slot + ASIDE;
        return keys[aside] == key
                && keys[slot] == key
                && severities[slot] > Severity.WARNING.code()
                && (forms[slot] & EventForm.LISTS) == 0
                && nowMicros - lastMicros[aside] <= MOST_MICROS
                && lines[aside] < MOST_LINES;
    }

    /** Unless the message may itself be an exception, of which nobody knows the name. */
    private void setAside(SyslogMessage message) {
        if (ExceptionName.mayBe(message.octets(), message.textStart(), message.textEnd())) {
            keys[slot + ASIDE] = 0;
        } else {
            copy(slot, slot + ASIDE);
        }
    }

    private void copy(int from, int to) {
        keys[to] = keys[from];
        decisions[to] = decisions[from];
        lastMicros[to] = lastMicros[from];
        postgresNumbers[to] = postgresNumbers[from];
        lines[to] = lines[from];
        severities[to] = severities[from];
        forms[to] = forms[from];
        tags[to] = tags[from];
        members[to] = members[from];
    }

    /** What was decided about the first line of the event that the last message belongs to. */
    public long decision() {
        return decisions[slot];
    }

    /** Keeps what was decided about the last message, for those that continue it. */
    public void decided(long decision) {
        decisions[slot] = decision;
    }

    /** Keeps what the joined line lets expect next. */
    private void follow(SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        if (Octets.afterBlanks(octets, start, end) == end) {
            return;
        }
        int form = EventForm.after(forms[slot], message, meaning);
        if (lines[slot] >= MOST_MESSAGE_LINES) {
            form &= ~EventForm.MESSAGE;
        }
        int before = members[slot];
        int after = before == 0
                ? OpenObject.after(octets, start, end, meaning.continuation)
                : OpenObject.stays(before, octets, start, end);
        if (before != 0 && after == 0) { // beside an indented object stand others, beside the outermost nothing
            form = before > 1 ? form | EventForm.LISTS : form & ~EventForm.LISTS;
        }
        forms[slot] = form;
        members[slot] = (byte) after;
    }

    private boolean joins(SyslogMessage message, Meaning meaning) {
        if (meaning.number >= 0) {
            return meaning.part > 1 && meaning.number == postgresNumbers[slot];
        }
        boolean severe = severities[slot] <= Severity.WARNING.code();
        if ((forms[slot] & (EventForm.RAILS | EventForm.MESSAGE | EventForm.CAUSES)) != 0
                && RailsLine.joins(forms[slot], tags[slot], message, meaning)) {
            return true;
        }
        if ((forms[slot] & EventForm.AWAITS) != 0 && isOfAnotherRequest(message, meaning)) {
            return false;
        }
        return (members[slot] != 0 && isMember(severe, message, meaning))
                || NextLine.joins(forms[slot], severe, message, meaning);
    }

    private static boolean isTagged(SyslogMessage message) {
        return message.textStart() < message.textEnd() && message.octets()[message.textStart()] == '[';
    }

    /** What is awaited next is not told behind another request's id. */
    private boolean isOfAnotherRequest(SyslogMessage message, Meaning meaning) {
        return meaning.continuation == Continuation.NONE
                && isTagged(message)
                && Tags.isRequest(message.octets(), message.textStart(), message.textEnd())
                && Tags.first(message.octets(), message.textStart(), message.textEnd()) != tags[slot];
    }

    /** Of an object that nobody gave a level, a member that tells of a failure begins an event. */
    private boolean isMember(boolean severe, SyslogMessage message, Meaning meaning) {
        boolean told = meaning.inferred() && meaning.severity.isAtLeast(Severity.WARNING);
        boolean padded =
                meaning.reason == Reason.LEVEL_WORD && meaning.reasonStart == message.textStart() + 1; // " WARN"
        return !padded
                && (severe || !told || (forms[slot] & EventForm.BARE) == 0)
                && OpenObject.holds(members[slot], message.octets(), message.textStart(), message.textEnd());
    }

    /** 64 bits of drain and PROCID; never 0, the key of an empty place. */
    private static long key(SyslogMessage message, int drain) {
        byte[] octets = message.octets();
        long hash = drain * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
        int end = message.processEnd();
        for (int at = message.processStart(); at < end; at += 8) {
            hash = (hash ^ Octets.packed(octets, at, Math.min(at + 8, end))) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        hash *= 0x9E3779B97F4A7C15L;
        return hash == 0 ? 1 : hash;
    }
}
