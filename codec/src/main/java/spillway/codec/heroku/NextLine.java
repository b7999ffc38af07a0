package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/** Whether a line belongs to the event that is open, by what the event lets expect and what the line says. */
final class NextLine {
    private static final byte[] TRACEBACK = Octets.of("Traceback (most recent call last)");
    private static final byte[] ELIXIR = Octets.of("** (");

    /** Dropwizard's, before the lines of an exception. */
    private static final byte[] MARK = Octets.of("! ");

    private NextLine() {}

    /**
     * Whether the line belongs to an event of {@code form}.
     *
     * @param severe whether the event is a warning or worse
     */
    static boolean joins(int form, boolean severe, SyslogMessage message, Meaning meaning) {
        if (meaning.continuation == Continuation.CERTAIN) {
            boolean tells = meaning.severity.isAtLeast(Severity.WARNING);
            return severe || !tells || (form & EventForm.BARE) == 0;
        }
        if (!severe) {
            return joinsHarmless(form, message, meaning);
        }
        return meaning.continuation == Continuation.POSSIBLE
                || exceptionJoins(form, message, meaning)
                || textJoins(form, message, meaning);
    }

    /** A line that would stand for itself, were it not announced by the one before, or the part of an object. */
    private static boolean joinsHarmless(int form, SyslogMessage message, Meaning meaning) {
        boolean indented = meaning.continuation == Continuation.POSSIBLE;
        if (!indented && (form & EventForm.ANNOUNCES) == 0) {
            return false;
        }
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        if (indented && (form & EventForm.INDENTED) != 0) {
            return true;
        }
        if ((form & EventForm.FRAMED) != 0 && FollowingForm.isSide(octets, start, end)) {
            return true;
        }
        if (meaning.inferred() || start >= end) {
            return false;
        }
        boolean lists = (form & EventForm.LISTS) != 0;
        if (indented) {
            return lists || OpenObject.isOpenedBy(octets, start, end);
        }
        boolean fresh = (form & EventForm.FRESH) != 0;
        return (lists && (octets[start] == ' ' || (fresh && OpenObject.isOpenedBy(octets, start, end))))
                || (fresh && (form & EventForm.QUERY) != 0);
    }

    /** What says nothing by itself, and yet is told after a first line that announces it. */
    private static boolean textJoins(int form, SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        if (start >= end) {
            return !meaning.inferred();
        }
        if ((form & EventForm.AWAITS) != 0 && isBare(octets, start, meaning)) {
            return true;
        }
        if (isPartOf(form, octets, start, end)) {
            return true;
        }
        boolean endsTraceback = (form & (EventForm.TRACEBACK | EventForm.FRESH)) == EventForm.TRACEBACK;
        if (meaning.inferred()) {
            boolean phrase = meaning.reason == Reason.PHRASE;
            return Octets.startsWith(octets, start, end, ELIXIR)
                    || (phrase && (octets[start] == '[' ? endsTraceback : isIndented(octets, start, end)))
                    || octets[start] == '\t'
                    || FollowingLine.isThoughItTells(octets, start, end, meaning);
        }
        if (FollowingLine.is(octets, start, end)
                || (octets[start] == '['
                        && Tags.isRequest(octets, start, end)
                        && FollowingLine.is(octets, Tags.after(octets, start, end), end))) {
            return true;
        }
        boolean fresh = (form & EventForm.FRESH) != 0;
        int name = Octets.startsWith(octets, start, end, MARK) ? start + MARK.length : start;
        return (!fresh && FollowingLine.isAfterFrames(octets, start, end))
                || (ExceptionName.mayBe(octets, name, end)
                        && (endsTraceback || ExceptionName.isOfPackage(octets, name, end)));
    }

    /** Nothing that begins an event by itself: no level, or only the exception or the diagnosis that was announced. */
    private static boolean isBare(byte[] octets, int start, Meaning meaning) {
        return switch (meaning.reason) {
            case WIRE, PHRASE, EXCEPTION_NAME -> true;
            case LEVEL_WORD -> isDiagnosis(octets, start, meaning);
            default -> false;
        };
    }

    /** {@code src/index.ts:12:5 - error TS2322}: a level behind a place, not behind a time. */
    private static boolean isDiagnosis(byte[] octets, int start, Meaning meaning) {
        int level = meaning.reasonStart;
        return level - start > 6
                && (Octets.isLetter(octets[start]) || octets[start] == '/' || octets[start] == '.')
                && octets[level - 2] == '-'
                && Octets.isDigit(octets[level - 4]);
    }

    /** The side of a box, the {@code #} of a crashed JVM. */
    private static boolean isPartOf(int form, byte[] octets, int start, int end) {
        return ((form & EventForm.FRAMED) != 0 && FollowingForm.isSide(octets, start, end))
                || ((form & EventForm.MARKED) != 0 && octets[start] == '#');
    }

    private static boolean isIndented(byte[] octets, int start, int end) {
        return end - start > 2 && octets[start] == ' ' && octets[start + 1] == ' ';
    }

    /**
     * What a logger prints after the line that announces it, a traceback or an exception's own line, and the exception's name
     * that ends a traceback. What only a runtime prints, of an exception that nobody caught, begins an event.
     */
    private static boolean exceptionJoins(int form, SyslogMessage message, Meaning meaning) {
        int own = EventForm.of(message, meaning);
        boolean fresh = (form & EventForm.FRESH) != 0;
        boolean byProgram = (form & EventForm.PROGRAM) != 0;
        boolean followsLogger = fresh && (form & (EventForm.LOGGER | EventForm.EXCEPTION)) == EventForm.LOGGER;
        if ((own & EventForm.TRACEBACK) != 0) {
            boolean announced =
                    (fresh && (form & EventForm.AWAITS) != 0) || (followsLogger && (byProgram || isTraceback(message)));
            return (form & EventForm.CHAINED) != 0 || announced;
        }
        if ((own & EventForm.EXCEPTION) == 0) {
            return false;
        }
        boolean endsTraceback = !fresh && (form & EventForm.TRACEBACK) != 0;
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

    /** Whether the name begins the line, or follows Rails' or Dropwizard's mark; not {@code a.rb:7:in `b': c (NoMethodError)}. */
    private static boolean isNamedFirst(SyslogMessage message, Meaning meaning) {
        int start = message.textStart();
        int name = meaning.reasonStart;
        return name == start
                || (name - start > 2 && message.octets()[name - 2] == ']')
                || (name - start == 2 && message.octets()[start] == '!');
    }
}
