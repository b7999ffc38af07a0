package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Finds failures in lines without a header and without a known beginning: they show at the line's end, or within. */
final class LastResort {
    private static final byte[] ERROR_IN = Octets.of(" Error in ");
    private static final byte[] YOUR_RUBY = Octets.of("Your Ruby version is ");
    private static final byte[] SPECIFIED = Octets.of(", but your Gemfile specified");
    private static final byte[] FOUND = Octets.of("Found ");
    private static final byte[] ERROR_WORD = Octets.of(" error");
    private static final byte[] IN = Octets.of(" in ");
    private static final byte[] FILE = Octets.of(" file");
    private static final byte[] WATCHING = Octets.of(". Watching for ");
    private static final byte[] WEBPACK = Octets.of("webpack ");
    private static final byte[] COMPILED_WITH = Octets.of(" compiled with ");
    private static final byte[] ERROR = Octets.of("error");
    private static final byte[] WARNING = Octets.of("warning");
    private static final byte[] FAILURE = Octets.of(" failure");
    private static final byte[][] TESTS = {Octets.of(" example"), Octets.of(" test"), Octets.of(" run")};
    private static final byte[] APACHE = Octets.of(": AH0");
    private static final byte[] SYNTAX = Octets.of(": syntax error");
    private static final byte[] COMPILER = Octets.of(": error");
    private static final byte[] INSPECTED = Octets.of("#<");
    private static final byte[] FAILED = Octets.of(" failed: #<");

    /** So far into a line the first colon is looked for. */
    private static final int COLON_WITHIN = 128;

    private LastResort() {}

    static void read(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        if (header.request && header.statusAt >= 0) {
            AccessLine.decide(octets, header.statusAt, end, into);
            return;
        }
        if (end - start < 8 || header.keyed) {
            return;
        }
        boolean colon = Octets.has(octets, start, Math.min(end, start + COLON_WITHIN), (byte) ':');
        if ((colon && afterColon(header)) || subscriber(header) || counted(header)) {
            return;
        }
        LineEnd.read(header, colon);
    }

    /** {@code SolidQueue-1.1.0 Error in thread (0.0ms)}: a library and its version, and what it did. */
    private static boolean subscriber(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        if (!Octets.isUpper(octets[start])) {
            return false;
        }
        int space = Octets.indexOf(octets, start, Math.min(header.end, start + 40), (byte) ' ');
        if (space < 0
                || !Octets.isDigit(octets[space - 1])
                || !Octets.startsWith(octets, space, header.end, ERROR_IN)) {
            return false;
        }
        header.into.found(Severity.ERROR, Reason.PHRASE, space + 1, space + ERROR_IN.length - 1);
        return true;
    }

    /** What a build counted at its end, or what Bundler misses. */
    private static boolean counted(Header header) {
        byte first = header.octets[header.start];
        if (first == 'w') {
            return webpack(header);
        }
        if (first == 'Y') {
            return bundler(header);
        }
        if (Octets.isDigit(first) && tests(header)) {
            return true;
        }
        byte last = header.octets[header.end - 1];
        boolean told = first == 'F' || Octets.isDigit(first) || first == '[' || first == 0x1b;
        return told && (last == '.' || Octets.isDigit(last)) && typeScript(header);
    }

    /** {@code Your Ruby version is 3.1.2, but your Gemfile specified 3.2.2}. */
    private static boolean bundler(Header header) {
        int specified = Octets.startsWith(header.octets, header.start, header.end, YOUR_RUBY)
                ? Octets.indexOf(header.octets, header.start, header.end, SPECIFIED)
                : -1;
        if (specified < 0) {
            return false;
        }
        header.into.found(Severity.ERROR, Reason.PHRASE, specified + 2, specified + SPECIFIED.length);
        return true;
    }

    /** {@code 118 examples, 3 failures}, {@code 12 runs, 30 assertions, 1 failures, 0 errors, 0 skips}. */
    private static boolean tests(Header header) {
        byte[] octets = header.octets;
        int unit = Octets.afterDigits(octets, header.start, header.end);
        return Octets.startsWithAny(octets, unit, header.end, TESTS)
                && (some(header, unit, FAILURE) || some(header, unit, ERROR_WORD));
    }

    /** Whether a number other than 0 stands before {@code what}. */
    private static boolean some(Header header, int from, byte[] what) {
        byte[] octets = header.octets;
        int found = Octets.indexOf(octets, from, Math.min(header.end, from + 64), what);
        int count = found < 0 ? found : Octets.beforeDigits(octets, from, found);
        if (count == found || octets[count] == '0') {
            return false;
        }
        header.into.found(Severity.ERROR, Reason.PHRASE, count, Octets.afterLetters(octets, found + 1, header.end));
        return true;
    }

    /** {@code Found 3 errors in 2 files.}, {@code 8:12:33 AM - Found 2 errors. Watching for file changes.} */
    private static boolean typeScript(Header header) {
        byte[] octets = header.octets;
        int end = header.end;
        int count = Octets.indexOf(octets, header.start, Math.min(end, header.start + 48), FOUND) + FOUND.length;
        int error = count < FOUND.length ? count : Octets.afterDigits(octets, count, end);
        if (error == count || octets[count] == '0' || !Octets.startsWith(octets, error, end, ERROR_WORD)) {
            return false;
        }
        int after = Octets.afterLetters(octets, error + 1, end);
        boolean files = Octets.startsWith(octets, after, end, IN) && isOfFiles(octets, after + IN.length, end);
        if (!files && !Octets.startsWith(octets, after, end, WATCHING) && after != end - 1) {
            return false;
        }
        header.into.found(Severity.ERROR, Reason.PHRASE, count, after);
        return true;
    }

