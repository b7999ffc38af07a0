package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * Joins the lines of an event that arrive as messages of their own: a stack trace takes its first line's severity, and the
 * caller's decision about it.
 *
 * <p>One thread owns it: give each parser thread one. It holds the last event of each drain and process in a table of fixed
 * size; two that share a place push each other out, and an event that was pushed out is told line by line. An event ends
 * with the first line that stands for itself, after {@value #MOST_LINES} lines, or {@value #MOST_MICROS} microseconds after
 * its last line.
 */
public final class Events {
    /** So many lines, the first included, are joined at most. */
    public static final int MOST_LINES = 500;

    /** So long after its last line an event goes on at most, in microseconds. */
    public static final long MOST_MICROS = 2_000_000;

    /** What {@link #decision} says as long as nothing was decided. */
    public static final long UNDECIDED = -1;

    private static final int SIZE = 1_024;
    private static final byte[] ABORTED = Octets.of(" aborted!");
    private static final byte[] PRISMA = Octets.of("Error: P");
    private static final byte[] ELIXIR = Octets.of("** (");
    private static final byte[] TRACEBACK = Octets.of("Traceback (most recent call last)");

    private static final int PYTHON = 1;
    private static final int EXCEPTION = 2;
    private static final int LOGGER = 4;

    /** No line but blank ones has followed yet. */
    private static final int FRESH = 32;

    /** Indented lines belong to it, whatever its level, as to {@code info: Shop.Orders[14]}, {@code =INFO REPORT====}. */
    private static final int INDENTED = 64;

    /** The program says that it fails, in words of its own: what the runtime prints then is why. */
    private static final int PROGRAM = 128;

    /** The next line belongs to the first, whatever it says. */
    private static final int AWAITS = 16;

    /** Python has said that a second traceback follows. */
    private static final int CHAINED = 8;

    private final long[] keys = new long[SIZE];
    /** One more than events: for messages that are whole by themselves. */
    private final long[] decisions = new long[SIZE + 1];

    private final long[] lastMicros = new long[SIZE];
    private final int[] postgresNumbers = new int[SIZE];
    private final short[] lines = new short[SIZE];
    private final byte[] severities = new byte[SIZE];
    private final short[] forms = new short[SIZE];
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
            slot = SIZE;
            decisions[SIZE] = UNDECIDED;
            return false;
        }
        long key = key(message, drain);
        slot = (int) (key >>> 54);
        boolean open = keys[slot] == key && nowMicros - lastMicros[slot] <= MOST_MICROS && lines[slot] < MOST_LINES;
        if (open && joins(message, meaning)) {
            lines[slot]++;
            follow(message, meaning);
            lastMicros[slot] = nowMicros;
            meaning.continues = true;
            meaning.found(Severity.of(severities[slot]), Reason.EVENT, meaning.reasonStart, meaning.reasonEnd);
            return true;
        }
        keys[slot] = key;
        lastMicros[slot] = nowMicros;
        decisions[slot] = UNDECIDED;
        lines[slot] = 1;
        postgresNumbers[slot] = meaning.number;
        severities[slot] = (byte) meaning.severity.code();
        forms[slot] = (short) (form(message, meaning) | FRESH | (awaits(message, meaning) ? AWAITS : 0));
        return false;
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
        if (Octets.afterBlanks(octets, start, message.textEnd()) == message.textEnd()) {
            return;
        }
        forms[slot] &= ~AWAITS;
        if (awaits(message, meaning)) {
            forms[slot] |= AWAITS;
        }
        int form = form(message, meaning);
        if (form != 0 || meaning.continuation != Continuation.NONE || (forms[slot] & PYTHON) != 0) {
            forms[slot] &= ~FRESH;
        }
        if ((form & PYTHON) != 0) {
            forms[slot] = (short) ((forms[slot] | PYTHON) & ~CHAINED);
        } else if (meaning.continuation == Continuation.CERTAIN) {
            boolean chains = octets[start] == 'D' || octets[start] == 'T';
            forms[slot] = (short) (forms[slot] | (chains ? CHAINED : 0));
        } else if ((form & EXCEPTION) != 0 || ExceptionName.mayBe(octets, start, message.textEnd())) {
            forms[slot] &= ~PYTHON;
        }
    }

    private boolean joins(SyslogMessage message, Meaning meaning) {
        if (meaning.number >= 0) {
            return meaning.part > 1 && meaning.number == postgresNumbers[slot];
        }
        boolean severe = severities[slot] <= Severity.WARNING.code();
        return switch (meaning.continuation) {
            case CERTAIN -> true;
            case POSSIBLE -> severe || (forms[slot] & INDENTED) != 0;
            case NONE -> severe && (exceptionJoins(message, meaning) || textJoins(message, meaning));
        };
    }

    /** What says nothing by itself, and yet is told after a first line that announces it. */
    private boolean textJoins(SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        boolean bare = !meaning.inferred() || form(message, meaning) == EXCEPTION || meaning.reason == Reason.PHRASE;
        if ((forms[slot] & AWAITS) != 0 && bare) {
            return true;
        }
        boolean endsTraceback = (forms[slot] & (PYTHON | FRESH)) == PYTHON;
        if (meaning.inferred()) {
            boolean rejection = meaning.reason == Reason.PHRASE && octets[start] == '[';
            return Octets.startsWith(octets, start, end, ELIXIR) || (endsTraceback && rejection);
        }
        if (FollowingLine.is(octets, start, end)) {
            return true;
        }
        return ExceptionName.mayBe(octets, start, end)
                && (endsTraceback || ExceptionName.isOfPackage(octets, start, end));
    }

    /**
     * What a logger prints after the line that announces it, a traceback or an exception's own line, and the exception's name
     * that ends a traceback. What only a runtime prints, of an exception that nobody caught, begins an event.
     */
    private boolean exceptionJoins(SyslogMessage message, Meaning meaning) {
        int form = form(message, meaning);
        boolean fresh = (forms[slot] & FRESH) != 0;
        boolean byProgram = (forms[slot] & PROGRAM) != 0;
        boolean followsLogger = fresh && (forms[slot] & (LOGGER | EXCEPTION)) == LOGGER;
        if ((form & PYTHON) != 0) {
            boolean announced =
                    (fresh && (forms[slot] & AWAITS) != 0) || (followsLogger && (byProgram || isTraceback(message)));
            return (forms[slot] & CHAINED) != 0 || announced;
        }
        if ((form & EXCEPTION) == 0) {
            return false;
        }
        boolean endsTraceback = !fresh && (forms[slot] & PYTHON) != 0;
        return endsTraceback || (followsLogger && (byProgram || isNamedFirst(message, meaning)));
    }

    /** Python's, which its logger prints too; not {@code Exception in thread "main"}, {@code thread 'main' panicked}. */
    private static boolean isTraceback(SyslogMessage message) {
        return Octets.contains(
                message.octets(),
                message.textStart(),
                Math.min(message.textEnd(), message.textStart() + 64),
                TRACEBACK);
    }

    /** Whether the name begins the line or follows Rails' tag; not {@code a.rb:7:in `b': no c (NoMethodError)}. */
    private static boolean isNamedFirst(SyslogMessage message, Meaning meaning) {
        int start = message.textStart();
        int name = meaning.reasonStart;
        return name == start || (name - start > 2 && message.octets()[name - 2] == ']');
    }

    /**
     * {@code thread 'main' panicked at src/main.rs:3:5:}, {@code /app/server.js:12}, {@code [error] p.a.h.ErrorHandler - }: what
     * is told stands in the next line.
     */
    private static boolean awaits(SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int end = message.textEnd();
        if (end - message.textStart() < 3 || !meaning.inferred()) {
            return false;
        }
        return switch (octets[end - 1]) {
            case ':' -> true;
            case '!' -> Octets.endsWith(octets, message.textStart(), end, ABORTED);
            case ' ' -> octets[end - 2] == '-' || octets[end - 2] == ':';
            case '-' -> octets[end - 2] == ' ';
            case '.' -> octets[end - 2] == ')' && meaning.reason == Reason.PHRASE;
            case '=' -> meaning.startsEvent;
            default -> Octets.isDigit(octets[end - 1]) && announces(message, meaning);
        };
    }

    /** {@code /app/server.js:12}, {@code Error: P3009}: Prisma's codes. */
    private static boolean announces(SyslogMessage message, Meaning meaning) {
        int start = message.textStart();
        int end = message.textEnd();
        return (meaning.startsEvent && meaning.reason == Reason.STACK_TRACE)
                || (end - start == PRISMA.length + 4 && Octets.startsWith(message.octets(), start, end, PRISMA));
    }

    private static int form(SyslogMessage message, Meaning meaning) {
        return switch (meaning.reason) {
            case STACK_TRACE -> meaning.startsEvent ? PYTHON : 0;
            case EXCEPTION_NAME -> EXCEPTION;
            case LEVEL_WORD ->
                LOGGER
                        | (isPlainError(message, meaning) ? EXCEPTION : 0)
                        | (isCategory(message, meaning) ? INDENTED : 0);
            case PHRASE -> LOGGER | PROGRAM | (message.octets()[meaning.reasonStart] == '=' ? INDENTED : 0);
            case BRACKETED_LEVEL, LEVEL_LETTER -> LOGGER;
            default -> 0;
        };
    }

    /** {@code Error: boom}: a level's name to the eye, and to Node the name of an exception. */
    private static boolean isPlainError(SyslogMessage message, Meaning meaning) {
        int start = meaning.reasonStart;
        return start == message.textStart()
                && message.octets()[start] == 'E'
                && Octets.isLower(message.octets()[start + 1]);
    }

    private static boolean isCategory(SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        return meaning.reasonStart == message.textStart()
                && meaning.reasonEnd - meaning.reasonStart == 4
                && meaning.reasonEnd < message.textEnd()
                && octets[meaning.reasonEnd] == ':'
                && octets[message.textEnd() - 1] == ']';
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
