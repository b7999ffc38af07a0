package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Reads keys and their values, {@code level=error msg="no mail"}, for a level among them. */
final class Logfmt {
    private static final int LOGFMT = 4_000;
    private static final byte[] EXCEPTION = Octets.of("exception");
    private static final byte[] LOG = Octets.of("LOG");

    private Logfmt() {}

    static boolean read(Header header, int from, int keyEnd) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        int valueStart = keyEnd + 1;
        boolean quoted = valueStart < end && (octets[valueStart] == '"' || octets[valueStart] == '\'');
        int valueEnd;
        if (quoted) {
            byte quote = octets[valueStart++];
            valueEnd = Octets.afterString(octets, valueStart, end, quote);
            header.at = Math.min(end, valueEnd + 1);
        } else {
            valueEnd = valueStart;
            while (valueEnd < end && octets[valueEnd] != ' ' && octets[valueEnd] != '\t' && octets[valueEnd] != '\n') {
                valueEnd++;
            }
            header.at = valueEnd;
        }
        if (header.words > 1) {
            return true;
        }
        boolean first = !header.keyed;
        boolean alone = first && header.names > 0 && header.at >= end;
        header.named |= first && header.names == 1 && header.colon && !header.timed && !header.grouped;
        header.keyed = true;
        header.names = 0;
        if (alone || isVariable(header, from, keyEnd) || isOption(header, from)) {
            return false;
        }
        int key = LevelKey.of(octets, from, keyEnd, false);
        header.named &= !first || key == LevelKey.NONE;
        if (first && key == LevelKey.LOG_LEVEL) {
            return false;
        }
        header.limit = Math.min(end, start + LOGFMT);
        return pair(header, key, valueStart, valueEnd, quoted) || morePairs(header);
    }

    /** Reads on as long as one pair follows another, which logfmt's lines are made of. */
    private static boolean morePairs(Header header) {
        byte[] octets = header.octets;
        int end = header.end;
        while (header.at + 1 < header.limit && octets[header.at] == ' ' && Octets.isLower(octets[header.at + 1])) {
            int key = header.at + 1;
            int letters = Octets.afterLetters(octets, key, end);
            boolean plain = letters < end && octets[letters] == '=';
            int keyEnd = plain ? letters : HeaderWord.nameEnd(header, letters);
            if (keyEnd >= end || octets[keyEnd] != '=') {
                return false;
            }
            int value = keyEnd + 1;
            boolean quoted = value < end && (octets[value] == '"' || octets[value] == '\'');
            int valueEnd;
            if (quoted) {
                valueEnd = Octets.afterString(octets, value + 1, end, octets[value]);
                value++;
                header.at = Math.min(end, valueEnd + 1);
            } else {
                int space = Octets.indexOf(octets, value, end, (byte) ' ');
                header.at = valueEnd = space < 0 ? end : space;
            }
            int meant = plain && keyEnd - key < 32
                    ? LevelKey.ofLetters(octets, key, keyEnd, false)
                    : LevelKey.of(octets, key, keyEnd, false);
            if (meant != LevelKey.NONE && pair(header, meant, value, valueEnd, quoted)) {
                return true;
            }
        }
        return false;
    }

    /** {@code LOG_LEVEL=error}: a variable of the environment, not a logger's key. */
    private static boolean isVariable(Header header, int from, int to) {
        byte[] octets = header.octets;
        return Octets.isUpper(octets[from])
                && (Octets.indexOf(octets, from, to, (byte) '_') > 0 || Octets.startsWith(octets, from, to, LOG));
    }

    /** {@code --log-level=error}: an option of a command. */
    private static boolean isOption(Header header, int from) {
        byte[] octets = header.octets;
        int start = header.start;
        return from > start + 1 && octets[from - 1] == '-' && octets[from - 2] == '-';
    }

    private static boolean pair(Header header, int key, int valueStart, int valueEnd, boolean quoted) {
        byte[] octets = header.octets;
        Meaning into = header.into;
        switch (key) {
            case LevelKey.NONE,
                    LevelKey.LOG_OBJECT,
                    LevelKey.GELF,
                    LevelKey.LETTER,
                    LevelKey.TYPE,
                    LevelKey.TRACE,
                    LevelKey.ERROR_OBJECT -> {
                return false;
            }
            case LevelKey.RECORD -> {
                header.named = false;
                return false;
            }
            case LevelKey.METHOD -> {
                header.request = true;
                return false;
            }
            case LevelKey.STATUS -> {
                header.statusAt = valueStart;
                return false;
            }
            default -> {}
        }
        int to = valueEnd;
        while (!quoted && to > valueStart && (octets[to - 1] == ',' || octets[to - 1] == ']')) {
            to--;
        }
        if (key == LevelKey.AT && Octets.is(octets, valueStart, to, EXCEPTION)) {
            into.found(Severity.ERROR, Reason.LOGFMT_LEVEL, valueStart, to);
            return true;
        }
        int code = LevelKey.level(octets, valueStart, to, key == LevelKey.AT ? LevelKey.LEVEL : key);
        if (code == Levels.NONE || (header.named && valueEnd == header.end)) {
            return false; // Sentry: enabled=true level=error
        }
        into.found(Levels.severity(code), Reason.LOGFMT_LEVEL, valueStart, to);
        return true;
    }
}