    /** {@code 2 files.}, {@code src/index.ts:3}. */
    private static boolean isOfFiles(byte[] octets, int start, int end) {
        int digits = Octets.beforeDigits(octets, start, end);
        return digits == end
                ? Octets.startsWith(octets, Octets.afterDigits(octets, start, end), end, FILE)
                : digits > start && octets[digits - 1] == ':';
    }

    /** {@code webpack 5.75.0 compiled with 1 error in 2312 ms}. */
    private static boolean webpack(Header header) {
        byte[] octets = header.octets;
        if (!Octets.startsWith(octets, header.start, header.end, WEBPACK)) {
            return false;
        }
        int with = Octets.indexOf(octets, header.start, header.end, COMPILED_WITH);
        int count = with + COMPILED_WITH.length;
        int word = with < 0 ? count : Octets.afterDigits(octets, count, header.end) + 1;
        if (with < 0 || word >= header.end || octets[count] == '0') {
            return false;
        }
        boolean error = Octets.startsWith(octets, word, header.end, ERROR);
        if (!error && !Octets.startsWith(octets, word, header.end, WARNING)) {
            return false;
        }
        header.into.found(
                error ? Severity.ERROR : Severity.WARNING,
                Reason.PHRASE,
                count,
                Octets.afterLetters(octets, word, header.end));
        return true;
    }

    /** {@code (98)Address already in use: AH00072: make_sock: could not bind}: Apache, before its log is open. */
    private static boolean apache(Header header) {
        byte[] octets = header.octets;
        int at = header.start;
        if (octets[at] != '(') {
            return false;
        }
        int close = Octets.afterDigits(octets, at + 1, header.end);
        int code = close > at + 1 && close < header.end && octets[close] == ')'
                ? Octets.indexOf(octets, close, header.end, APACHE)
                : -1;
        int codeEnd = code < 0 ? code : Octets.afterDigits(octets, code + APACHE.length, header.end);
        if (code < 0 || codeEnd == code + APACHE.length) {
            return false;
        }
        header.into.found(Severity.ERROR, Reason.PHRASE, code + 2, codeEnd);
        return true;
    }

    /** Failures that are told after a colon, and so not in most lines. */
    private static boolean afterColon(Header header) {
        return BeforeColon.read(header.octets, header.start, header.end, header.into)
                || ToolLine.read(header.octets, header.start, header.end, header.into)
                || compiler(header)
                || apache(header)
                || inspected(header)
                || SystemError.read(header.octets, header.start, header.end, header.into);
    }

    /** {@code src/cart.ts(31,22): error TS2339: Property 'sku' does not exist}, {@code ext.c:12:3: error: expected ';'}. */
    private static boolean compiler(Header header) {
        byte[] octets = header.octets;
        int until = Math.min(header.end, header.start + 200);
        int found = Octets.indexOf(octets, header.start, until, COMPILER);
        boolean script = found < 0 && octets[header.start] == '/';
        int error = script ? Octets.indexOf(octets, header.start, until, SYNTAX) : found;
        if (error <= header.start) {
            return false;
        }
        int place = octets[error - 1] == ')' ? error - 2 : error - 1;
        int errorEnd = error + (script ? SYNTAX : COMPILER).length;
        boolean tool = octets[error - 1] == ' ' && isShouted(header, error - 1) && isCode(header, errorEnd + 1);
        if (!tool && (place <= header.start || !Octets.isDigit(octets[place]))) {
            return false;
        }
        header.into.found(Severity.ERROR, Reason.PHRASE, error + 2, errorEnd);
        return true;
    }

    /** {@code MSB1009:}. */
    private static boolean isCode(Header header, int start) {
        byte[] octets = header.octets;
        int digits = Octets.afterLetters(octets, Math.min(start, header.end), header.end);
        int end = Octets.afterDigits(octets, digits, header.end);
        return digits > start && end > digits && end < header.end && octets[end] == ':';
    }

    /** {@code MSBUILD : error MSB1009: Project file does not exist.} */
    private static boolean isShouted(Header header, int end) {
        return Octets.afterLetters(header.octets, header.start, end) == end
                && Octets.capitals(header.octets, header.start, end) == end - header.start;
    }

    /** {@code (Job{mail} | [8813]) failed: #<Net::SMTPServerBusy: 421>}: Ruby's exceptions, as they inspect themselves. */
    private static boolean inspected(Header header) {
        byte[] octets = header.octets;
        int name = Octets.indexOf(octets, header.start, header.end, INSPECTED) + INSPECTED.length;
        if (name < INSPECTED.length) {
            return false;
        }
        int nameEnd = ExceptionName.end(octets, name, header.end);
        boolean message = nameEnd + 1 < header.end && octets[nameEnd] == ':' && octets[nameEnd + 1] == ' ';
        Severity severity = message ? ExceptionName.severity(octets, name, nameEnd) : null;
        if (severity == null && !Octets.endsWith(octets, header.start, name, FAILED)) {
            return false;
        }
        header.into.found(severity == null ? Severity.ERROR : severity, Reason.EXCEPTION_NAME, name, nameEnd);
        return true;
    }
}
