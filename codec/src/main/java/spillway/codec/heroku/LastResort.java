package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Finds failures in lines without a header and without a known beginning: they show at the line's end, or within. */
final class LastResort {
    private static final byte[] NOT_FOUND = Octets.of(": not found");
    private static final byte[] COMMAND_NOT_FOUND = Octets.of("command not found");
    private static final byte[] LINE = Octets.of(" line ");
    private static final byte[] UNINITIALIZED = Octets.of("Use of uninitialized");
    private static final byte[] RUBY = Octets.of(".rb:");
    private static final byte[] MODULE = Octets.of("::");
    private static final byte[] COMPILER = Octets.of(": error");
    private static final byte[] INSPECTED = Octets.of("#<");
    private static final byte[] FAILED = Octets.of(" failed: #<");
    private static final byte[] FAIL = Octets.of(" FAIL");
    private static final byte[] LEADER = Octets.of(" ....");
    private static final byte[] IN_METHOD = Octets.of(":in ");
    private static final byte[] ABORTED = Octets.of(" aborted!");
    private static final byte[] IN = Octets.of("In ");
    private static final byte[] PHP_LINE = Octets.of(".php line ");

    private static final byte[][] NODE_PLACES = {
        Octets.of(".js:"),
        Octets.of(".cjs:"),
        Octets.of(".mjs:"),
        Octets.of(".ts:"),
        Octets.of("node:internal/"),
        Octets.of("node:events:")
    };

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
        if (colon && afterColon(header)) {
            return;
        }
        switch (octets[end - 1]) {
            case 'L' -> laravel(header);
            case '.' -> perl(header);
            case 'd' -> {
                if (colon) {
                    shell(header);
                }
            }
            case ')' -> ruby(header);
            case '!' -> shell(header, ABORTED);
            case ':' -> symfony(header);
            default -> {
                if (Octets.isDigit(octets[end - 1])) {
                    node(header);
                }
            }
        }
    }

    /** Failures that are told after a colon, and so not in most lines. */
    private static boolean afterColon(Header header) {
        return ExceptionName.within(header.octets, header.start, header.end, header.into)
                || compiler(header)
                || inspected(header)
                || SystemError.read(header.octets, header.start, header.end, header.into);
    }

    /** {@code src/cart.ts(31,22): error TS2339: Property 'sku' does not exist}, {@code ext.c:12:3: error: expected ';'}. */
    private static boolean compiler(Header header) {
        byte[] octets = header.octets;
        int until = Math.min(header.end, header.start + 200);
        int error = Octets.indexOf(octets, header.start, until, COMPILER);
        if (error <= header.start) {
            return false;
        }
        byte before = octets[error - 1];
        if (before != ')' && !Octets.isDigit(before)) {
            return false;
        }
        header.into.found(Severity.ERROR, Reason.PHRASE, error + 2, error + COMPILER.length);
        return true;
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

    /** {@code 2024-06-13 10:20:09 App\Jobs\SyncCrm ................ 3s FAIL}. */
    private static void laravel(Header header) {
        byte[] octets = header.octets;
        int end = header.end;
        if (Octets.endsWith(octets, header.start, end, FAIL) && Octets.contains(octets, header.start, end, LEADER)) {
            header.into.found(Severity.ERROR, Reason.PHRASE, end - 4, end);
        }
    }

    /** {@code Died at app.pl line 3.} */
    private static void perl(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
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
    private static void node(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
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
    private static void symfony(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        if (Octets.startsWith(octets, start, end, IN) && Octets.contains(octets, start, end, PHP_LINE)) {
            into.found(Severity.ERROR, Reason.PHRASE, start, end);
        }
    }

    /** {@code bash: rake: command not found}. */
    private static void shell(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        int first = Octets.indexOf(octets, start, Math.min(end, start + 60), (byte) ' ');
        if (first <= start || octets[first - 1] != ':') {
            return;
        }
        shell(header, COMMAND_NOT_FOUND);
        shell(header, NOT_FOUND);
    }

    private static void shell(Header header, byte[] words) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        if (Octets.endsWith(octets, start, end, words)) {
            into.found(Severity.ERROR, Reason.PHRASE, end - words.length, end);
        }
    }

    /**
     * {@code /app/x.rb:1:in 'call': undefined method 'y' for nil (NoMethodError)}; without a place only a name with its module,
     * as {@code Address already in use - bind(2) (Errno::EADDRINUSE)}.
     */
    private static void ruby(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        int open = end - 1;
        while (open > start && octets[open - 1] != '(') {
            open--;
        }
        Severity severity = open == start ? null : ExceptionName.severity(octets, open, end - 1);
        if (severity == null) {
            return;
        }
        int until = Math.min(end, start + 200);
        if (Octets.contains(octets, open, end, MODULE)
                || Octets.contains(octets, start, until, RUBY)
                || Octets.contains(octets, start, until, IN_METHOD)) {
            header.into.found(severity, Reason.EXCEPTION_NAME, open, end - 1);
            header.into.startsEvent = true;
        }
    }
}
