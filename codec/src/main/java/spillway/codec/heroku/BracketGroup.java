package spillway.codec.heroku;

/**
 * Looks for a level inside a bracketed group of a header.
 *
 * <pre>{@code
 *   [error]  [ERR ]  [12:00:01 ERR]  [2024-01-01 00:00:00,000: ERROR/MainProcess]  [core:error]  [E 240101 00:00:00 web:1]
 * }</pre>
 */
final class BracketGroup {
    private BracketGroup() {}

    static void read(byte[] octets, int start, int end, int lineEnd, boolean square, Meaning into) {
        int from = Octets.afterColours(octets, Octets.afterBlanks(octets, start, end), end);
        boolean timed = false;
        int names = 0;
        int at = from;
        while (at < end && names < 3) {
            byte octet = octets[at];
            if (Octets.isLetter(octet)) {
                int to = at;
                while (to < end && Octets.isLetter(octets[to])) {
                    to++;
                }
                if (isTopic(octets, at, to, end, lineEnd, square && (names == 1 || names == 2) && !timed, into)
                        || word(octets, from, at, to, end, timed, names, square, into)) {
                    return;
                }
                boolean calendar = to - at <= 4 && Levels.word(octets, at, to) == Levels.CALENDAR;
                at = to;
                while (at < end && octets[at] != ' ' && octets[at] != ':' && octets[at] != '|' && octets[at] != 0x1b) {
                    at++;
                }
                names += calendar ? 0 : 1;
                timed |= calendar;
            } else if (Octets.isDigit(octet)) {
                int to = at;
                while (to < end && octets[to] != ' ' && octets[to] != '|') {
                    if (octets[to] == ':'
                            && to + 1 < end
                            && (octets[to + 1] == ' ' || Octets.isUpper(octets[to + 1]))) {
                        break;
                    }
                    to++;
                }
                timed |= to - at >= 5;
                at = to;
            } else if (octet == 0x1b) {
                at = Math.max(at + 1, Octets.afterColours(octets, at, end));
            } else {
                at++;
            }
        }
    }

    /** Reads a group before which a time was read. */
    static void readTimed(byte[] octets, int start, int end, int lineEnd, Meaning into) {
        boolean list = Octets.indexOf(octets, start, end, (byte) ',') > 0;
        if (!list || !Octets.isLower(octets[start]) || !tags(octets, start, end, into)) {
            read(octets, start, end, lineEnd, true, into);
        }
    }

    private static boolean word(
            byte[] octets,
            int from,
            int start,
            int to,
            int end,
            boolean timed,
            int names,
            boolean square,
            Meaning into) {
        if (to - start == 1) {
            return letter(octets, from, start, end, timed, into);
        }
        int code = Levels.of(octets, start, to);
        if (code == Levels.NONE) {
            return false;
        }
        int after = Octets.afterColours(octets, to, end);
        int rest = Octets.afterColours(octets, Octets.afterBlanks(octets, after, end), end);
        boolean last = rest >= end || (rest == end - 1 && octets[rest] == ':');
        byte next = after < end ? octets[after] : (byte) ' ';
        byte before = start > from ? octets[start - 1] : (byte) ' ';
        boolean upper = Octets.isUpper(octets[start]) && Octets.isUpper(octets[to - 1]);
        boolean bounded = last
                || next == ' '
                || next == ':'
                || next == '/'
                || next == '|'
                || next == ','
                || next == '#'
                || next == '\t';
        if (!bounded || before == '_' || (before == '-' && !timed)) {
            return false;
        }
        boolean found;
        if (last && start == from) {
            found = true;
        } else if (!square) {
            found = false;
        } else if (upper) {
            boolean beforePlace =
                    next == ' ' && names == 1 && isPlace(octets, to + 1, end); // [libprotobuf ERROR x.cc:3]
            found = names == 0 || (last && names < 3) || timed || beforePlace;
        } else {
            found = (last && (timed || before == ':'))
                    || (start == from && (next == ':' || next == '/' || next == '|' || next == '#'))
                    || (timed && names == 0)
                    || (start == from && rest < end && Octets.isDigit(octets[rest]));
        }
        if (found) {
            into.found(Levels.severity(code), Reason.BRACKETED_LEVEL, start, to);
        }
        return found;
    }

    /** {@code [Vue warn]: x}, {@code [request error] [unhandled]}: a topic, and its level. */
    private static boolean isTopic(
            byte[] octets, int start, int to, int close, int lineEnd, boolean second, Meaning into) {
        if (!second || to != close || close + 2 >= lineEnd) {
            return false;
        }
        boolean ends = octets[close + 1] == ':' || (octets[close + 1] == ' ' && octets[close + 2] == '[');
        int code = ends ? Levels.of(octets, start, to) : Levels.NONE;
        if (code == Levels.NONE) {
            return false;
        }
        into.found(Levels.severity(code), Reason.BRACKETED_LEVEL, start, to);
        return true;
    }

    /** {@code [E]}, {@code [E 240101 00:00:00 web:1]}, {@code [12:00:00 E]}, {@code [E514 09:12:44.1 nccl.cpp:61]}. */
    private static boolean letter(byte[] octets, int from, int start, int end, boolean timed, Meaning into) {
        int code = Levels.ofLetter(octets[start]);
        boolean alone = start == from && start + 1 == end;
        int blank = Octets.afterDigits(octets, start + 1, end);
        boolean first = start == from
                && blank + 1 < end
                && octets[blank] == ' '
                && (Octets.isDigit(octets[blank + 1]) || isPlace(octets, blank + 1, end));
        boolean last = timed && start + 1 == end && octets[start - 1] == ' ';
        if (code == Levels.NONE || !(alone || first || last)) {
            return false;
        }
        into.found(Levels.severity(code), Reason.BRACKETED_LEVEL, start, start + 1);
        return true;
    }

    /** A file and its line, as {@code NNPACK.cpp:64}. */
    private static boolean isPlace(byte[] octets, int start, int end) {
        int digits = Octets.beforeDigits(octets, start, end);
        return digits < end
                && octets[digits - 1] == ':'
                && Octets.indexOf(octets, start, end, (byte) '.') > 0
                && Octets.indexOf(octets, start, end, (byte) ' ') < 0;
    }

    /** {@code [log,error] data: x}: the tags of a record, of which one is a level. */
    private static boolean tags(byte[] octets, int start, int end, Meaning into) {
        int found = Levels.NONE;
        int at = start;
        int foundAt = start;
        while (at < end) {
            int to = Octets.afterLetters(octets, at, end);
            if (to == at || (to < end && octets[to] != ',')) {
                return false;
            }
            int code = Levels.of(octets, at, to);
            if (code != Levels.NONE && found != Levels.NONE) {
                return false; // a choice of levels
            }
            if (code != Levels.NONE && !Levels.isOrdinary(code)) {
                found = code;
                foundAt = at;
            }
            at = to + 1;
        }
        if (found == Levels.NONE) {
            return false;
        }
        into.found(Levels.severity(found), Reason.BRACKETED_LEVEL, foundAt, Octets.afterLetters(octets, foundAt, end));
        return true;
    }
}
