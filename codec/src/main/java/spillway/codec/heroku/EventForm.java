package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/** What the lines of an event let expect of the next one, in bits. */
final class EventForm {
    /** A traceback that ends in an exception's own line. */
    static final int TRACEBACK = 1;

    static final int EXCEPTION = 2;
    static final int LOGGER = 4;

    /** Python has said that a second traceback follows. */
    static final int CHAINED = 8;

    /** The next line belongs to the first, whatever it says. */
    static final int AWAITS = 16;

    /** No line but blank ones has followed yet. */
    static final int FRESH = 32;

    /** Indented lines belong to it, whatever its level, as to {@code info: Shop.Orders[14]}, {@code =INFO REPORT====}. */
    static final int INDENTED = 64;

    /** The program says that it fails, in words of its own: what the runtime prints then is why. */
    static final int PROGRAM = 128;

    /** The first line says nothing of a level: a stack frame after it is the first that tells of a failure. */
    static final int BARE = 256;

    /** {@code Loaded configuration:}: indented lines that say nothing by themselves belong to it. */
    static final int LISTS = 512;

    /** The first line begins with a box drawing: its other sides follow. */
    static final int FRAMED = 1_024;

    /** The first line begins with {@code #}, as each line of what the JVM prints when it crashes. */
    static final int MARKED = 2_048;

    /** Ecto prints the statement on a line of its own. */
    static final int QUERY = 4_096;

    /** The first line opens an object that is printed over many lines. */
    static final int OPENS = 8_192;

    /** The first line is a failure's and holds nothing but the logger's header and tags, as before what Rails logs of an exception. */
    static final int RAILS = 16_384;

    /** The message of Rails' exception goes on. */
    static final int MESSAGE = 32_768;

    /** Rails' causes follow. */
    static final int CAUSES = 65_536;

    /** Frames have followed. */
    static final int TRACED = 131_072;

    /** An exception or its frames have followed. */
    static final int THROWN = 262_144;

    /** Of these one is set of an exception. */
    static final int THROWS = TRACEBACK | EXCEPTION | RAILS | THROWN;

    /** What lets lines follow that are not even indented, whatever the level. */
    static final int ANNOUNCES = LISTS | FRAMED | QUERY;

    /** What a first line ends in that announces more, and begins with: most lines are ruled out at once. */
    private static final boolean[] MAY_ANNOUNCE = octets(": {[(,");

    private static final boolean[] BEGINS_MORE = octets("#\"T\u00e2");

    private static final byte[] PYTHON = Octets.of("Traceback (most recent call last):");
    private static final byte[] PYTHON_PLACE = Octets.of("  File \"");
    private static final byte[] HTTP = Octets.of(" HTTP/1.1");
    private static final byte[] ECTO = Octets.of("] QUERY ");
    private static final byte[] CONSOLE_TRACE = Octets.of("Trace");
    private static final byte[] ABORTED = Octets.of(" aborted!");
    private static final byte[] BROWSER = Octets.of(" browser process!");
    private static final byte[] VIRTUAL_MACHINE = Octets.of("initialization of VM");
    private static final byte[] MODULE = Octets.of("::");
    private static final byte[] PRISMA = Octets.of("Error: P");
    private static final byte[] WEBPACK = Octets.of("ERROR in ./");
    private static final byte[] COMMAND_FAILED = Octets.of("Error: Command failed: ");
    private static final byte[] DENO = Octets.of("error: Uncaught ");
    private static final byte[] PYDANTIC = Octets.of(" validation error");

    private EventForm() {}

    private static boolean[] octets(String octets) {
        boolean[] table = new boolean[256];
        octets.chars().forEach(octet -> table[octet] = true);
        return table;
    }

    /** Of an event's first line. */
    static int first(SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        int form = of(message, meaning) | FRESH;
        if (start >= end) {
            return form | BARE;
        }
        if (meaning.severity.isAtLeast(Severity.WARNING)) {
            form |= meaning.inferred() && awaits(message, meaning) ? AWAITS : 0;
            form |= ofRails(octets, start, end, meaning);
            form |= opensTraceback(octets, start, end) ? TRACEBACK : 0;
        } else if (!meaning.inferred() || meaning.kind != Kind.APPLICATION || meaning.reason == Reason.ACCESS_STATUS) {
            form |= BARE;
        }
        if (MAY_ANNOUNCE[octets[end - 1] & 0xff]) {
            form |= byItsEnd(octets, start, end);
        }
        return BEGINS_MORE[octets[start] & 0xff] ? byItsBeginning(form, octets, start, end, meaning) : form;
    }

