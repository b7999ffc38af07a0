package spillway.codec.heroku;

import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;

/**
 * Tells names of exceptions from other words: {@code NoMethodError: undefined method}, {@code
 * java.lang.IllegalStateException: x}, {@code ActiveRecord::RecordNotFound (Couldn't find User):}.
 */
final class ExceptionName {
    private static final byte[] CLOSED = Octets.of("): ");
    private static final byte[] CODE_CLOSED = Octets.of("]: ");
    private static final byte[] ERROR = Octets.of("Error");
    private static final byte[] EXCEPTION = Octets.of("Exception");
    private static final byte[] WARNING = Octets.of("Warning");
    private static final byte[] REJECTION = Octets.of("UnhandledPromiseRejectionWarning");
    private static final byte[] OUT_OF_MEMORY = Octets.of("OutOfMemoryError");
    private static final byte[] SIGNAL = Octets.of("SignalException");
    private static final byte[] INTERRUPT = Octets.of("KeyboardInterrupt");
    private static final byte[] BROKEN = Octets.of("Broken");
    private static final byte[] EXIT = Octets.of("SystemExit");

    /** Python's exceptions that do not call themselves so. */
    private static final byte[][] PYTHON = {
        Octets.of("StopIteration"), Octets.of("StopAsyncIteration"), Octets.of("GeneratorExit")
    };

    /** What the names of exceptions end in that do not call themselves so; only after a module or package. */
    private static final byte[][] ENDINGS = {
        Octets.of("Fault"),
        Octets.of("Failure"),
        Octets.of("Failed"),
        Octets.of("NotFound"),
        Octets.of("Timeout"),
        Octets.of("Violation"),
        Octets.of("Invalid"),
        Octets.of("Denied"),
        Octets.of("Refused"),
        Octets.of("Unauthorized"),
        Octets.of("Forbidden"),
        Octets.of("Missing"),
        Octets.of("Closed"),
        Octets.of("Expired"),
        Octets.of("Conflict"),
        Octets.of("DoesNotExist"),
        Octets.of("Unavailable"),
        Octets.of("Deadlocked"),
        Octets.of("NotUnique"),
        Octets.of("Destroyed"),
        Octets.of("Exceeded"),
        Octets.of("Bad"),
        Octets.of("Terminated"),
        Octets.of("Overflow"),
        Octets.of("Abort"),
        Octets.of("Aborted"),
        Octets.of("Undefined"),
        Octets.of("TooLarge"),
        Octets.of("TransactionRollback"),
        Octets.of("ConnectionBad"),
        Octets.of("ParameterMissing"),
        Octets.of("Disconnected"),
        Octets.of("NotPermitted"),
        Octets.of("Unreachable")
    };

    /** Modules that hold nothing but exceptions. */
    private static final byte[][] MODULES = {
        Octets.of("Errno::"), Octets.of("PG::"), Octets.of("psycopg2.errors."), Octets.of("Mysql2::"),
    };

    /** What Python's modules of exceptions are called. */
    private static final byte[][] PARENTS = {
        Octets.of("exceptions."), Octets.of("errors."), Octets.of(".exc."), Octets.of("errorfactory.")
    };

    private ExceptionName() {}

    /** Where a name that starts here ends: letters, digits, {@code _ $}, and {@code . ::} between them. */
    static int end(byte[] octets, int start, int end) {
        int at = start;
        while (at < end) {
            byte octet = octets[at];
            if (Octets.isLetterOrDigit(octet) || octet == '_' || octet == '$') {
                at++;
            } else if ((octet == '.' || octet == '\\')
                    && at + 1 < end
                    && (Octets.isLetter(octets[at + 1]) || octets[at + 1] == '_')) {
                at++;
            } else if (octet == ':' && at + 2 < end && octets[at + 1] == ':' && Octets.isLetter(octets[at + 2])) {
                at += 2;
            } else {
                return at;
            }
        }
        return at;
    }

    /** Whether an exception is told here; then {@code into} has it. */
    static boolean read(byte[] octets, int start, int end, Meaning into) {
        return read(octets, start, start, end, into);
    }

    /** The same, where the octets before {@code known} are known to be letters. */
    static boolean read(byte[] octets, int start, int known, int end, Meaning into) {
        int nameEnd = end(octets, known, end);
        boolean inParentheses = nameEnd + 1 < end && octets[nameEnd] == ' ' && octets[nameEnd + 1] == '(';
        if (!inParentheses && !told(octets, nameEnd, end)) {
            return false;
        }
        Severity severity = severity(octets, start, nameEnd);
        if (severity == null) {
            severity = ofPython(octets, start, nameEnd, end);
        }
        if (severity == null
                || (inParentheses && !told(octets, nameEnd, end))) { // the whole line is looked at for its end
            return false;
        }
        into.found(severity, Reason.EXCEPTION_NAME, start, nameEnd);
        into.startsEvent = true;
        return true;
    }

    /** After the name of an exception that was raised stands its message, in one of a few forms, or nothing. */
    private static boolean told(byte[] octets, int at, int end) {
        if (at >= end) {
            return true;
        }
        int next = at + 1 < end ? octets[at + 1] : ' ';
        return switch (octets[at]) {
            case ':' -> (next == ' ' || next == '\t') && !isNothing(octets, at + 2, end);
            case '[' -> Octets.contains(octets, at, Math.min(end, at + 40), CODE_CLOSED);
            case ' ' ->
                next == '['
                        || next == '-'
                        || (next == '{' && at + 3 < end) // as Haskell and Rust show it; alone it opens an object
                        || (next == '('
                                && (closes(octets, end)
                                        || Octets.contains(octets, at, end, CLOSED)
                                        || RailsLine.isOpen(octets, at, end)));
            default -> false;
        };
    }

