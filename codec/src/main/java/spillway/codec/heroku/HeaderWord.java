package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Reads a token of a header that begins with a letter: a level, the beginning of a failure, a key, a name. */
final class HeaderWord {
    private static final byte[] PHP_POOL = Octets.of(": [pool ");
    private static final byte[] PHP_SAID = Octets.of(" said into stderr: \"");
    private static final byte[] PHP_MESSAGE = Octets.of("PHP message: ");
    private static final byte[] COMPLETED = Octets.of("Completed ");
    private static final byte[] PRISMA = Octets.of("prisma:");
    private static final byte[] UNCAUGHT = Octets.of("Uncaught ");

    private static final boolean[] ENDS_NAME = new boolean[256];

    static {
        for (byte octet : Octets.of(" \t\n[](){}\"|=,;<>\u001b")) {
            ENDS_NAME[octet] = true;
        }
    }

    private HeaderWord() {}

    static boolean read(Header header) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        int from = header.at;
        int to = Octets.afterLetters(octets, from, end);
        int upper = Octets.capitals(octets, from, to);
        int length = to - from;
        if (header.words > 0 && upper == 0 && length > 1 && to < end && octets[to] == ' ') {
            return sentence(header, from, to);
        }
        if (length == 1 && LevelPlace.letter(header, from)) {
            return true;
        }
        int code = Levels.word(octets, from, to);
        if (Levels.isLevel(code) && LevelPlace.isLevel(header, code, from, to, upper == length, upper > 0)) {
            into.found(Levels.severity(code), Reason.LEVEL_WORD, from, to);
            phpMessage(header, to);
            return true;
        }
        if (length == 3 && stunnel(header, from, to)) {
            return true;
        }
        if ((header.names == 0 || header.colon) && header.words == 0 && !header.keyed && failure(header, from, to)) {
            return true;
        }
        return name(header, from, to, upper, code);
    }

    /** A word in small letters after another and before a space: no level, no key and no name, whatever it is. */
    private static boolean sentence(Header header, int from, int to) {
        int code = Levels.word(header.octets, from, to);
        header.at = to;
        header.colon = false;
        if (code == Levels.CALENDAR) {
            header.timed = true;
            return false;
        }
        header.words++;
        header.names++;
        header.stopped |= code == Levels.STOP;
        header.sentence |= code == Levels.STOP;
        return isOver(header);
    }

    private static boolean isOver(Header header) {
        return (header.words > (header.timed || header.grouped ? 3 : 2) || header.names > 5) && !header.keyed;
    }

    private static boolean failure(Header header, int from, int to) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        if (Phrases.isHere(octets, from, end) && !(header.colon && ContentName.before(octets, header.start, from))) {
            return Phrases.read(octets, from, end, into);
        }
        if (Octets.isUpper(octets[from]) && AccessLine.startsWithMethod(octets, from, end)) {
            AccessLine.bare(octets, from, end, into);
            return true;
        }
        if (Octets.startsWith(octets, from, end, COMPLETED)) {
            AccessLine.decide(octets, from + COMPLETED.length, end, into);
            return true;
        }
        if (Octets.startsWith(octets, from, end, UNCAUGHT)) {
            return ExceptionName.read(octets, from + UNCAUGHT.length, end, into);
        }
        return ExceptionName.read(octets, from, to, end, into);
    }

    /** A word that is no level: a key with its value, a name, or the beginning of a sentence. */
    private static boolean name(Header header, int from, int to, int upper, int code) {
        byte[] octets = header.octets;
        int end = header.end;
        int length = to - from;
        int nameEnd = nameEnd(header, to);
        if (nameEnd < end && octets[nameEnd] == '=' && nameEnd > from) {
            return Logfmt.read(header, from, nameEnd);
        }
        header.colon = octets[nameEnd - 1] == ':' || (nameEnd < end && octets[nameEnd] == '|');
        if (header.colon && header.names == 0 && isRecord(header, from, nameEnd)) {
            return true;
        }
        if (code == Levels.STOP && isPosition(header, from, to)) {
            header.at = to;
            return false;
        }
        boolean plain = nameEnd == to || (nameEnd == to + 1 && octets[to] == ':');
        if (plain && code == Levels.CALENDAR) {
            header.at = nameEnd;
            header.timed = true;
            return false;
        }
        if (!plain && !header.keyed && suffixLevel(header, from, nameEnd)) {
            return true;
        }
        header.at = nameEnd;
        if (plain && !(length > upper && upper > 1)) {
            header.words += header.colon ? 0 : 1;
            header.names++;
            header.stopped |= code == Levels.STOP;
            header.sentence |= (upper > 0 && upper < length) || code == Levels.STOP;
        } else {
            header.names++;
        }
        return isOver(header);
    }

    /** {@code 10:16:08  3 of 12 ERROR creating model}, as dbt counts. */
    private static boolean isPosition(Header header, int from, int to) {
        byte[] octets = header.octets;
        return header.timed
                && header.names == 0
                && to == from + 2
                && octets[to - 1] == 'f'
                && to + 1 < header.end
                && from > header.start + 1
                && Octets.isDigit(octets[from - 2])
                && Octets.isDigit(octets[to + 1]);
    }

    /** {@code level: error, message: no mail}. */
    private static boolean isRecord(Header header, int from, int nameEnd) {
        return LevelKey.of(header.octets, from, nameEnd - 1, false) != LevelKey.NONE
                && ColonPairs.read(header.octets, from, header.end, header.into);
    }

    static int nameEnd(Header header, int from) {
        byte[] octets = header.octets;
        int end = header.end;
        int to = from;
        while (to < end && !ENDS_NAME[octets[to] & 0xff]) {
            to++;
        }
        return to;
    }

    /** {@code app.ERROR: msg}, {@code prisma:error msg}, {@code INFO:x}. */
    private static boolean suffixLevel(Header header, int from, int nameEnd) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        int to = octets[nameEnd - 1] == ':' ? nameEnd - 1 : nameEnd;
        int last = to;
        while (last > from && Octets.isLetter(octets[last - 1])) {
            last--;
        }
        if (last == from || last == to || header.words > 0) {
            return false;
        }
        byte mark = octets[last - 1];
        int code = Levels.of(octets, last, to);
        if (code == Levels.NONE) {
            return false;
        }
        boolean upper = Octets.isUpper(octets[last]) && Octets.isUpper(octets[to - 1]);
        boolean monolog = mark == '.' && upper && (to < nameEnd || (to < end && octets[to] == ' '));
        boolean ends =
                to < end ? octets[to] == ' ' || octets[to] == 0x1b : Octets.is(octets, header.start, last, PRISMA);
        boolean debug = mark == ':' && header.names == 0 && (upper || (nameEnd == to && ends));
        if (!monolog && !debug) {
            return false;
        }
        into.found(Levels.severity(code), Reason.LEVEL_WORD, last, to);
        return true;
    }

    /** php-fpm tells its children's lines at a level of its own. */
    private static void phpMessage(Header header, int to) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        int php;
        if (Octets.startsWith(octets, to, end, PHP_POOL)) {
            int said = Octets.indexOf(octets, to, Math.min(end, to + 120), PHP_SAID);
            header.saidAt = said < 0 ? -1 : said + PHP_SAID.length;
            php = Octets.indexOf(octets, to, Math.min(end, to + 120), PHP_MESSAGE);
        } else {
            php = Octets.startsWith(octets, to + 2, end, PHP_MESSAGE) ? to + 2 : -1;
        }
        if (php >= 0) {
            Phrases.read(octets, Math.min(php + PHP_MESSAGE.length, end - 1), end, into);
        }
    }

    /** {@code LOG3[12]: SSL_connect: ...}: stunnel prints syslog's number. */
    private static boolean stunnel(Header header, int from, int to) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        if (!header.timed || octets[from] != 'L' || to + 1 >= end || octets[to + 1] != '[') {
            return false;
        }
        if (octets[to] < '0' || octets[to] > '7') {
            return false;
        }
        into.found(Severity.of(octets[to] - '0'), Reason.LEVEL_LETTER, to, to + 1);
        return true;
    }
}