    /** {@code ERROR:    Traceback (most recent call last):}; or the place of a syntax error, which no heading precedes. */
    private static boolean opensTraceback(byte[] octets, int start, int end) {
        return octets[end - 1] == ':'
                ? Octets.endsWith(octets, start, end, PYTHON)
                : octets[start] == ' ' && Octets.startsWith(octets, start, end, PYTHON_PLACE);
    }

    private static int ofRails(byte[] octets, int start, int end, Meaning meaning) {
        if (isRails(octets, start, meaning)) {
            return RailsLine.opensMessage(octets, meaning.reasonStart, end) ? MESSAGE : 0;
        }
        boolean header = meaning.reason == Reason.LEVEL_LETTER && RailsLine.afterHeader(octets, start, end) > start;
        return header && RailsLine.isBlank(octets, RailsLine.text(octets, start, end), end) ? RAILS : 0;
    }

    /** A name behind tags or of a module: others may be followed by an unclosed parenthesis too. */
    private static boolean isRails(byte[] octets, int start, Meaning meaning) {
        return meaning.reason == Reason.EXCEPTION_NAME
                && (octets[start] == '[' || Octets.contains(octets, meaning.reasonStart, meaning.reasonEnd, MODULE));
    }

    private static int byItsEnd(byte[] octets, int start, int end) {
        byte last = octets[end - 1];
        boolean lists = last == ':' || (last == ' ' && end - start > 1 && octets[end - 2] == ':');
        return lists ? LISTS : OpenObject.isOpenedBy(octets, start, end) ? OPENS : 0;
    }

    private static int byItsBeginning(int form, byte[] octets, int start, int end, Meaning meaning) {
        if (octets[start] == '#') {
            return form | MARKED;
        }
        if (FollowingForm.isBoxDrawing(octets, start, end)) {
            return form | FRAMED;
        }
        return !meaning.inferred() && isDump(octets, start, end) ? (form & ~BARE) | LISTS : form;
    }

    /** Of the whole event, after one more line. */
    static int after(int before, SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        if (FollowingForm.isRule(octets, start, end)) {
            return before;
        }
        int form = before & ~AWAITS;
        if (meaning.inferred() ? awaits(message, meaning) : awaitsMore(octets, start, end)) {
            form |= AWAITS;
        }
        int own = of(message, meaning);
        if (own != 0 || meaning.continuation != Continuation.NONE || (form & TRACEBACK) != 0) {
            form &= ~FRESH;
        }
        if ((own & TRACEBACK) != 0) {
            form = (form | TRACEBACK) & ~CHAINED;
        } else if (meaning.continuation == Continuation.CERTAIN) {
            boolean chains = octets[start] == 'D' || octets[start] == 'T';
            form |= chains ? CHAINED : 0;
        } else if ((own & EXCEPTION) != 0 || ExceptionName.mayBe(octets, start, end)) {
            form &= ~TRACEBACK;
        }
        form |= (own & EXCEPTION) != 0 || meaning.continuation == Continuation.CERTAIN ? THROWN : 0;
        return afterRails(form, octets, start, end, meaning.continuation == Continuation.CERTAIN);
    }

    /** A heading, or the request that gin tells before the panic. */
    private static boolean awaitsMore(byte[] octets, int start, int end) {
        return octets[end - 1] == ':' ? octets[start] > ' ' : Octets.endsWith(octets, start, end, HTTP);
    }

    private static int afterRails(int before, byte[] octets, int start, int end, boolean certain) {
        int form = before;
        int text = RailsLine.text(octets, start, end);
        if ((form & MESSAGE) != 0 && (text > start || certain || RailsLine.closesMessage(octets, start, end))) {
            form &= ~(MESSAGE | AWAITS);
        }
        if (text >= end) {
            return form;
        }
        if (RailsLine.isFrame(octets, text, end)) {
            return (form | TRACED) & ~(CAUSES | FRESH);
        }
        if (RailsLine.announcesCauses(octets, text, end)) {
            return form | CAUSES | AWAITS;
        }
        if (((form & RAILS) != 0 || text > start) && RailsLine.isException(octets, text, end)) {
            form &= ~AWAITS; // its colon announces frames
        }
        return (form & MESSAGE) == 0 && RailsLine.opensMessage(octets, text, end) ? form | MESSAGE : form;
    }

