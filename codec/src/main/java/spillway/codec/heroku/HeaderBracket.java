package spillway.codec.heroku;

import spillway.codec.syslog.Priority;
import spillway.codec.syslog.Severity;

/** Reads a bracketed group of a header: a level, a time, a process, a thread, a request id. */
final class HeaderBracket {
    private static final byte[] FAILED = Octets.of(" FAILED ");
    private static final byte[] WORKER = Octets.of("Worker(");
    private static final byte[] NODE_CODE = Octets.of("ERR_");
    private static final byte[] PID = Octets.of("pid: ");

    private static final int LONGEST = 200;

    private HeaderBracket() {}

    static boolean read(Header header, byte close) {
        byte[] octets = header.octets;
        int end = header.end;
        int at = header.at;
        if (close == ']' && Octets.isUuidTag(octets, at, end)) {
            return passed(header, Octets.UUID_TAG);
        }
        if (close == ']' && header.names == 0 && header.words == 0 && Octets.afterColours(octets, at, end) > at) {
            return header.colours();
        }
        if (close != ']' && at == header.start && Phrases.read(octets, at, end, header.into)) {
            return true;
        }
        int to = Octets.indexOf(octets, at + 1, Math.min(end, at + LONGEST), close);
        if (to < 0) {
            header.at++;
            return false;
        }
        if (isAccessTime(octets, at, to)) {
            header.timed = true;
            return passed(header, to + 1 - at);
        }
        if (close == ']' ? program(header, to) : close == '>' && at == header.start && priority(header, to)) {
            return true;
        }
        return group(header, to, close);
    }

    private static boolean passed(Header header, int length) {
        header.grouped = true;
        header.at += length;
        return false;
    }

    /** {@code [01/Mar/2024:10:11:12 +0000]}. */
    private static boolean isAccessTime(byte[] octets, int at, int to) {
        return to - at == 27 && octets[at + 3] == '/' && octets[at + 7] == '/';
    }

    /** {@code <3>text}, as systemd and the kernel print a level, or a whole PRI; {@code <999>} is neither. */
    private static boolean priority(Header header, int to) {
        int at = header.at + 1;
        if (to == at || to > at + 3 || Octets.afterDigits(header.octets, at, to) != to) {
            return false;
        }
        int prival = Octets.number(header.octets, at, to);
        if (prival > Priority.MAX_PRIVAL) {
            return false;
        }
        header.into.found(Severity.of(prival & 7), Reason.BRACKETED_LEVEL, at, to);
        return true;
    }

    /** Groups that some programs print: uWSGI, Delayed Job, Node's rejections, a request's method. */
    private static boolean program(Header header, int to) {
        byte[] octets = header.octets;
        int at = header.at + 1;
        if (Octets.startsWith(octets, at, to, PID)) {
            AccessLine.uwsgi(octets, to, header.end, header.into);
            return true;
        }
        if (isMethod(octets, at, to, header.end)) {
            AccessLine.bare(octets, to, header.end, header.into);
            return true;
        }
        if (Octets.startsWith(octets, at, to, WORKER)) {
            int failed = Octets.indexOf(octets, to, header.end, FAILED);
            if (failed >= 0) {
                header.into.found(Severity.ERROR, Reason.PHRASE, failed + 1, failed + 7);
            }
        }
        boolean first = header.names == 0 && header.words == 0;
        byte last = octets[header.end - 1];
        if (first && (last == ']' || last == '{') && exception(header, to)) {
            return true;
        }
        return first
                && ((octets[at] | 0x20) == 'u'
                        ? Phrases.read(octets, at, to, header.into)
                        : Octets.startsWith(octets, at, to, NODE_CODE)
                                && Phrases.read(octets, at - 1, to, header.into));
    }

    /** Symfony's {@code [Illuminate\\Database\\QueryException]}, Node's {@code [TypeError: x is not a function]}. */
    private static boolean exception(Header header, int to) {
        byte[] octets = header.octets;
        int name = header.at + 1;
        int nameEnd = ExceptionName.end(octets, name, to);
        if (nameEnd == to) {
            return to == header.end - 1 && ExceptionName.read(octets, name, to, header.into);
        }
        return octets[nameEnd] == ':' && ExceptionName.read(octets, name, header.end, header.into);
    }

    /** {@code [GET] /orders 500}. */
    private static boolean isMethod(byte[] octets, int at, int to, int end) {
        return to - at >= 3
                && to - at <= 7
                && to + 2 < end
                && octets[to + 1] == ' '
                && octets[to + 2] == '/'
                && Octets.isUpper(octets[at])
                && Octets.isUpper(octets[to - 1]);
    }

    /** {@code format("rate(%s): error: %s")}: what follows the bracket still stands within the quotes. */
    private static boolean opensString(byte[] octets, int start, int end) {
        int quote = Octets.indexOf(octets, start, end, (byte) '"');
        return quote >= 0 && Octets.indexOf(octets, quote + 1, end, (byte) '"') < 0;
    }

    private static boolean group(Header header, int to, byte close) {
        byte[] octets = header.octets;
        int at = header.at;
        int end = header.end;
        boolean said = (header.names > 1 && header.colon && !header.timed && !header.grouped) // chat: bob: [ERROR] haha
                || (header.colon && ContentName.before(octets, header.start, at));
        boolean trusted = (header.words == 0 && !said) || octets[Math.min(to + 1, end - 1)] == ':';
        boolean markup = close == '>' && at == header.start && Octets.isLower(octets[at + 1]);
        boolean option = octets[at + 1] == '-';
        if (trusted && !markup && !option && !header.into.inferred()) {
            if (header.timed && close == ']') {
                BracketGroup.readTimed(octets, at + 1, to, end, header.into);
            } else {
                BracketGroup.read(octets, at + 1, to, end, close == ']', header.into);
            }
        }
        if (header.into.inferred() || (close == ')' && opensString(octets, at, to))) {
            return true;
        }
        header.timed |= Octets.isDigit(octets[at + 1]) && to - at > 8;
        passed(header, to + 1 - at);
        if (header.at < end && octets[header.at] == ':') {
            header.names = header.words = 0;
            header.sentence = false;
        }
        return false;
    }
}
