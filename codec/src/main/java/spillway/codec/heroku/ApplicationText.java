package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * Finds the severity of a line that an application wrote.
 *
 * <p>It reads the line as loggers write it: a header of timestamps, process and thread numbers, bracketed groups and names,
 * and in it, at its place, the level. A level's name beyond the header is a word of a sentence. What has no header may be
 * JSON, logfmt, an access line, the name of an exception, or a phrase that programs are known to fail with. One thread owns
 * it.
 */
final class ApplicationText {
    private static final int MOST_TOKENS = 200;

    private final JsonLevel json = new JsonLevel();
    private final Header header = new Header();

    void read(SyslogMessage message, Meaning into) {
        int start = message.textStart();
        int end = message.textEnd();
        Continuation form = ContinuationLine.of(message.octets(), start, end);
        into.continuation = form;
        if (form == Continuation.CERTAIN) {
            into.found(Severity.ERROR, Reason.STACK_TRACE, start, end);
            return;
        }
        header.begin(message, into);
        tokens();
        if (header.saidAt >= 0) {
            said(into);
        }
        if (!into.inferred() && into.status < 0) {
            LastResort.read(header);
        }
        if (into.inferred() && into.reason != Reason.EXCEPTION_NAME && header.indent < 4) {
            into.continuation = Continuation.NONE;
        }
    }

    private void tokens() {
        byte[] octets = header.octets;
        for (int tokens = 0; header.at < header.limit && tokens < MOST_TOKENS; tokens++) {
            if (octets[header.at] == ' ') { // every second token
                header.at++;
            } else if (token()) {
                break;
            }
        }
    }

    /** What php-fpm's child said has its own level; php-fpm's, WARNING for all of them, holds where there is none. */
    private void said(Meaning into) {
        Severity severity = into.severity;
        int start = into.reasonStart;
        int end = into.reasonEnd;
        Reason reason = into.reason;
        into.reason = Reason.WIRE;
        header.quoted(header.saidAt);
        tokens();
        if (!into.inferred()) {
            into.found(severity, reason, start, end);
        }
    }

    /** Reads one token of the header; true when the header is over. */
    private boolean token() {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        byte octet = octets[header.at];
        if (octet < 0) {
            return HeaderMark.beyondAscii(header);
        }
        if (Octets.isLetter(octet)) {
            return HeaderWord.read(header);
        }
        if (Octets.isDigit(octet)) {
            return HeaderNumber.read(header);
        }
        return switch (octet) {
            case ' ', '\t' -> {
                header.at++;
                yield false;
            }
            case '\n' -> newLine();
            case 0x1b -> header.colours();
            case '[' -> HeaderBracket.read(header, (byte) ']');
            case '(' -> HeaderBracket.read(header, (byte) ')');
            case '<' -> HeaderBracket.read(header, (byte) '>');
            case '{' -> json();
            case '"' -> {
                AccessLine.quoted(octets, header.at, end, into);
                yield true;
            }
            case '|' -> bar();
            case '-', '*', '.', '#', '=' ->
                (header.redis || octet == '#' || octet == '*' || header.at == start)
                        ? HeaderMark.read(header)
                        : header.separator();
            case ':', ',', '>', '+', '~', '/', '\\', ';', '_', ']', ')' -> header.separator();
            case '@' -> !isKey();
            case '!' -> HeaderMark.bang(header);
            case '%' -> HeaderMark.librdkafka(header);
            default -> true;
        };
    }

    private boolean json() {
        byte[] octets = header.octets;
        int end = header.end;
        int inside = Octets.afterBlanks(octets, header.at + 1, end);
        boolean quoted = inside < end && (octets[inside] == '"' || octets[inside] == '\'');
        if (!quoted && inside < end && header.words == 0) {
            boolean first = header.names == 0 && !header.keyed;
            return (first && ColonPairs.read(octets, inside, end, header.into))
                    || HeaderBracket.read(header, (byte) '}');
        }
        if (!header.keyed && mayHoldRecord() && !jsonRecord()) {
            Phrases.read(octets, header.at, end, header.into);
        }
        return true;
    }

    /** Whether nothing stands before the object, or a program's name, as in {@code caddy {"level":"error","msg":"x"}}. */
    private boolean mayHoldRecord() {
        if (header.names == 0) {
            return header.words == 0;
        }
        boolean named = header.colon ? header.words == 0 : header.names == 1;
        return named && !header.sentence && !ContentName.before(header.octets, header.start, header.at);
    }

    /** A name without a colon may be any word: then the object must by itself look as loggers print it. */
    private boolean jsonRecord() {
        boolean certain = header.names == 0 || header.colon;
        return (certain || json.isRecord(header.octets, header.at, header.end, header.into))
                && json.read(header.octets, header.at, header.end, header.into);
    }

    /** {@code @level=fatal}: steps over the mark; not {@code @here ERROR: is it down?} */
    private boolean isKey() {
        int nameEnd = HeaderWord.nameEnd(header, ++header.at);
        return nameEnd < header.end && header.octets[nameEnd] == '=';
    }

    private boolean newLine() {
        header.names = header.words = 0;
        header.sentence = header.stopped = header.colon = header.timed = header.grouped = header.keyed = false;
        header.at++;
        return false;
    }

    private boolean bar() {
        header.names = header.words = 0;
        header.sentence = false;
        header.grouped = true;
        header.at++;
        return false;
    }
}
