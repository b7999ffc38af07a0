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
    /** A header is not longer than this; logfmt may be. */
    private static final int HEADER = 400;

    private static final int LOGFMT = 4_000;
    private static final int MOST_TOKENS = 200;

    private static final byte[] TAGGED_TIME = Octets.of(", [");
    private static final byte[] NOT_FOUND = Octets.of(": not found");
    private static final byte[] COMMAND_NOT_FOUND = Octets.of("command not found");
    private static final byte[] NO_SUCH_FILE = Octets.of("No such file or directory");
    private static final byte[] PERMISSION_DENIED = Octets.of("Permission denied");
    private static final byte[] LINE = Octets.of(" line ");
    private static final byte[] UNINITIALIZED = Octets.of("Use of uninitialized");
    private static final byte[] RUBY = Octets.of(".rb:");
    private static final byte[] FAILED = Octets.of(" FAILED ");
    private static final byte[] WORKER = Octets.of("Worker(");
    private static final byte[] PID = Octets.of("pid: ");
    private static final byte[] UNCAUGHT = Octets.of("Uncaught ");
    private static final byte[] LOG = Octets.of("LOG");
    private static final byte[] LOGLEVEL = Octets.of("loglevel");
    private static final byte[] ABORTED = Octets.of(" aborted!");
    private static final byte[] IN = Octets.of("In ");
    private static final byte[] PHP_LINE = Octets.of(".php line ");
    private static final byte[] CONNECTION_REFUSED = Octets.of("Connection refused");
    private static final byte[] TIMED_OUT = Octets.of("Connection timed out");
    private static final byte[] COMPLETED = Octets.of("Completed ");
    private static final byte[] PHP_MESSAGE = Octets.of("PHP message: ");

    private static final byte[][] NODE_PLACES = {
        Octets.of(".js:"),
        Octets.of(".cjs:"),
        Octets.of(".mjs:"),
        Octets.of(".ts:"),
        Octets.of("node:internal/"),
        Octets.of("node:events:")
    };

    private static final boolean[] ENDS_NAME = new boolean[256];

    static {
        for (byte octet : Octets.of(" \t\n[](){}\"|=,;<>\u001b")) {
            ENDS_NAME[octet] = true;
        }
    }

    private final JsonLevel json = new JsonLevel();
    private byte[] octets = new byte[0];
    private Meaning into = new Meaning();
    private int start;
    private int end;
    private int at;
    private int limit;
    private int indent;

    /** A timestamp has been read. */
    private boolean timed;

    /** A bracketed group, or a bar, has been read. */
    private boolean grouped;

    /** A key and its value have been read; what is not one may be part of an unquoted value. */
    private boolean keyed;

    /** Words that could be a logger's or a thread's name, since the last separator. */
    private int names;

    /** Of those, plain words, as sentences have them. */
    private int words;

    private boolean sentence;
    private boolean colon;
    private boolean redis;

    /** Where colours ended last: what they end in is a letter, and yet a word may begin there. */
    private int coloursEnd;

    private boolean request;
    private int statusAt;

    void read(SyslogMessage message, Meaning meaning) {
        octets = message.octets();
        into = meaning;
        start = at = message.textStart();
        end = message.textEnd();
        limit = Math.min(end, start + HEADER);
        timed = grouped = keyed = sentence = colon = redis = request = false;
        names = words = 0;
        statusAt = coloursEnd = -1;
        Continuation form = ContinuationLine.of(octets, start, end);
        into.continuation = form;
        if (form == Continuation.CERTAIN) {
            into.found(Severity.ERROR, Reason.STACK_TRACE, start, end);
            return;
        }
        indent = Octets.afterBlanks(octets, start, end) - start;
        for (int tokens = 0; at < limit && tokens < MOST_TOKENS; tokens++) {
            if (token()) {
                break;
            }
        }
        if (!into.inferred() && into.status < 0) {
            lastResort();
        }
        if (into.inferred() && into.reason != Reason.EXCEPTION_NAME && indent < 4) {
            into.continuation = Continuation.NONE;
        }
    }

    /** Reads one token of the header; true when the header is over. */
    private boolean token() {
        byte octet = octets[at];
        if (octet < 0) {
            return beyondAscii();
        }
        if (Octets.isLetter(octet)) {
            return word();
        }
        if (Octets.isDigit(octet)) {
            return number();
        }
        return switch (octet) {
            case ' ', '\t' -> {
                at++;
                yield false;
            }
            case '\n' -> newLine();
            case 0x1b -> colours();
            case '[' -> bracket((byte) ']');
            case '(' -> bracket((byte) ')');
            case '<' -> bracket((byte) '>');
            case '{' -> json();
            case '"' -> {
                AccessLine.quoted(octets, at, end, into);
                yield true;
            }
            case '|' -> bar();
            case '-', '*', '.', '#', '=' ->
                (redis || octet == '#' || octet == '*' || at == start) ? mark() : separator();
            case ':', ',', '>', '+', '~', '/', '\\', ';', '_', ']', ')' -> separator();
            case '!' -> bang();
            case '%' -> librdkafka();
            default -> true;
        };
    }

    private boolean json() {
        int inside = Octets.afterBlanks(octets, at + 1, end);
        if (inside < end && octets[inside] != '"' && octets[inside] != '\'' && words == 0) {
            return bracket((byte) '}');
        }
        if (words == 0 && (names == 0 || (colon && !sentence)) && !keyed) {
            json.read(octets, at, end, into);
        }
        return true;
    }

    private boolean colours() {
        at = coloursEnd = Octets.afterColours(octets, at, end);
        return false;
    }

    private boolean separator() {
        if (octets[at] == '-' && at + 1 < end && octets[at + 1] == ' ' && words == 0) {
            names = 0;
        }
        at++;
        return false;
    }

    private boolean newLine() {
        names = words = 0;
        sentence = colon = timed = grouped = keyed = false;
        at++;
        return false;
    }

    private boolean bar() {
        names = words = 0;
        sentence = false;
        grouped = true;
        at++;
        return false;
    }

    /** An emoji or another mark beyond ASCII. Next.js prints a cross before errors and a sign before warnings. */
    private boolean beyondAscii() {
        int from = at;
        while (at < end && octets[at] < 0) {
            at++;
        }
        if (names > 0 || words > 0 || at - from < 3) {
            return false;
        }
        int mark = ((octets[from] & 0xff) << 16) | ((octets[from + 1] & 0xff) << 8) | (octets[from + 2] & 0xff);
        boolean failed = mark == 0xE2A8AF || mark == 0xE29C96 || mark == 0xE29D8C;
        if ((failed || mark == 0xE29AA0) && at < end && octets[at] == ' ' && !into.inferred()) {
            return marked(failed ? Severity.ERROR : Severity.WARNING, from);
        }
        return false;
    }

    private boolean marked(Severity severity, int from) {
        int next = Octets.afterBlanks(octets, at, end);
        if (next >= end || Octets.isDigit(octets[next]) || (octets[next] | 0x20) == 'n') {
            return false;
        }
        int mark = at;
        at = next;
        boolean worse = Octets.isLetter(octets[next]) && word() && into.inferred();
        if (!worse) {
            into.found(severity, Reason.PHRASE, from, mark);
        }
        return true;
    }

    /** Erlang's reports, Elixir's {@code ** (}, Java's {@code # A fatal error}, Redis' marks. */
    private boolean mark() {
        if (names == 0 && words == 0 && Phrases.read(octets, at, end, into)) {
            return true;
        }
        if (redis && timed && at + 1 < end && octets[at + 1] == ' ') {
            RedisLine.read(octets, at, end, into);
            return true;
        }
        boolean bullet = octets[at] == '*' && at == start && at + 2 < end && octets[at + 1] == ' ';
        if (octets[at] == '#' || (bullet && Octets.isLower(octets[at + 2]))) {
            return true;
        }
        return separator();
    }

    /** What Heroku's build prints before errors and warnings: {@code  !     Push rejected}. */
    private boolean bang() {
        if (Phrases.read(octets, at, end, into)) {
            return true;
        }
        int from = at++;
        boolean puma = grouped && names == 0 && words == 0 && at < end && octets[at] == ' ';
        return puma && marked(Severity.ERROR, from);
    }

    /** {@code %3|1709.123|FAIL|rdkafka#producer-1| ...}: syslog's number. */
    private boolean librdkafka() {
        if (at == start && at + 2 < end && octets[at + 2] == '|' && octets[at + 1] >= '0' && octets[at + 1] <= '7') {
            into.found(Severity.of(octets[at + 1] - '0'), Reason.LEVEL_LETTER, at + 1, at + 2);
        }
        return true;
    }

    private boolean bracket(byte close) {
        if (close == ']' && Octets.isUuidTag(octets, at, end)) {
            grouped = true;
            at += Octets.UUID_TAG;
            return false;
        }
        if (close == ']' && names == 0 && words == 0) {
            int after = Octets.afterColours(octets, at, end);
            if (after > at) {
                return colours();
            }
        }
        int to = Octets.indexOf(octets, at + 1, Math.min(end, at + 200), close);
        if (to < 0) {
            at++;
            return false;
        }
        if (close == '>' && at == start && Octets.afterDigits(octets, at + 1, to) == to && to > at + 1 && to < at + 5) {
            into.found(Severity.of(Octets.number(octets, at + 1, to) & 7), Reason.BRACKETED_LEVEL, at + 1, to);
            return true;
        }
        if (close == ']' && Octets.startsWith(octets, at + 1, to, PID)) {
            AccessLine.uwsgi(octets, to, end, into);
            return true;
        }
        if (close == ']' && Octets.startsWith(octets, at + 1, to, WORKER)) {
            delayedJob(to);
        }
        if (octets[at + 1] == 'U' && names == 0 && words == 0 && Phrases.read(octets, at + 1, to, into)) {
            return true;
        }
        if (to - at == 27 && octets[at + 3] == '/' && octets[at + 7] == '/') {
            timed = grouped = true; // an access line's [01/Mar/2024:10:11:12 +0000]
            at = to + 1;
            return false;
        }
        boolean trusted = words == 0 || octets[Math.min(to + 1, end - 1)] == ':';
        if (!into.inferred() && trusted && !(close == '>' && at == start && Octets.isLower(octets[at + 1]))) {
            BracketGroup.read(octets, at + 1, to, close == ']', into);
        }
        if (into.inferred()) {
            return true;
        }
        grouped = true;
        timed |= Octets.isDigit(octets[at + 1]) && to - at > 8;
        at = to + 1;
        if (at < end && octets[at] == ':') {
            names = words = 0;
            sentence = false;
        }
        return false;
    }

    private void delayedJob(int from) {
        int failed = Octets.indexOf(octets, from, end, FAILED);
        if (failed >= 0) {
            into.found(Severity.ERROR, Reason.PHRASE, failed + 1, failed + 7);
        }
    }

    /** A timestamp, a process number, an address. */
    private boolean number() {
        int from = at;
        int marks = 0;
        int dots = 0;
        if (isDateAndTime(from)) {
            marks = 4;
            at = from + 19;
        }
        while (at < end) {
            byte octet = octets[at];
            if (Octets.isDigit(octet)) {
                at++;
            } else if (octet == ':' || octet == '-' || octet == '/' || octet == ',' || octet == '+') {
                marks++;
                at++;
            } else if (octet == '.') {
                dots++;
                at++;
            } else if (octet == '#' || octet == '%' || octet == '*') {
                at++;
            } else if (Octets.isLetter(octet) && at - from < 40) {
                int run = at;
                while (run < end && Octets.isLetter(octets[run])) {
                    run++;
                }
                boolean glued = run < end && Octets.isDigit(octets[run]);
                if (run - at > 2
                        && !glued
                        && Octets.isLetter(octet)
                        && (octets[at - 1] == ':' || octets[at - 1] == '-')
                        && Levels.of(octets, at, run) != Levels.NONE) {
                    break;
                }
                if (run - at == 1 && octets[at - 1] == ':' && marks == 1 && run < end && octets[run] == ' ') {
                    redis = true;
                }
                at = run;
            } else {
                break;
            }
        }
        if (at - from == 3 && octets[from] == '5' && from > start + 1 && octets[from - 2] == '|') {
            AccessLine.decide(octets, from, end, into);
            return into.inferred();
        }
        timed |= marks >= 2 || (marks == 1 && at - from >= 5) || at - from >= 10 || (dots == 1 && at - from >= 6);
        return false;
    }

    /** {@code 2024-03-01 10:11:12}, as most loggers write it. */
    private boolean isDateAndTime(int from) {
        return end - from >= 19
                && octets[from + 4] == '-'
                && octets[from + 7] == '-'
                && octets[from + 13] == ':'
                && octets[from + 16] == ':'
                && Octets.isDigit(octets[from + 18]);
    }

    private boolean word() {
        int from = at;
        long packed = 0;
        int upper = 0;
        int to = from;
        while (to < end) {
            int octet = octets[to];
            if (!Octets.isLetter(octet)) {
                break;
            }
            if (octet < 'a') {
                upper++;
            }
            packed = (packed << 8) | octet | 0x20;
            to++;
        }
        int length = to - from;
        if (length == 1 && letter(from)) {
            return true;
        }
        int code = Levels.word(packed, length);
        if (Levels.isLevel(code) && isLevel(code, from, to, upper == length, upper > 0)) {
            into.found(Levels.severity(code), Reason.LEVEL_WORD, from, to);
            return !phpMessage(to);
        }
        if (length == 3 && stunnel(from, to)) {
            return true;
        }
        if ((names == 0 || colon) && words == 0 && !keyed && failure(from)) {
            return true;
        }
        return name(from, to, upper, code);
    }

    /** php-fpm tells its children's lines at a level of its own. */
    private boolean phpMessage(int to) {
        int php = Octets.indexOf(octets, to, Math.min(end, to + 120), PHP_MESSAGE);
        if (php < 0) {
            return false;
        }
        Phrases.read(octets, Math.min(php + PHP_MESSAGE.length, end - 1), end, into);
        return false;
    }

    /** {@code LOG3[12]: SSL_connect: ...}: stunnel prints syslog's number. */
    private boolean stunnel(int from, int to) {
        if (!timed || octets[from] != 'L' || to + 1 >= end || octets[to + 1] != '[') {
            return false;
        }
        if (octets[to] < '0' || octets[to] > '7') {
            return false;
        }
        into.found(Severity.of(octets[to] - '0'), Reason.LEVEL_LETTER, to, to + 1);
        return true;
    }

    private boolean failure(int from) {
        if (Phrases.read(octets, from, end, into)) {
            return true;
        }
        if (Octets.isUpper(octets[from]) && AccessLine.startsWithMethod(octets, from, end)) {
            AccessLine.bare(octets, from, end, into);
            return true;
        }
        if (Octets.startsWith(octets, from, end, COMPLETED)) {
            AccessLine.decide(octets, from + COMPLETED.length, end, into);
            return true;
        }
        int name = Octets.startsWith(octets, from, end, UNCAUGHT) ? from + UNCAUGHT.length : from;
        return ExceptionName.read(octets, name, end, into);
    }

    /** {@code E, [2024-...}, {@code E0102 15:04:05}, and a lone letter after a timestamp. */
    private boolean letter(int from) {
        int code = Levels.ofLetter(octets[from]);
        if (code == Levels.NONE || names > 0 || words > 0 || keyed || from + 2 >= end) {
            return false;
        }
        boolean ruby = Octets.startsWith(octets, from + 1, end, TAGGED_TIME);
        boolean glog = isGlog(from);
        boolean bare = timed
                && (octets[from + 1] == ' '
                        || octets[from + 1] == '!'
                        || octets[from + 1] == '/'
                        || octets[from + 1] == ':');
        if (!ruby && !glog && !bare) {
            return false;
        }
        into.found(Levels.severity(code), Reason.LEVEL_LETTER, from, from + 1);
        return true;
    }

    /** Month and day, four digits; CockroachDB puts the year before them. */
    private boolean isGlog(int from) {
        int to = Octets.afterDigits(octets, from + 1, end);
        return (to == from + 5 || to == from + 7) && to < end && octets[to] == ' ';
    }

    private boolean isLevel(int code, int from, int to, boolean upper, boolean capital) {
        int ending = LevelWord.ending(octets, to, end, upper);
        if (ending == LevelWord.NO
                || (from > start && from != coloursEnd && Octets.isLetterOrDigit(octets[from - 1]) && !timed)) {
            return false;
        }
        if (keyed) {
            return upper && (ending == LevelWord.STRONG || (names == 0 && ending == LevelWord.SPACE));
        }
        if (names > 0 || words > 0) {
            return afterNames(ending, from, upper);
        }
        if (upper) {
            return ending == LevelWord.SPACE ? upperBeforeText(code, to) : !isComponent(to);
        }
        if (Levels.isShoutedOnly(code)) {
            return false;
        }
        if (Levels.isOrdinary(code) && (capital || ending != LevelWord.STRONG) && !timed) {
            return false;
        }
        return switch (ending) {
            case LevelWord.STRONG -> indent < 2 || timed || grouped;
            case LevelWord.SPACE ->
                timed
                        ? !LevelWord.beforeNoun(octets, to, end)
                        : indent < 2 && to - from > 4 && LevelWord.beforePredicate(octets, to, end);
            default -> !timed && !grouped && indent < 2;
        };
    }

    /** {@code | TRACE | INFO |}: where two levels stand side by side the first is a component's name. */
    private boolean isComponent(int to) {
        int bar = Octets.afterBlanks(octets, to, end);
        if (bar >= end || octets[bar] != '|' || !grouped) {
            return false;
        }
        int next = Octets.afterBlanks(octets, bar + 1, end);
        int nextEnd = next;
        while (nextEnd < end && Octets.isUpper(octets[nextEnd])) {
            nextEnd++;
        }
        return Levels.of(octets, next, nextEnd) != Levels.NONE;
    }

    private boolean upperBeforeText(int code, int to) {
        if (Levels.isOrdinary(code) && !timed && !grouped) {
            return false;
        }
        int next = Octets.afterBlanks(octets, to, end);
        boolean shouted = next + 1 < end && Octets.isUpper(octets[next]) && Octets.isUpper(octets[next + 1]);
        return !shouted || !LevelWord.beforeNoun(octets, to, end);
    }

    /** After names a level must be in capitals, or end a field as in {@code psql: error: }. */
    private boolean afterNames(int ending, int from, boolean upper) {
        if (upper) {
            return ending == LevelWord.STRONG
                    ? !sentence || words < 3
                    : ending == LevelWord.SPACE && !sentence && words < 2;
        }
        return ending == LevelWord.STRONG && colon && words == 0 && octets[from - 1] == ' ';
    }

    /** A word that is no level: a key with its value, a name, or the beginning of a sentence. */
    private boolean name(int from, int to, int upper, int code) {
        int length = to - from;
        int nameEnd = nameEnd(to);
        if (nameEnd < end && octets[nameEnd] == '=' && nameEnd > from) {
            return keyAndValue(from, nameEnd);
        }
        colon = octets[nameEnd - 1] == ':' || (nameEnd < end && octets[nameEnd] == '|');
        boolean plain = nameEnd == to || (nameEnd == to + 1 && octets[to] == ':');
        if (plain && code == Levels.CALENDAR) {
            at = nameEnd;
            timed = true;
            return false;
        }
        if (!plain && !keyed && suffixLevel(from, nameEnd)) {
            return true;
        }
        at = nameEnd;
        if (plain && !(length > upper && upper > 1)) {
            words += colon ? 0 : 1;
            names++;
            sentence |= (upper > 0 && upper < length) || code == Levels.STOP;
        } else {
            names++;
        }
        return (words > (timed || grouped ? 3 : 2) || names > 5) && !keyed;
    }

    private int nameEnd(int from) {
        int to = from;
        while (to < end && !ENDS_NAME[octets[to] & 0xff]) {
            to++;
        }
        return to;
    }

    /** {@code app.ERROR: msg}, {@code prisma:error msg}, {@code INFO:x}. */
    private boolean suffixLevel(int from, int nameEnd) {
        int to = octets[nameEnd - 1] == ':' ? nameEnd - 1 : nameEnd;
        int last = to;
        while (last > from && Octets.isLetter(octets[last - 1])) {
            last--;
        }
        if (last == from || last == to || words > 0) {
            return false;
        }
        byte mark = octets[last - 1];
        int code = Levels.of(octets, last, to);
        if (code == Levels.NONE) {
            return false;
        }
        boolean upper = Octets.isUpper(octets[last]) && Octets.isUpper(octets[to - 1]);
        boolean monolog = mark == '.' && upper && to < nameEnd;
        boolean debug = mark == ':' && names == 0 && (upper || (nameEnd == to && to < end && octets[to] == ' '));
        if (!monolog && !debug) {
            return false;
        }
        into.found(Levels.severity(code), Reason.LEVEL_WORD, last, to);
        return true;
    }

    private boolean keyAndValue(int from, int keyEnd) {
        int valueStart = keyEnd + 1;
        boolean quoted = valueStart < end && (octets[valueStart] == '"' || octets[valueStart] == '\'');
        int valueEnd;
        if (quoted) {
            byte quote = octets[valueStart++];
            valueEnd = quoteEnd(valueStart, quote);
            at = Math.min(end, valueEnd + 1);
        } else {
            valueEnd = valueStart;
            while (valueEnd < end && octets[valueEnd] != ' ' && octets[valueEnd] != '\t' && octets[valueEnd] != '\n') {
                valueEnd++;
            }
            at = valueEnd;
        }
        if (words > 1) {
            return true;
        }
        boolean first = !keyed;
        keyed = true;
        names = 0;
        if (isVariable(from, keyEnd) || (first && Octets.is(octets, from, keyEnd, LOGLEVEL)) || isOption(from)) {
            return false;
        }
        limit = Math.min(end, start + LOGFMT);
        return pair(LevelKey.of(octets, from, keyEnd, false), valueStart, valueEnd, quoted) || morePairs();
    }

    /** Reads on as long as one pair follows another, which logfmt's lines are made of. */
    private boolean morePairs() {
        while (at + 1 < limit && octets[at] == ' ' && Octets.isLower(octets[at + 1])) {
            int key = at + 1;
            int keyEnd = key;
            while (keyEnd < limit && !ENDS_NAME[octets[keyEnd] & 0xff]) {
                keyEnd++;
            }
            if (keyEnd >= limit || octets[keyEnd] != '=') {
                return false;
            }
            int value = keyEnd + 1;
            boolean quoted = value < end && (octets[value] == '"' || octets[value] == '\'');
            int valueEnd;
            if (quoted) {
                valueEnd = quoteEnd(value + 1, octets[value]);
                value++;
                at = Math.min(end, valueEnd + 1);
            } else {
                int space = Octets.indexOf(octets, value, end, (byte) ' ');
                at = valueEnd = space < 0 ? end : space;
            }
            if (pair(LevelKey.of(octets, key, keyEnd, false), value, valueEnd, quoted)) {
                return true;
            }
        }
        return false;
    }

    /** {@code LOG_LEVEL=error}: a variable of the environment, not a logger's key. */
    private boolean isVariable(int from, int to) {
        return Octets.isUpper(octets[from])
                && (Octets.indexOf(octets, from, to, (byte) '_') > 0 || Octets.startsWith(octets, from, to, LOG));
    }

    /** {@code --log-level=error}: an option of a command. */
    private boolean isOption(int from) {
        return from > start + 1 && octets[from - 1] == '-' && octets[from - 2] == '-';
    }

    private boolean pair(int key, int valueStart, int valueEnd, boolean quoted) {
        switch (key) {
            case LevelKey.NONE, LevelKey.LOG_OBJECT, LevelKey.GELF, LevelKey.LETTER, LevelKey.RECORD -> {
                return false;
            }
            case LevelKey.METHOD -> {
                request = true;
                return false;
            }
            case LevelKey.STATUS -> {
                statusAt = valueStart;
                return false;
            }
            default -> {}
        }
        int to = valueEnd;
        while (!quoted && to > valueStart && (octets[to - 1] == ',' || octets[to - 1] == ']')) {
            to--;
        }
        int code = LevelKey.level(octets, valueStart, to, key == LevelKey.AT ? LevelKey.LEVEL : key);
        if (code == Levels.NONE) {
            return false;
        }
        into.found(Levels.severity(code), Reason.LOGFMT_LEVEL, valueStart, to);
        return true;
    }

    private int quoteEnd(int from, byte quote) {
        for (int to = from; to < end; to++) {
            if (octets[to] == '\\') {
                to++;
            } else if (octets[to] == quote) {
                return to;
            }
        }
        return end;
    }

    /** No header and no known beginning: some failures show at the line's end. */
    private void lastResort() {
        if (request && statusAt >= 0) {
            AccessLine.decide(octets, statusAt, end, into);
            return;
        }
        if (end - start < 8 || keyed) {
            return;
        }
        if (ExceptionName.within(octets, start, end, into)) {
            return;
        }
        switch (octets[end - 1]) {
            case '.' -> perl();
            case 'd', 'y' -> shell();
            case ')' -> ruby();
            case '!' -> shell(ABORTED);
            case ':' -> symfony();
            default -> {
                if (Octets.isDigit(octets[end - 1])) {
                    node();
                }
            }
        }
    }

    /** {@code Died at app.pl line 3.} */
    private void perl() {
        int digits = end - 1;
        while (digits > start && Octets.isDigit(octets[digits - 1])) {
            digits--;
        }
        int line = digits - LINE.length;
        if (digits == end - 1 || line <= start || !Octets.startsWith(octets, line, end, LINE)) {
            return;
        }
        boolean warned = Octets.startsWith(octets, start, end, UNINITIALIZED);
        into.found(warned ? Severity.WARNING : Severity.ERROR, Reason.PHRASE, line + 1, end - 1);
    }

    /** {@code /app/server.js:12}, alone on its line: where Node threw what nobody caught. */
    private void node() {
        if ((octets[start] != '/' && octets[start] != 'n' && octets[start] != 'f')
                || Octets.indexOf(octets, start, end, (byte) ' ') >= 0) {
            return;
        }
        for (byte[] place : NODE_PLACES) {
            if (Octets.contains(octets, start, end, place)) {
                into.found(Severity.ERROR, Reason.STACK_TRACE, start, end);
                into.startsEvent = true;
                return;
            }
        }
    }

    /** {@code In Connection.php line 760:}. */
    private void symfony() {
        if (Octets.startsWith(octets, start, end, IN) && Octets.contains(octets, start, end, PHP_LINE)) {
            into.found(Severity.ERROR, Reason.PHRASE, start, end);
        }
    }

    /** {@code bash: rake: command not found}. */
    private void shell() {
        int first = Octets.indexOf(octets, start, Math.min(end, start + 60), (byte) ' ');
        if (first <= start || octets[first - 1] != ':') {
            return;
        }
        shell(COMMAND_NOT_FOUND);
        shell(NOT_FOUND);
        shell(NO_SUCH_FILE);
        shell(PERMISSION_DENIED);
        shell(CONNECTION_REFUSED);
        shell(TIMED_OUT);
    }

    private void shell(byte[] words) {
        if (Octets.endsWith(octets, start, end, words)) {
            into.found(Severity.ERROR, Reason.PHRASE, end - words.length, end);
        }
    }

    /** {@code /app/x.rb:1:in 'call': undefined method 'y' for nil (NoMethodError)}. */
    private void ruby() {
        if (Octets.indexOf(octets, start, Math.min(end, start + 200), RUBY) < 0) {
            return;
        }
        int open = end - 1;
        while (open > start && octets[open - 1] != '(') {
            open--;
        }
        Severity severity = open == start ? null : ExceptionName.severity(octets, open, end - 1);
        if (severity != null) {
            into.found(severity, Reason.EXCEPTION_NAME, open, end - 1);
            into.startsEvent = true;
        }
    }
}