    /** Of a line alone. */
    static int of(SyslogMessage message, Meaning meaning) {
        return switch (meaning.reason) {
            case STACK_TRACE -> meaning.startsEvent ? TRACEBACK : 0;
            case EXCEPTION_NAME -> EXCEPTION;
            case LEVEL_WORD ->
                LOGGER
                        | (isPlainError(message, meaning) ? EXCEPTION : 0)
                        | (isCategory(message, meaning) ? INDENTED : 0);
            case PHRASE -> LOGGER | PROGRAM | (message.octets()[meaning.reasonStart] == '=' ? INDENTED : 0);
            case BRACKETED_LEVEL -> LOGGER | (isQuery(message, meaning) ? QUERY : 0);
            case LEVEL_LETTER -> LOGGER;
            default -> 0;
        };
    }

    /** A thread in a dump of all, {@code "main" #1 prio=5}, and {@code console.trace}: frames without a failure. */
    private static boolean isDump(byte[] octets, int start, int end) {
        return octets[start] == '"' || Octets.startsWith(octets, start, end, CONSOLE_TRACE);
    }

    /** {@code [debug] QUERY OK source="jobs" db=0.4ms}. */
    private static boolean isQuery(SyslogMessage message, Meaning meaning) {
        return Octets.startsWith(message.octets(), meaning.reasonEnd, message.textEnd(), ECTO);
    }

    /**
     * {@code thread 'main' panicked at src/main.rs:3:5:}, {@code /app/server.js:12}, {@code [error] p.a.h.ErrorHandler - }: what
     * is told stands in the next line.
     */
    private static boolean awaits(SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        if (end - start < 3 || !meaning.severity.isAtLeast(Severity.WARNING)) {
            return false;
        }
        return switch (octets[end - 1]) {
            case ':' -> octets[end - 2] != ')' || !isRails(octets, start, meaning);
            case '!' -> Octets.endsWith(octets, start, end, ABORTED) || Octets.endsWith(octets, start, end, BROWSER);
            case ' ' -> octets[end - 2] == '-' || octets[end - 2] == ':';
            case '-' -> octets[end - 2] == ' ';
            case '.' -> octets[end - 2] == ')' && meaning.reason == Reason.PHRASE;
            case '=' -> meaning.startsEvent;
            case ')' -> endsWithColonAndName(octets, start, meaning);
            default -> announces(octets, start, end, meaning);
        };
    }

    /** {@code An error has occurred, all later migrations canceled: (StandardError)}: Ruby names it at its first line's end. */
    private static boolean endsWithColonAndName(byte[] octets, int start, Meaning meaning) {
        int name = meaning.message.textEnd() - 1;
        while (name > start && octets[name] != '(') {
            name--;
        }
        return name - start > 2 && octets[name - 1] == ' ' && octets[name - 2] == ':';
    }

    /** {@code /app/server.js:12}; a level and nothing else; {@code Error: P3009}: Prisma's codes. */
    private static boolean announces(byte[] octets, int start, int end, Meaning meaning) {
        if (meaning.reasonEnd == end && meaning.reasonStart > start) {
            return meaning.reason == Reason.LEVEL_WORD;
        }
        if (Octets.isDigit(octets[end - 1]) && meaning.startsEvent && meaning.reason == Reason.STACK_TRACE) {
            return true;
        }
        return switch (octets[start]) {
            case 'E' ->
                (end - start == PRISMA.length + 4 && Octets.startsWith(octets, start, end, PRISMA))
                        || Octets.startsWith(octets, start, end, WEBPACK)
                        || Octets.startsWith(octets, start, end, COMMAND_FAILED)
                        || Octets.endsWith(octets, start, end, VIRTUAL_MACHINE);
            case 'e' -> Octets.startsWith(octets, start, end, DENO);
            default ->
                meaning.reason == Reason.EXCEPTION_NAME
                        && Octets.contains(octets, meaning.reasonEnd, Math.min(end, meaning.reasonEnd + 32), PYDANTIC);
        };
    }

    /** {@code Error: boom}: a level's name to the eye, and to Node the name of an exception. */
    private static boolean isPlainError(SyslogMessage message, Meaning meaning) {
        int start = meaning.reasonStart;
        return start == message.textStart()
                && message.octets()[start] == 'E'
                && Octets.isLower(message.octets()[start + 1]);
    }

    /** {@code info: Shop.Orders[14]}, also with its level in colours. */
    private static boolean isCategory(SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int end = message.textEnd();
        if (octets[end - 1] != ']' || meaning.reasonEnd - meaning.reasonStart != 4) {
            return false;
        }
        int colon = Octets.afterColours(octets, meaning.reasonEnd, end);
        return colon < end
                && octets[colon] == ':'
                && Octets.afterColours(octets, message.textStart(), end) == meaning.reasonStart;
    }
}
