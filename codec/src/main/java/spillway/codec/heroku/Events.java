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

    private final Event[] events = new Event[SIZE];

    /** Behind an event, the exception that its process told before it. */
    private final Event[] asides = new Event[SIZE];

    /** For messages that are whole by themselves. */
    private final Event whole = new Event();

    private Event current = whole;

    /** What is known of an event. One object each, so that all of it lies in one place of the memory. */
    private static final class Event {
        /** Drain and PROCID; 0 for none. */
        long key;

        long decision;
        long lastMicros;

        /** {@link EventForm}. */
        int form;

        /** {@link Tags#first} of a failure's first line; 0 if it has none. */
        int tag;

        int postgresNumber;
        short lines;
        byte severity;

        /** {@link OpenObject}. */
        byte members;

        boolean isOpen(long of, long nowMicros) {
            return key == of && nowMicros - lastMicros <= MOST_MICROS && lines < MOST_LINES;
        }

        boolean isSevere() {
            return severity <= Severity.WARNING.code();
        }

        boolean isException() {
            return (form & EventForm.THROWS) != 0 && isSevere();
        }
    }

    public Events() {
        for (int i = 0; i < SIZE; i++) {
            events[i] = new Event();
            asides[i] = new Event();
        }
    }

    /**
     * Says whether the message continues the event before it of the same drain and process; if so, {@code meaning} gets the
     * event's severity. If not, the message begins an event, and {@link #decided} is to be told what became of it.
     *
     * @param drain which drain, from 0
     * @param nowMicros the time of receipt in microseconds, from any origin
     */
    public boolean continues(SyslogMessage message, Meaning meaning, int drain, long nowMicros) {
        if (meaning.kind == Kind.ROUTER || meaning.kind == Kind.METRICS) {
            current = whole;
            whole.decision = UNDECIDED;
            return false;
        }
        long key = key(message, drain);
        int slot = (int) (key >>> 54);
        if (meaning.continuation == Continuation.CERTAIN && isOfAside(slot, key, nowMicros)) {
            exchange(slot);
            asides[slot].key = 0;
        }
        Event event = events[slot];
        current = event;
        if (event.isOpen(key, nowMicros) && joins(event, message, meaning)) {
            event.lines++;
            follow(event, message, meaning);
            event.lastMicros = nowMicros;
            meaning.continues = true;
            meaning.found(Severity.of(event.severity), Reason.EVENT, meaning.reasonStart, meaning.reasonEnd);
            return true;
        }
        if (event.key == key && event.isException()) {
            setAside(slot, message);
        }
        begin(events[slot], message, meaning, key, nowMicros);
        return false;
    }

    private void begin(Event event, SyslogMessage message, Meaning meaning, long key, long nowMicros) {
        current = event;
        event.key = key;
        event.lastMicros = nowMicros;
        event.decision = UNDECIDED;
        event.lines = 1;
        event.postgresNumber = meaning.number;
        event.severity = (byte) meaning.severity.code();
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        int form = EventForm.first(message, meaning);
        event.form = form;
        event.tag = event.isSevere() ? RailsLine.tag(octets, start, end) : 0;
        event.members =
                (byte) ((form & EventForm.OPENS) == 0 ? 0 : OpenObject.after(octets, start, end, meaning.continuation));
    }

    /** Whether a frame or a cause comes behind another thread's line, which neither is an exception nor announces a dump. */
    private boolean isOfAside(int slot, long key, long nowMicros) {
        Event event = events[slot];
        return event.key == key
                && !event.isSevere()
                && (event.form & EventForm.LISTS) == 0
                && asides[slot].isOpen(key, nowMicros);
    }

    /** Unless the message may itself be an exception, of which nobody knows the name. */
    private void setAside(int slot, SyslogMessage message) {
        if (ExceptionName.mayBe(message.octets(), message.textStart(), message.textEnd())) {
            asides[slot].key = 0;
        } else {
            exchange(slot);
        }
    }

    private void exchange(int slot) {
        Event event = events[slot];
        events[slot] = asides[slot];
        asides[slot] = event;
    }

    /** What was decided about the first line of the event that the last message belongs to. */
    public long decision() {
        return current.decision;
    }

    /** Keeps what was decided about the last message, for those that continue it. */
    public void decided(long decision) {
        current.decision = decision;
    }

    /** Keeps what the joined line lets expect next. */
    private static void follow(Event event, SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        if (Octets.afterBlanks(octets, start, end) == end) {
            return;
        }
        int form = EventForm.after(event.form, message, meaning);
        if (event.lines >= MOST_MESSAGE_LINES) {
            form &= ~EventForm.MESSAGE;
        }
        int before = event.members;
        int after = before == 0
                ? OpenObject.after(octets, start, end, meaning.continuation)
                : OpenObject.stays(before, octets, start, end);
        if (before != 0 && after == 0) { // beside an indented object stand others, beside the outermost nothing
            form = before > 1 ? form | EventForm.LISTS : form & ~EventForm.LISTS;
        }
        event.form = form;
        event.members = (byte) after;
    }

    private static boolean joins(Event event, SyslogMessage message, Meaning meaning) {
        if (meaning.number >= 0) {
            return meaning.part > 1 && meaning.number == event.postgresNumber;
        }
        if ((event.form & (EventForm.RAILS | EventForm.MESSAGE | EventForm.CAUSES)) != 0
                && RailsLine.joins(event.form, event.tag, message, meaning)) {
            return true;
        }
        if ((event.form & EventForm.AWAITS) != 0 && isOfAnotherRequest(event, message, meaning)) {
            return false;
        }
        return (event.members != 0 && isMember(event, message, meaning))
                || NextLine.joins(event.form, event.isSevere(), message, meaning);
    }

    /** What is awaited next is not told behind another request's id. */
    private static boolean isOfAnotherRequest(Event event, SyslogMessage message, Meaning meaning) {
        if (meaning.continuation != Continuation.NONE) {
            return false;
        }
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        int tag = Tags.first(octets, start, end);
        return tag != 0 && tag != event.tag && Tags.isRequest(octets, start, end);
    }

    /** Of an object that nobody gave a level, a member that tells of a failure begins an event. */
    private static boolean isMember(Event event, SyslogMessage message, Meaning meaning) {
        boolean told = meaning.inferred() && meaning.severity.isAtLeast(Severity.WARNING);
        boolean padded =
                meaning.reason == Reason.LEVEL_WORD && meaning.reasonStart == message.textStart() + 1; // " WARN"
        return !padded
                && (event.isSevere() || !told || (event.form & EventForm.BARE) == 0)
                && OpenObject.holds(event.members, message.octets(), message.textStart(), message.textEnd());
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
