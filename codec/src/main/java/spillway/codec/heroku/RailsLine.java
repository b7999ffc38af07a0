package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * Parts of an exception as Rails logs it: a line of nothing but the logger's header and tags, the exception with its message
 * in parentheses, its causes, its frames. The message may have several lines, of which only the first has tags.
 */
final class RailsLine {
    private static final byte[] LEVEL_END = Octets.of(" -- ");
    private static final byte[] CAUSES = Octets.of("Causes:");
    private static final byte[] CAUSED_BY = Octets.of("Caused by:");
    private static final byte[] LINE = Octets.of("LINE ");
    private static final byte[] CLOSED = Octets.of("):");
    private static final byte[] IN = Octets.of(":in ");
    private static final byte[] GEM = Octets.of(") ");

    /** What may stand before an exception. */
    private static final byte[][] INTRODUCTIONS = {
        Octets.of("Caused by: "), Octets.of("Information for: "), Octets.of("Information for cause: ")
    };

    /** What Rails tells of another request, where its logger prints neither level nor tags. */
    private static final byte[][] REQUEST = {Octets.of("Started "), Octets.of("Processing by "), Octets.of("Completed ")
    };

    /** The logger's header is not longer than this. */
    private static final int HEADER = 100;

    private RailsLine() {}

    /** Where the text behind {@code F, [2024-05-14T08:02:11 #2] FATAL -- : } begins; {@code start} if the line has no such header. */
    static int afterHeader(byte[] octets, int start, int end) {
        if (end - start < 4 || octets[start + 1] != ',' || octets[start + 3] != '[') {
            return start;
        }
        int until = Math.min(end, start + HEADER);
        int level = Octets.indexOf(octets, start, until, LEVEL_END);
        int colon = level < 0 ? -1 : Octets.indexOf(octets, level, until, (byte) ':');
        return colon < 0 ? start : Math.min(end, colon + 2);
    }

    /** Where the text behind header and tags begins. */
    static int text(byte[] octets, int start, int end) {
        return Tags.after(octets, afterHeader(octets, start, end), end);
    }

    /** The first tag behind the header; 0 if there is none. */
    static int tag(byte[] octets, int start, int end) {
        return Tags.first(octets, afterHeader(octets, start, end), end);
    }

    /** Whether the line belongs to an event of {@code form} that Rails began behind {@code tag}. */
    static boolean joins(int form, int tag, SyslogMessage message, Meaning meaning) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        if ((form & EventForm.MESSAGE) != 0 && isWithinMessage(octets, start, end, meaning)) {
            return true;
        }
        int body = afterHeader(octets, start, end);
        boolean header = body > start;
        if (header && !meaning.severity.isAtLeast(Severity.ERROR)) {
            return false;
        }
        int text = Tags.after(octets, body, end);
        if ((form & EventForm.RAILS) != 0) {
            int own = Tags.first(octets, body, end);
            if (own != tag) {
                return false;
            }
            return Tags.isRequest(octets, body, end) || isNext(form, header, octets, text, end);
        }
        return !header && isNext(form, false, octets, text, end);
    }

    /** Without a request's id: a tag may be an app's name, and stand before all that it logs. */
    private static boolean isNext(int form, boolean header, byte[] octets, int text, int end) {
        if (header && isBlank(octets, text, end)) {
            return (form & EventForm.TRACED) == 0;
        }
        boolean named = (form & (EventForm.CAUSES | EventForm.RAILS)) != 0
                && (form & (EventForm.CAUSES | EventForm.FRESH)) != 0
                && isException(octets, text, end);
        return named || (header && (octets[text] == ' ' || isFrame(octets, text, end)));
    }

    static boolean isBlank(byte[] octets, int start, int end) {
        return Octets.afterBlanks(octets, start, end) == end;
    }

    /** {@code Name (its message}, as any class may be called that is raised. */
    static boolean isException(byte[] octets, int start, int end) {
        int name = ExceptionName.end(octets, start, end);
        return name > start
                && name + 1 < end
                && octets[name] == ' '
                && octets[name + 1] == '('
                && Octets.isUpper(octets[start]);
    }

    /** Whether an exception's message goes on in the next line. */
    static boolean opensMessage(byte[] octets, int start, int end) {
        int at = start;
        for (byte[] words : INTRODUCTIONS) {
            at = Octets.startsWith(octets, start, end, words) ? start + words.length : at;
        }
        return isException(octets, at, end) && isOpen(octets, at, end);
    }

    /** Whether more parentheses are opened than closed; {@code near ")"} closes none. */
    static boolean isOpen(byte[] octets, int start, int end) {
        return depth(octets, start, end) > 0 && !Octets.endsWith(octets, start, end, CLOSED);
    }

    private static int depth(byte[] octets, int start, int end) {
        int depth = 0;
        for (int at = start; at < end; at++) {
            boolean quoted = at > start && at + 1 < end && octets[at - 1] == '"' && octets[at + 1] == '"';
            if (!quoted) {
                depth += octets[at] == '(' ? 1 : octets[at] == ')' ? -1 : 0;
            }
        }
        return depth;
    }

    /** Whether a message of several lines ends here. */
    static boolean closesMessage(byte[] octets, int start, int end) {
        return Octets.endsWith(octets, start, end, CLOSED)
                || (octets[end - 1] == ')'
                        && depth(octets, start, end) < 0
                        && !Octets.startsWith(octets, start, end, LINE));
    }

    /** Whether the line may stand within a message: it has neither level nor tags, nor begins what a runtime prints. */
    static boolean isWithinMessage(byte[] octets, int start, int end, Meaning meaning) {
        if (start < end && (octets[start] == '[' || isOfRequest(octets, start, end))) {
            return false;
        }
        return switch (meaning.reason) {
            case WIRE, EXCEPTION_NAME -> true;
            case PHRASE -> !meaning.startsEvent;
            default -> false;
        };
    }

    private static boolean isOfRequest(byte[] octets, int start, int end) {
        for (byte[] words : REQUEST) {
            if (Octets.startsWith(octets, start, end, words)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing but exceptions follows: {@code Causes:}, rake's {@code Caused by:}. */
    static boolean announcesCauses(byte[] octets, int start, int end) {
        return Octets.is(octets, start, end, CAUSES) || Octets.is(octets, start, end, CAUSED_BY);
    }

    /** {@code app/a.rb:12:in `x'}, {@code rack (3.0.8) lib/rack/etag.rb:29:in `call'}. */
    static boolean isFrame(byte[] octets, int start, int end) {
        if (end - start < 8 || (octets[end - 1] != '\'' && octets[end - 1] != '`')) {
            return false;
        }
        int gem = ExceptionName.end(octets, start, end);
        while (gem < end && octets[gem] == '-') {
            gem = ExceptionName.end(octets, gem + 1, end);
        }
        boolean version =
                gem + 2 < end && octets[gem] == ' ' && octets[gem + 1] == '(' && Octets.isDigit(octets[gem + 2]);
        int path = version ? Octets.indexOf(octets, gem, end, GEM) + GEM.length : start;
        if (version && path < gem) {
            return false;
        }
        int in = Octets.indexOf(octets, path, end, IN);
        return in > path && Octets.isDigit(octets[in - 1]) && Octets.indexOf(octets, path, in, (byte) ' ') < 0;
    }
}
