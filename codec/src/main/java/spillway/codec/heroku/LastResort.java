package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Finds failures in lines without a header and without a known beginning: they show at the line's end, or within. */
final class LastResort {
    private static final byte[] NOT_FOUND = Octets.of(": not found");
    private static final byte[] COMMAND_NOT_FOUND = Octets.of("command not found");
    private static final byte[] NO_SUCH_FILE = Octets.of("No such file or directory");
    private static final byte[] PERMISSION_DENIED = Octets.of("Permission denied");
    private static final byte[] LINE = Octets.of(" line ");
    private static final byte[] UNINITIALIZED = Octets.of("Use of uninitialized");
    private static final byte[] RUBY = Octets.of(".rb:");
    private static final byte[] COMPILER = Octets.of(": error");
    private static final byte[] FAILED = Octets.of(" failed: #<");
    private static final byte[] FAIL = Octets.of(" FAIL");
    private static final byte[] LEADER = Octets.of(" ....");
    private static final byte[] IN_METHOD = Octets.of(":in ");
    private static final byte[] ABORTED = Octets.of(" aborted!");
    private static final byte[] IN = Octets.of("In ");
    private static final byte[] PHP_LINE = Octets.of(".php line ");
    private static final byte[] CONNECTION_REFUSED = Octets.of("Connection refused");
    private static final byte[] TIMED_OUT = Octets.of("Connection timed out");

    private static final byte[][] NODE_PLACES = {
        Octets.of(".js:"),
        Octets.of(".cjs:"),
        Octets.of(".mjs:"),
        Octets.of(".ts:"),
        Octets.of("node:internal/"),
        Octets.of("node:events:")
    };

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
        if (ExceptionName.within(octets, start, end, into)) {
            return;
        }
        if (compiler(header) || job(header)) {
            return;
        }
        switch (octets[end - 1]) {
            case 'L' -> laravel(header);
            case '.' -> perl(header);
            case 'd', 'y' -> shell(header);
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
    private static boolean job(Header header) {
        int failed = Octets.indexOf(header.octets, header.start, header.end, FAILED);
        if (failed < 0) {
            return false;
        }
        header.into.found(Severity.ERROR, Reason.PHRASE, failed + 1, failed + 7);
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
        shell(header, NO_SUCH_FILE);
        shell(header, PERMISSION_DENIED);
        shell(header, CONNECTION_REFUSED);
        shell(header, TIMED_OUT);
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

    /** {@code /app/x.rb:1:in 'call': undefined method 'y' for nil (NoMethodError)}. */
    private static void ruby(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        if (!Octets.contains(octets, start, Math.min(end, start + 200), RUBY)
                && !Octets.contains(octets, start, Math.min(end, start + 200), IN_METHOD)) {
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
