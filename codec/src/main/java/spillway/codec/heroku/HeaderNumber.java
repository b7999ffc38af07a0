package spillway.codec.heroku;

/** Reads a token of a header that begins with a digit: a timestamp, a process number, an address. */
final class HeaderNumber {
    /** No timestamp is longer. */
    private static final int LONGEST = 40;

    private HeaderNumber() {}

    /** Reads on to the token's end; true if it was the status of an access line. */
    static boolean read(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        int from = header.at;
        int marks = 0;
        int dots = 0;
        if (isDateAndTime(header, from)) {
            marks = 4;
            header.at = from + 19;
        }
        while (header.at < end) {
            byte octet = octets[header.at];
            if (Octets.isDigit(octet)) {
                header.at++;
            } else if (octet == ':' || octet == '-' || octet == '/' || octet == ',' || octet == '+') {
                marks++;
                header.at++;
            } else if (octet == '.') {
                dots++;
                header.at++;
            } else if (octet == '#' || octet == '%' || octet == '*') {
                header.at++;
            } else if (!Octets.isLetter(octet) || header.at - from >= LONGEST || !letters(header, marks)) {
                break;
            }
        }
        if (header.at - from == 3 && octets[from] == '5' && from > start + 1 && octets[from - 2] == '|') {
            AccessLine.decide(octets, from, end, into);
            return into.inferred();
        }
        header.timed |= marks >= 2
                || (marks == 1 && header.at - from >= 5)
                || header.at - from >= 10
                || (dots == 1 && header.at - from >= 6);
        return false;
    }

    /** Letters within it, as of a month, a zone, a unit, Redis' role; false if they are a level, as in {@code 10:11:12:ERROR}. */
    private static boolean letters(Header header, int marks) {
        byte[] octets = header.octets;
        int end = header.end;
        int from = header.at;
        int to = from;
        while (to < end && Octets.isLetter(octets[to])) {
            to++;
        }
        byte before = octets[from - 1];
        boolean separate = (before == ':' || before == '-') && (to == end || !Octets.isDigit(octets[to]));
        if (separate && to - from > 2 && Levels.of(octets, from, to) != Levels.NONE) {
            return false;
        }
        header.redis |= to - from == 1 && before == ':' && marks == 1 && to < end && octets[to] == ' ';
        header.at = to;
        return true;
    }

    /** {@code 2024-03-01 10:11:12}, as most loggers write it. */
    private static boolean isDateAndTime(Header header, int from) {
        byte[] octets = header.octets;
        int end = header.end;
        return end - from >= 19
                && octets[from + 4] == '-'
                && octets[from + 7] == '-'
                && octets[from + 13] == ':'
                && octets[from + 16] == ':'
                && Octets.isDigit(octets[from + 18]);
    }
}
