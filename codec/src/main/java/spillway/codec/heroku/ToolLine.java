package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/**
 * Reads what shells, compilers and other tools print behind their name, or behind the place they speak of.
 *
 * <pre>{@code
 *   bash: line 1: PORT: unbound variable        bin/start: line 4:    23 Killed                  ./server
 *   sh: 1: rake: not found                      ./main.go:12:2: undefined: loadConfig
 *   api-exe: Prelude.head: empty list           ?: (security.W004) You have not set SECURE_HSTS_SECONDS
 *   1402365218:error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed
 * }</pre>
 */
final class ToolLine {
    private static final byte[] ERROR = Octets.of("error (at ");
    private static final byte[] ERROR_CLOSED = Octets.of("): ");
    private static final byte[] USER_ERROR = Octets.of("user error (");
    private static final byte[] LINE = Octets.of("line ");
    private static final byte[] LUA = Octets.of("lua");
    private static final byte[] LUA_FILE = Octets.of(".lua:");
    private static final byte[] SHELL = Octets.of("sh");
    private static final byte[] GO = Octets.of(".go");
    private static final byte[] OPENSSL = Octets.of("error:");

    /** What a shell says of a child that a signal ended. */
    private static final byte[][] KILLED = {
        Octets.of("Killed"),
        Octets.of("Segmentation fault"),
        Octets.of("Aborted"),
        Octets.of("Bus error"),
        Octets.of("Illegal instruction"),
        Octets.of("Floating point exception"),
        Octets.of("Trace/breakpoint trap")
    };

    /** Modules of Haskell whose functions name themselves in an error. */
    private static final byte[][] HASKELL = {
        Octets.of("Prelude."),
        Octets.of("Network.Socket."),
        Octets.of("System.IO."),
        Octets.of("Data.Map."),
        Octets.of("GHC.")
    };

    /** What Haskell's runtime throws. */
    private static final byte[][] HASKELL_RUNTIME = {
        Octets.of("<<loop>>"),
        Octets.of("Heap exhausted"),
        Octets.of("arithmetic overflow"),
        Octets.of("divide by zero"),
        Octets.of("heap overflow"),
        Octets.of("stack overflow"),
        Octets.of("thread blocked indefinitely in an MVar operation"),
        Octets.of("thread blocked indefinitely in an STM transaction")
    };

    /** Where in a script that a tool was given it found a mistake. */
    private static final byte[][] SCRIPT_PLACES = {
        Octets.of("-e expression #"), Octets.of("file "), Octets.of("cmd. line:")
    };

    private static final byte[] LINE_OF_FILE = Octets.of(" line ");

    private static final byte[][] SCRIPTED = {Octets.of("sed"), Octets.of("awk"), Octets.of("gawk"), Octets.of("mawk")};

    private ToolLine() {}

    /** Whether a tool tells a failure so; then {@code into} has it. */
    static boolean read(byte[] octets, int start, int end, Meaning into) {
        int colon = start;
        while (colon < end && octets[colon] != ':' && octets[colon] != ' ') {
            colon++;
        }
        if (colon == start || colon + 8 >= end || octets[colon] != ':') {
            return false;
        }
        byte next = octets[colon + 1];
        if (next == ' ') {
            return named(octets, start, colon, end, into);
        }
        if (Octets.isDigit(next)) {
            return Octets.endsWith(octets, start, colon, GO) && compiler(octets, colon, end, into);
        }
        return next == 'e' && openSsl(octets, start, colon, end, into);
    }

    private static boolean named(byte[] octets, int start, int colon, int end, Meaning into) {
        int from = colon + 2;
        return switch (octets[from]) {
            case 'l' ->
                Octets.startsWith(octets, from, end, LINE)
                        && (Octets.endsWith(octets, start, colon, SHELL)
                                || Octets.indexOf(octets, start, colon, (byte) '/') >= 0)
                        && shell(octets, from + LINE.length, end, into);
            case '(' -> django(octets, from + 1, end, into);
            case 'P', 'N', 'S', 'D', 'G' -> haskell(octets, from, end, into);
            case '<', 'H', 'd', 'h', 's', 't', 'u' ->
                haskellRuntime(octets, from, end, into) || lua(octets, start, from, end, into);
            case 'e' -> coded(octets, from, end, into) || lua(octets, start, from, end, into);
            default ->
                lua(octets, start, from, end, into)
                        || script(octets, start, colon, from, end, into)
                        || (Octets.isDigit(octets[from])
                                && Octets.endsWith(octets, start, colon, SHELL)
                                && shell(octets, from, end, into));
        };
    }

    /** {@code lua: app.lua:3: attempt to index a nil value}, {@code luajit: ...}. */
    private static boolean lua(byte[] octets, int start, int from, int end, Meaning into) {
        return Octets.startsWith(octets, start, end, LUA)
                && Octets.contains(octets, from, end, LUA_FILE)
                && found(Severity.ERROR, start, from, into);
    }

