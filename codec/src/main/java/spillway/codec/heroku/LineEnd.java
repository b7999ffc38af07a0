package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Finds failures that show at the end of a line: by its last octet, so that few of them are looked for. */
final class LineEnd {
    private static final byte[] REQUIRED = Octets.of("' not found (required by ");
    private static final byte[] RAISED = Octets.of("\" raised an exception");
    private static final byte[] SLOW = Octets.of("SLOW SQL >= ");
    private static final byte[] NOT_FOUND = Octets.of(": not found");
    private static final byte[] COMMAND_NOT_FOUND = Octets.of("command not found");
    private static final byte[] LINE = Octets.of(" line ");
    private static final byte[] UNINITIALIZED = Octets.of("Use of uninitialized");
    private static final byte[] RUBY_ITSELF = Octets.of("ruby: ");
    private static final byte[] RUBY = Octets.of(".rb:");
    private static final byte[] MODULE = Octets.of("::");
    private static final byte[] FAIL = Octets.of(" FAIL");
    private static final byte[] LEADER = Octets.of(" ....");
    private static final byte[] IN_METHOD = Octets.of(":in ");
    private static final byte[] ABORTED = Octets.of(" aborted!");
    private static final byte[] IN = Octets.of("In ");
    private static final byte[] PHP_LINE = Octets.of(".php line ");
    private static final byte[] TASK = Octets.of("> Task ");
    private static final byte[] DOTS = Octets.of(" ... ");
    private static final byte[] FAILED = Octets.of(" FAILED");
    private static final byte[] ERROR = Octets.of(" ERROR");
    private static final byte[] QUOTED_FAILED = Octets.of("\" failed");
    private static final byte[] PM2_ERRORED = Octets.of(". \"errored\"");
    private static final byte[] PROCESS = Octets.of("Process ");
    private static final byte[] NOT_HELD = Octets.of("' failed.");
    private static final byte[] ASSERTION = Octets.of("Assertion `");
    private static final byte[] MAGICK = Octets.of(" @ ");

    private static final byte[][] EXITS = {
        Octets.of("exit code "),
        Octets.of("exit status "),
        Octets.of("exited with "),
        Octets.of("exited with code "),
        Octets.of("exited with status "),
        Octets.of("returned with error code ")
    };

    /** What sentences end in, of which the rest is a dependency's or a job's. */
    private static final byte[][] SENTENCES = {
        Octets.of(" version solving failed."),
        Octets.of(" version solving has failed."),
        Octets.of("found an unhandled exception, quitting...")
    };

    private LineEnd() {}

    static void read(Header header, boolean colon) {
        byte[] octets = header.octets;
        int end = header.end;
        switch (octets[end - 1]) {
            case 'L' -> {
                laravel(header);
                capitals(header, FAIL);
            }
            case 'D' -> capitals(header, FAILED);
            case 'R' -> capitals(header, ERROR);
            case '.' -> sentence(header);
            case 'd' -> {
                if (colon) {
                    shell(header);
                }
                ends(header, QUOTED_FAILED);
            }
            case ')' -> {
                ruby(header);
                loader(header);
            }
            case 's' -> slow(header);
            case 'n' -> ends(header, RAISED);
            case '!' -> ends(header, ABORTED);
            case ':' -> announced(header);
            case '"' -> ends(header, PM2_ERRORED);
            case '{' -> named(header, end - 2);
            case ' ' -> {
                if (header.indent > 1) {
                    named(header, end - 1);
                }
            }
            default -> {
                if (Octets.isDigit(octets[end - 1])) {
                    NodePlace.read(header);
                    exit(header, end);
                }
            }
        }
    }

    /** {@code > Task :compileKotlin FAILED}, {@code test_x (tests.X) ... FAILED}. */
    private static void capitals(Header header, byte[] word) {
        byte[] octets = header.octets;
        int end = header.end;
        if (Octets.endsWith(octets, header.start, end, word)
                && (Octets.startsWith(octets, header.start, end, TASK)
                        || Octets.contains(octets, header.start, end, DOTS))) {
            header.into.found(Severity.ERROR, Reason.PHRASE, end - word.length + 1, end);
        }
    }

    private static void sentence(Header header) {
        byte[] octets = header.octets;
        int end = header.end;
        if (Octets.endsWith(octets, header.start, end, NOT_HELD)) {
            int assertion = Octets.indexOf(octets, header.start, end, ASSERTION);
            if (assertion >= 0) {
                header.into.found(Severity.CRITICAL, Reason.PHRASE, assertion, end);
            }
        } else if (octets[end - 2] == 'd' || octets[end - 2] == '.') {
            for (byte[] words : SENTENCES) {
                ends(header, words);
            }
        } else if (Octets.isDigit(octets[end - 2])) {
            perl(header);
            imageMagick(header);
            exit(header, end - 1);
        }
    }

