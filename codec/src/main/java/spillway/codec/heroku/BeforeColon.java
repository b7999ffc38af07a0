package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/**
 * Finds what went wrong where it is told before a colon, and why after it.
 *
 * <pre>{@code
 *   No mail sent Error: timeout       query failed: SELECT 1       puma: cluster w invoked oom-killer: gfp_mask=0xcc0
 * }</pre>
 */
final class BeforeColon {
    private static final byte[] ERROR = Octets.of("Error");
    private static final byte[] EXCEPTION = Octets.of("Exception");
    private static final byte[] FAILED = Octets.of("failed");
    private static final byte[] FAILED_FIRST = Octets.of("Failed");
    private static final byte[] FAILED_SHOUTED = Octets.of("FAILED");
    private static final byte[] ERRORED = Octets.of("errored");
    private static final byte[] WITH_ERROR = Octets.of(" with error");
    private static final byte[] FAILED_AND_ERROR = Octets.of(" failed, error");
    private static final byte[] OOM_KILLER = Octets.of(" invoked oom-killer");
    private static final byte[] RAISED = Octets.of(" exception raised while ");
    private static final byte[] MODULE = Octets.of("::");
    private static final byte[] LOGIN = Octets.of("ogin ");

    /** So far into a line such a colon is looked for. */
    private static final int WITHIN = 128;

    private BeforeColon() {}

    /** Whether a failure is told so; then {@code into} has it. */
    static boolean read(byte[] octets, int start, int end, Meaning into) {
        int until = Math.min(end, start + WITHIN);
        int colon = Octets.indexOf(octets, start, until, (byte) ':');
        while (colon >= 0) {
            if (colon > start && isTold(octets, start, colon, end, into)) {
                return true;
            }
            colon = Octets.indexOf(octets, colon + 1, until, (byte) ':');
        }
        return false;
    }

    private static boolean isTold(byte[] octets, int start, int colon, int end, Meaning into) {
        return switch (octets[colon - 1]) {
            case 'n' -> Octets.endsWith(octets, start, colon, EXCEPTION) && named(octets, start, colon, end, into);
            case 'r' ->
                (Octets.endsWith(octets, start, colon, ERROR) && named(octets, start, colon, end, into))
                        || withError(octets, start, colon, end, into);
            case 'd', 'D' -> failed(octets, start, colon, end, into) || ofModule(octets, start, colon, end, into);
            default -> raised(octets, colon, end, into) || ofModule(octets, start, colon, end, into);
        };
    }

    private static boolean named(byte[] octets, int start, int colon, int end, Meaning into) {
        return ExceptionName.read(octets, wordStart(octets, start, colon), end, into);
    }

    /** {@code Notifier errored: ActiveRecord::ConnectionNotEstablished: no server}: a name with its module. */
    private static boolean ofModule(byte[] octets, int start, int colon, int end, Meaning into) {
        if (colon + 1 >= end || octets[colon + 1] != ' ' || !Octets.isLetter(octets[colon - 1])) {
            return false;
        }
        int name = wordStart(octets, start, colon);
        return Octets.contains(octets, name, colon, MODULE) && ExceptionName.read(octets, name, end, into);
    }

    private static boolean withError(byte[] octets, int start, int colon, int end, Meaning into) {
        if (Octets.endsWith(octets, start, colon, OOM_KILLER)) {
            into.found(Severity.CRITICAL, Reason.PHRASE, colon - OOM_KILLER.length + 1, colon);
            return true;
        }
        int verb = colon - WITH_ERROR.length;
        boolean told = (Octets.endsWith(octets, start, colon, WITH_ERROR)
                        && verb > start
                        && octets[verb - 1] != 'g') // responding with error: it tells a visitor so
                || Octets.endsWith(octets, start, colon, FAILED_AND_ERROR);
        if (!told || !isReason(octets, colon + 1, end)) {
            return false;
        }
        into.found(Severity.ERROR, Reason.PHRASE, wordStart(octets, start, colon), colon);
        return true;
    }

    /** {@code query failed: SELECT 1}; not {@code failed: 0}, nor a visitor's {@code Login failed: wrong password}. */
    private static boolean failed(byte[] octets, int start, int colon, int end, Meaning into) {
        int word = wordStart(octets, start, colon);
        boolean failed = Octets.is(octets, word, colon, FAILED)
                || Octets.is(octets, word, colon, ERRORED)
                || Octets.is(octets, word, colon, FAILED_SHOUTED)
                || Octets.is(octets, word, colon, FAILED_FIRST);
        if (!failed || !isReason(octets, colon + 1, end) || Octets.endsWith(octets, start, word, LOGIN)) {
            return false;
        }
        if (octets[word] == 'f' && isCounted(octets, start, word)) {
            return false;
        }
        into.found(Severity.ERROR, Reason.PHRASE, word, colon);
        return true;
    }

    /** {@code failed: x} at the beginning, {@code 3 passed, failed: x}, {@code 0 failed: x}; not {@code job 1230 failed: x}. */
    private static boolean isCounted(byte[] octets, int start, int word) {
        if (word < start + 2 || octets[word - 2] == ',') {
            return true;
        }
        return octets[word - 2] == '0' && (word < start + 3 || !Octets.isDigit(octets[word - 3]));
    }

    /** Text, and not a number, a list or {@code none}. */
    private static boolean isReason(byte[] octets, int from, int end) {
        int at = Octets.afterBlanks(octets, from, end);
        if (at == from || at >= end || ExceptionName.isNothing(octets, at, end)) {
            return false;
        }
        int wordEnd = Octets.afterLetters(octets, at, end);
        boolean alone = wordEnd > at && (wordEnd == end || octets[wordEnd] == ',' || octets[wordEnd] == '}');
        if (alone && isValue(octets, at, wordEnd)) {
            return false;
        }
        byte first = octets[at];
        return Octets.isLetter(first) || first == '"' || first == '\'' || first == '#' || first == '.' || first == '/';
    }

    private static boolean isValue(byte[] octets, int start, int end) {
        return ExceptionName.isNothing(octets, start, end) || Levels.word(octets, start, end) == Levels.STOP;
    }

    /** Redis Queue: {@code job 5cd6: exception raised while executing (app.sync)}. */
    private static boolean raised(byte[] octets, int colon, int end, Meaning into) {
        if (!Octets.startsWith(octets, colon + 1, end, RAISED)) {
            return false;
        }
        into.found(Severity.ERROR, Reason.PHRASE, colon + 2, colon + RAISED.length);
        return true;
    }

    private static int wordStart(byte[] octets, int start, int end) {
        int at = end;
        while (at > start && octets[at - 1] != ' ' && octets[at - 1] != '\t') {
            at--;
        }
        return at;
    }
}