    /** Whether by its form it may be a name and its message, as any class may be called that is raised. */
    static boolean mayBe(byte[] octets, int start, int end) {
        int at = end(octets, start, end);
        if (at == start || Octets.isDigit(octets[start])) {
            return false;
        }
        int last = lastSegment(octets, start, at);
        boolean named = last < at && (Octets.isUpper(octets[last]) || (last > start && octets[last - 1] == '$'));
        return named && (at == end || (octets[at] == ':' && (at + 1 == end || octets[at + 1] == ' ')));
    }

    /** {@code com.example.shop.CardDeclined: 4111}: at least two packages. */
    static boolean isOfPackage(byte[] octets, int start, int end) {
        int dots = 0;
        for (int at = start; at < end && octets[at] != ':'; at++) {
            dots += octets[at] == '.' ? 1 : 0;
        }
        return dots > 1;
    }

    private static boolean closes(byte[] octets, int end) {
        return octets[end - 1] == ')' || (octets[end - 1] == ':' && octets[end - 2] == ')');
    }

    /** {@code 0}, {@code none}, {@code null}: a count or a value, and nothing went wrong. */
    static boolean isNothing(byte[] octets, int start, int end) {
        int at = Octets.afterBlanks(octets, start, end);
        int wordEnd = at;
        while (wordEnd < end && (Octets.isLetterOrDigit(octets[wordEnd]) || octets[wordEnd] == '.')) {
            wordEnd++;
        }
        if (wordEnd > at && octets[at] == '0' && Octets.afterDigits(octets, at, end) == wordEnd) {
            return wordEnd == at + 1;
        }
        if (wordEnd != end) {
            return false;
        }
        return switch (end - at) {
            case 3 -> (octets[at] == 'n' && octets[end - 1] == 'l') || (octets[at] == '0' && octets[at + 1] == '.');
            case 4 -> (octets[at] | 0x20) == 'n' && (octets[end - 1] == 'e' || octets[end - 1] == 'l');
            case 5 -> octets[at] == 'f' && octets[end - 1] == 'e';
            case 9 -> octets[at] == 'u' && octets[end - 1] == 'd';
            default -> false;
        };
    }

    /** What ends a Python program without being called an error; a status as the dyno manager's are judged. */
    private static @Nullable Severity ofPython(byte[] octets, int start, int end, int lineEnd) {
        if (Octets.is(octets, start, end, INTERRUPT)) {
            return Severity.NOTICE;
        }
        if (Octets.is(octets, start, end, EXIT)) {
            return end == lineEnd ? Severity.NOTICE : ofStatus(Octets.number(octets, end + 2, lineEnd));
        }
        for (byte[] name : PYTHON) {
            if (Octets.is(octets, start, end, name)) {
                return Severity.ERROR;
            }
        }
        return null;
    }

    /** -1 if the program said in words why it ends. */
    private static Severity ofStatus(int status) {
        return status == 0 || DynoLine.isSignal(status) ? Severity.NOTICE : Severity.ERROR;
    }

    static @Nullable Severity severity(byte[] octets, int start, int end) {
        int last = lastSegment(octets, start, end);
        last += last < end && octets[last] == '_' ? 1 : 0; // grpc._channel._InactiveRpcError
        if (last >= end || !Octets.isUpper(octets[last])) {
            return null;
        }
        if (Octets.endsWith(octets, last, end, ERROR)) {
            return Octets.is(octets, last, end, OUT_OF_MEMORY) ? Severity.CRITICAL : Severity.ERROR;
        }
        if (Octets.endsWith(octets, last, end, EXCEPTION)) {
            return Octets.is(octets, last, end, SIGNAL) ? Severity.NOTICE : Severity.ERROR;
        }
        if (Octets.endsWith(octets, last, end, WARNING) && end - last > WARNING.length) {
            return Octets.is(octets, last, end, REJECTION) ? Severity.ERROR : Severity.WARNING;
        }
        boolean level = Levels.of(octets, last, end) != Levels.NONE; // errors.INFO: as Monolog prints a channel
        return last > start && !level && isQualified(octets, start, last, end) ? Severity.ERROR : null;
    }

    private static boolean isQualified(byte[] octets, int start, int last, int end) {
        for (byte[] parent : PARENTS) {
            if (Octets.endsWith(octets, start, last, parent)) {
                return true;
            }
        }
        for (byte[] module : MODULES) {
            if (Octets.startsWith(octets, start, end, module)) {
                return true;
            }
        }
        if (Octets.startsWith(octets, last, end, BROKEN)) {
            return true;
        }
        for (byte[] ending : ENDINGS) {
            if (Octets.endsWith(octets, last, end, ending)) {
                return true;
            }
        }
        return false;
    }

    private static int lastSegment(byte[] octets, int start, int end) {
        int at = end;
        while (at > start
                && octets[at - 1] != '.'
                && octets[at - 1] != ':'
                && octets[at - 1] != '$'
                && octets[at - 1] != '\\') {
            at--;
        }
        return at;
    }
}