    /** {@code convert: no such file @ error/blob.c/OpenBlob/2924.} */
    private static void imageMagick(Header header) {
        byte[] octets = header.octets;
        int mark = Octets.indexOf(octets, header.start, header.end, MAGICK);
        int word = mark + MAGICK.length;
        int wordEnd = mark < 0 ? 0 : Octets.afterLetters(octets, word, header.end);
        int code = mark < 0 || octets[wordEnd] != '/' ? Levels.NONE : Levels.of(octets, word, wordEnd);
        if (code != Levels.NONE) {
            header.into.found(Levels.severity(code), Reason.PHRASE, word, wordEnd);
        }
    }

    /** {@code postinstall returned with error code 1}; a status as the dyno manager's are judged. */
    private static void exit(Header header, int digitsEnd) {
        byte[] octets = header.octets;
        int digits = Octets.beforeDigits(octets, header.start, digitsEnd);
        int status = Octets.number(octets, digits, digitsEnd);
        if (status < 1 || status > 255 || DynoLine.isSignal(status)) {
            return;
        }
        for (byte[] words : EXITS) {
            if (Octets.endsWith(octets, header.start + 1, digits, words)) { // alone: of a program that go ran
                header.into.found(Severity.ERROR, Reason.PHRASE, digits - words.length, digitsEnd);
                return;
            }
        }
    }

    private static void announced(Header header) {
        byte[] octets = header.octets;
        int end = header.end;
        boolean process = Octets.startsWith(octets, header.start, end, PROCESS)
                && Octets.isDigit(octets[end - 2])
                && Octets.isUpper(octets[header.start + PROCESS.length])
                && Octets.indexOf(octets, header.start, end, (byte) '-') > 0
                && Octets.indexOf(octets, header.start + PROCESS.length, end, (byte) ' ') < 0;
        if (process) {
            header.into.found(Severity.ERROR, Reason.STACK_TRACE, header.start, end);
            header.into.startsEvent = true;
        } else {
            symfony(header);
        }
    }

    /** {@code    Illuminate\Database\QueryException }, or {@code AxiosError} and an opening brace: an exception's name alone. */
    private static void named(Header header, int nameEnd) {
        int start = header.start + header.indent;
        Severity severity = ExceptionName.end(header.octets, start, header.end) == nameEnd
                ? ExceptionName.severity(header.octets, start, nameEnd)
                : null;
        if (severity != null) {
            header.into.found(severity, Reason.EXCEPTION_NAME, start, nameEnd);
            header.into.startsEvent = true;
        }
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
        int digits = Octets.beforeDigits(octets, start, end - 1);
        int line = digits - LINE.length;
        if (digits == end - 1 || line <= start || !Octets.startsWith(octets, line, end, LINE)) {
            return;
        }
        boolean warned = Octets.startsWith(octets, start, end, UNINITIALIZED);
        into.found(warned ? Severity.WARNING : Severity.ERROR, Reason.PHRASE, line + 1, end - 1);
    }

    /** {@code node: /lib/libc.so.6: version `GLIBC_2.34' not found (required by node)}. */
    private static void loader(Header header) {
        byte[] octets = header.octets;
        int required = header.into.inferred() ? -1 : Octets.indexOf(octets, header.start, header.end, REQUIRED);
        if (required >= 0) {
            header.into.found(Severity.ERROR, Reason.PHRASE, required + 2, required + REQUIRED.length);
        }
    }

    /** {@code 2024/05/14 09:21:10 /app/store/order.go:77 SLOW SQL >= 200ms}, as gorm prints it. */
    private static void slow(Header header) {
        int slow = Octets.indexOf(header.octets, header.start, header.end, SLOW);
        if (slow >= 0) {
            header.into.found(Severity.WARNING, Reason.PHRASE, slow, slow + SLOW.length - 4);
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
        ends(header, COMMAND_NOT_FOUND);
        ends(header, NOT_FOUND);
    }

    private static void ends(Header header, byte[] words) {
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
                || Octets.startsWith(octets, start, end, RUBY_ITSELF)
                || Octets.contains(octets, start, until, RUBY)
                || Octets.contains(octets, start, until, IN_METHOD)) {
            header.into.found(severity, Reason.EXCEPTION_NAME, open, end - 1);
            header.into.startsEvent = true;
        }
    }
}
