package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Decides by what a header holds already whether a level's name or letter, where it stands, is the line's level. */
final class LevelPlace {
    private static final byte[] TAGGED_TIME = Octets.of(", [");

    /** A job's id, and the brackets around it. */
    private static final int JOB_ID = 38;

    private LevelPlace() {}

    static boolean isLevel(Header header, int code, int from, int to, boolean upper, boolean capital) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        int ending = LevelWord.ending(octets, to, end, upper);
        if (ending == LevelWord.NO
                || (from > start
                        && from != header.coloursEnd
                        && Octets.isLetterOrDigit(octets[from - 1])
                        && !header.timed)) {
            return false;
        }
        if (header.keyed) {
            return upper && (ending == LevelWord.STRONG || (header.names == 0 && ending == LevelWord.SPACE));
        }
        if (isCell(header, to)) {
            return false;
        }
        if (header.names > 0 || header.words > 0) {
            return afterNames(header, code, ending, from, upper);
        }
        if (upper) {
            return ending == LevelWord.SPACE ? upperBeforeText(header, code, to) : !isComponent(header, to);
        }
        if (Levels.isShoutedOnly(code)) {
            return false;
        }
        if (Levels.isOrdinary(code) && (capital || ending != LevelWord.STRONG) && !header.timed) {
            return false;
        }
        return switch (ending) {
            case LevelWord.STRONG -> (header.indent < 2 || header.timed || header.grouped) && !isQueue(header, to);
            case LevelWord.SPACE ->
                (isPainted(header, from, to) || header.timed)
                        ? !LevelWord.beforeNoun(octets, to, end)
                        : header.indent < 2
                                && ((to - from > 4 && LevelWord.beforePredicate(octets, to, end))
                                        || LevelWord.beforeFields(octets, to, end));
            default -> !header.timed && !header.grouped && header.indent < 2;
        };
    }

    /** A word in colours of its own, as {@code ESC[33mwarn ESC[0m}, is no word of a sentence. */
    private static boolean isPainted(Header header, int from, int to) {
        return from == header.coloursEnd && header.octets[to] == 0x1b;
    }

    /** {@code  ERROR    |     3 |}: a row of a table, as psql prints it with one blank before, and MySQL between bars. */
    private static boolean isCell(Header header, int to) {
        byte[] octets = header.octets;
        int end = header.end;
        if (octets[header.start] == '|' && octets[end - 1] == '|') {
            return true;
        }
        if (header.indent != 1 || header.timed) {
            return false;
        }
        int bar = Octets.afterBlanks(octets, to, end);
        return bar < end ? octets[bar] == '|' : header.grouped;
    }

    /** {@code 10:11:44 critical: app.sync(days=1) (5cd657c0-...)}: Redis Queue names a queue, and the job's id. */
    private static boolean isQueue(Header header, int to) {
        int id = header.end - JOB_ID;
        return header.timed
                && id > to
                && header.octets[header.end - 1] == ')'
                && header.octets[id] == '('
                && header.octets[id + 9] == '-'
                && header.octets[id + 14] == '-';
    }

    /** {@code | TRACE | INFO |}: where two levels stand side by side the first is a component's name. */
    private static boolean isComponent(Header header, int to) {
        byte[] octets = header.octets;
        int end = header.end;
        int bar = Octets.afterBlanks(octets, to, end);
        if (bar >= end || octets[bar] != '|' || !header.grouped) {
            return false;
        }
        int next = Octets.afterBlanks(octets, bar + 1, end);
        int nextEnd = next;
        while (nextEnd < end && Octets.isUpper(octets[nextEnd])) {
            nextEnd++;
        }
        return Levels.of(octets, next, nextEnd) != Levels.NONE;
    }

    private static boolean upperBeforeText(Header header, int code, int to) {
        byte[] octets = header.octets;
        int end = header.end;
        if (Levels.isOrdinary(code) && !header.timed && !header.grouped) {
            return false;
        }
        int next = Octets.afterBlanks(octets, to, end);
        boolean shouted = next + 1 < end && Octets.isUpper(octets[next]) && Octets.isUpper(octets[next + 1]);
        return !shouted || !LevelWord.beforeNoun(octets, to, end);
    }

    /** After names a level must be in capitals, or end a field as in {@code psql: error: }. */
    private static boolean afterNames(Header header, int code, int ending, int from, boolean upper) {
        byte[] octets = header.octets;
        if (header.colon
                && (upper
                        ? ContentName.certainlyBefore(octets, header.start, from)
                        : ContentName.before(octets, header.start, from))) {
            return false;
        }
        if (upper) {
            return ending == LevelWord.STRONG
                    ? !header.sentence || header.words < 3
                    : ending == LevelWord.SPACE && !header.sentence && header.words < 2;
        }
        if (ending != LevelWord.STRONG || octets[from - 1] != ' ') {
            return false;
        }
        if (header.stopped) {
            return false;
        }
        return (header.colon && header.words == 0) || saidOfSomething(header, code, from);
    }

    /** {@code Redis connection error: timed out}; not {@code rounding error: 0.02}, nor {@code no error: fine}. */
    private static boolean saidOfSomething(Header header, int code, int from) {
        byte[] octets = header.octets;
        int colon = Octets.afterLetters(octets, from, header.end);
        return Levels.severity(code) == Severity.ERROR
                && colon + 2 < header.end
                && octets[colon] == ':'
                && octets[colon + 1] == ' '
                && !Octets.isDigit(octets[colon + 2])
                && octets[colon + 2] != '-'
                && !isSetting(octets, colon + 2, header.end);
    }

    /** {@code exit on error: true}. */
    private static boolean isSetting(byte[] octets, int start, int end) {
        return Octets.afterLetters(octets, start, end) == end && Levels.word(octets, start, end) == Levels.STOP;
    }

    /** {@code E, [2024-...}, {@code E0102 15:04:05}, and a lone letter after a timestamp. */
    static boolean letter(Header header, int from) {
        byte[] octets = header.octets;
        int end = header.end;
        Meaning into = header.into;
        int code = Levels.ofLetter(octets[from]);
        if (code == Levels.NONE || header.names > 0 || header.words > 0 || header.keyed || from + 2 >= end) {
            return false;
        }
        boolean ruby = Octets.startsWith(octets, from + 1, end, TAGGED_TIME);
        boolean glog = isGlog(header, from);
        byte next = octets[from + 1];
        boolean bare = header.timed && (next == ' ' || next == '!' || next == '/' || next == ':' || next == 0x1b);
        if (!ruby && !glog && !bare) {
            return false;
        }
        into.found(Levels.severity(code), Reason.LEVEL_LETTER, from, from + 1);
        return true;
    }

    /** Month and day, four digits; the year may stand before them, with two digits or four. */
    private static boolean isGlog(Header header, int from) {
        byte[] octets = header.octets;
        int end = header.end;
        int to = Octets.afterDigits(octets, from + 1, end);
        return (to == from + 5 || to == from + 7 || to == from + 9) && to < end && octets[to] == ' ';
    }
}