    /** From the number of a script's line on. */
    private static boolean shell(byte[] octets, int number, int end, Meaning into) {
        int after = Octets.afterDigits(octets, number, end);
        if (after == number || after + 2 >= end || octets[after] != ':' || octets[after + 1] != ' ') {
            return false;
        }
        int text = Octets.afterBlanks(octets, after + 1, end);
        int pid = Octets.afterDigits(octets, text, end);
        if (pid == text || pid >= end || octets[pid] != ' ') {
            return found(Severity.ERROR, number - 1, after, into);
        }
        int signal = Octets.afterBlanks(octets, pid, end);
        for (byte[] words : KILLED) {
            if (Octets.startsWith(octets, signal, end, words)) {
                return found(Severity.CRITICAL, signal, signal + words.length, into);
            }
        }
        return false; // Terminated, Hangup: as at every stop
    }

    private static boolean haskell(byte[] octets, int from, int end, Meaning into) {
        for (byte[] module : HASKELL) {
            int function = from + module.length;
            if (function < end && Octets.startsWith(octets, from, end, module)) {
                int nameEnd = ExceptionName.end(octets, from, end);
                return (nameEnd == end || octets[nameEnd] == ':') && found(Severity.ERROR, from, nameEnd, into);
            }
        }
        return false;
    }

    private static boolean haskellRuntime(byte[] octets, int from, int end, Meaning into) {
        for (byte[] words : HASKELL_RUNTIME) {
            if (Octets.is(octets, from, end, words)) {
                return found(Severity.ERROR, from, end, into);
            }
        }
        return octets[end - 1] == ')'
                && Octets.startsWith(octets, from, end, USER_ERROR)
                && found(Severity.ERROR, from, from + USER_ERROR.length - 2, into);
    }

    /** {@code jq: error (at <stdin>:1): Cannot index string}. */
    private static boolean coded(byte[] octets, int from, int end, Meaning into) {
        if (!Octets.startsWith(octets, from, end, ERROR)) {
            return false;
        }
        int text = Octets.indexOf(octets, from, end, ERROR_CLOSED) + ERROR_CLOSED.length;
        return text > from
                && text < end
                && !Octets.isDigit(octets[text])
                && !ExceptionName.isNothing(octets, text, end)
                && found(Severity.ERROR, from, from + "error".length(), into);
    }

    /** {@code sed: -e expression #1, char 3: unterminated `s' command}. */
    private static boolean script(byte[] octets, int start, int colon, int from, int end, Meaning into) {
        for (byte[] place : SCRIPT_PLACES) {
            if (Octets.startsWith(octets, from, end, place)
                    && (octets[from] != 'f' || Octets.contains(octets, from, end, LINE_OF_FILE))) {
                for (byte[] tool : SCRIPTED) {
                    if (Octets.is(octets, start, colon, tool)) {
                        return found(Severity.ERROR, from, from + place.length, into);
                    }
                }
            }
        }
        return false;
    }

    /** {@code (fields.E304) }: the letter of the check's id is its level. */
    private static boolean django(byte[] octets, int from, int end, Meaning into) {
        int dot = Octets.indexOf(octets, from, Math.min(end, from + 40), (byte) '.');
        if (dot < 0
                || dot + 6 >= end
                || octets[dot + 5] != ')'
                || Octets.afterDigits(octets, dot + 2, end) != dot + 5) {
            return false;
        }
        int code = Levels.ofLetter(octets[dot + 1]);
        return code != Levels.NONE && found(Levels.severity(code), from, dot + 5, into);
    }

    /** After {@code ./main.go}: line and column; Go's own logger prints the line only. */
    private static boolean compiler(byte[] octets, int colon, int end, Meaning into) {
        int line = Octets.afterDigits(octets, colon + 1, end);
        if (line + 1 >= end || octets[line] != ':' || !Octets.isDigit(octets[line + 1])) {
            return false;
        }
        int column = Octets.afterDigits(octets, line + 1, end);
        return column < end && octets[column] == ':' && found(Severity.ERROR, colon + 1, column, into);
    }

    /** A thread's number, {@code error}, and eight hexadecimal digits. */
    private static boolean openSsl(byte[] octets, int start, int colon, int end, Meaning into) {
        int code = colon + 1 + OPENSSL.length;
        return Octets.isLetterOrDigit(octets[start])
                && code + 8 < end
                && octets[code + 8] == ':'
                && Octets.isDigit(octets[code])
                && Octets.startsWith(octets, colon + 1, end, OPENSSL)
                && found(Severity.ERROR, colon + 1, code - 1, into);
    }

    private static boolean found(Severity severity, int start, int end, Meaning into) {
        into.found(severity, Reason.PHRASE, start, end);
        return true;
    }
}
