package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Reads the marks of a header that are neither letter, digit nor bracket, and what they say of the level. */
final class HeaderMark {
    /** Heroku's build prints {@code ###### WARNING:}. */
    private static final byte[] RULE = Octets.of("####");

    private static final byte[] PROBLEM = Octets.of(" problem");
    private static final byte[] NO_ERRORS = Octets.of("(0 errors");
    private static final byte[] FAILED = Octets.of(" failed");

    private HeaderMark() {}

    /** An emoji or another mark beyond ASCII. Next.js prints a cross before errors and a sign before warnings. */
    static boolean beyondAscii(Header header) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        int from = header.at;
        while (header.at < end && octets[header.at] < 0) {
            header.at++;
        }
        if (header.names > 0 || header.words > 0 || header.at - from < 3) {
            return false;
        }
        int mark = ((octets[from] & 0xff) << 16) | ((octets[from + 1] & 0xff) << 8) | (octets[from + 2] & 0xff);
        if (mark == 0xE29C93 || mark == 0xE29C94) { // a test that passed, whatever it is called
            into.found(Severity.INFO, Reason.PHRASE, from, header.at);
            return true;
        }
        boolean failed = mark == 0xE2A8AF || mark == 0xE29C96 || mark == 0xE29D8C;
        if (failed && problems(header, from)) {
            return true;
        }
        int text = Octets.afterColours(octets, header.at, end);
        if ((failed || mark == 0xE29AA0) && text < end && octets[text] == ' ' && !into.inferred()) {
            header.at = text;
            return marked(header, failed ? Severity.ERROR : Severity.WARNING, from);
        }
        return false;
    }

    /** ESLint's {@code 3 problems (2 errors, 1 warning)}. */
    private static boolean problems(Header header, int from) {
        byte[] octets = header.octets;
        int number = Octets.afterBlanks(octets, header.at, header.end);
        int after = Octets.afterDigits(octets, number, header.end);
        if (after == number || octets[number] == '0' || !Octets.startsWith(octets, after, header.end, PROBLEM)) {
            return false;
        }
        boolean none = Octets.contains(octets, after, header.end, NO_ERRORS);
        header.into.found(none ? Severity.WARNING : Severity.ERROR, Reason.PHRASE, from, after + PROBLEM.length);
        return true;
    }

    private static boolean marked(Header header, Severity severity, int from) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        int next = Octets.afterBlanks(octets, header.at, end);
        if (next >= end || Octets.isDigit(octets[next]) || (octets[next] | 0x20) == 'n') {
            return false;
        }
        int mark = header.at;
        header.at = next;
        boolean worse = Octets.isLetter(octets[next]) && HeaderWord.read(header) && into.inferred();
        if (!worse) {
            into.found(severity, Reason.PHRASE, from, mark);
        }
        return true;
    }

    /** Erlang's reports, Elixir's {@code ** (}, Java's {@code # A fatal error}, Redis' marks. */
    static boolean read(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        if (header.names == 0 && header.words == 0 && Phrases.read(octets, header.at, end, into)) {
            return true;
        }
        if (header.redis && header.timed && header.at + 1 < end && octets[header.at + 1] == ' ') {
            RedisLine.read(octets, header.at, end, into);
            return true;
        }
        boolean bullet =
                octets[header.at] == '*' && header.at == start && header.at + 2 < end && octets[header.at + 1] == ' ';
        if (Octets.startsWith(octets, header.at, end, RULE)) {
            while (header.at < end && octets[header.at] == '#') {
                header.at++;
            }
            return false;
        }
        if (octets[header.at] == '#' || (bullet && Octets.isLower(octets[header.at + 2]))) {
            return true;
        }
        return header.separator();
    }

    /** What Heroku's build prints before errors and warnings: {@code  !     Push rejected}. */
    static boolean bang(Header header) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        if (Phrases.read(octets, header.at, end, into)) {
            return true;
        }
        int from = header.at++;
        int failed = Octets.afterBlanks(octets, header.at, end) - header.at < 4
                ? -1
                : Octets.indexOf(octets, header.at, end, FAILED);
        if (failed >= 0) {
            into.found(Severity.ERROR, Reason.PHRASE, failed + 1, failed + FAILED.length);
            return true;
        }
        boolean puma =
                header.grouped && header.names == 0 && header.words == 0 && header.at < end && octets[header.at] == ' ';
        return puma && marked(header, Severity.ERROR, from);
    }

    /** {@code %3|1709.123|FAIL|rdkafka#producer-1| ...}: syslog's number. */
    static boolean librdkafka(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        if (header.at == start
                && header.at + 2 < end
                && octets[header.at + 2] == '|'
                && octets[header.at + 1] >= '0'
                && octets[header.at + 1] <= '7') {
            into.found(Severity.of(octets[header.at + 1] - '0'), Reason.LEVEL_LETTER, header.at + 1, header.at + 2);
        }
        return true;
    }
}
