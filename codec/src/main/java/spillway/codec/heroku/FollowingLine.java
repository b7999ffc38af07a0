package spillway.codec.heroku;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines that belong to a failure only when they follow one: Go's functions, Elixir's state, Postgres' details, Node's
 * version, Rake's tasks.
 */
final class FollowingLine {
    /**
     * How such a line begins.
     *
     * @param within what else stands in it, or nothing
     * @param whole whether it says nothing else
     */
    private record Opening(byte[] words, byte[] within, boolean whole) {}

    private static final byte[] NOTHING = {};
    private static final String[] ELIXIR = {
        "** ",
        "Last message",
        "State: ",
        "Function: ",
        "Args: ",
        "Extra info",
        "Initial Call: ",
        "Ancestors: ",
        "Client #PID<",
        "Server: ",
        "Request: ",
        "Start Call: ",
        "Origin of the request: ",
        "You can generate one by calling",
        "For example: "
    };
    private static final String[] POSTGRES = {
        "LINE ",
        "DETAIL: ",
        "HINT: ",
        "CONTEXT: ",
        "STATEMENT: ",
        "Command was: ",
        "ClientConnectionId:",
        "Error Number:"
    };

    /** Flyway, in columns and in sentences. */
    private static final String[] MIGRATIONS = {
        "SQL State  : ",
        "Location   : ",
        "Line       : ",
        "Statement  : ",
        "Migration checksum mismatch",
        "Detected applied migration",
        "Detected failed migration",
        "Detected resolved migration",
        "-> Applied to database",
        "-> Resolved locally",
        "Either revert the changes"
    };

    private static final String[] NODE = {
        "Node.js v",
        "Require stack:",
        "- /",
        "Emitted '",
        "(Use `node ",
        "TROUBLESHOOTING: ",
        "Bun v",
        "oh no: Bun has crashed",
        "Please make sure your database server is running",
        "You may need an ",
        "This can impact web performance"
    };
    private static final String[] RUBY = {
        "Tasks: TOP",
        "(See full trace",
        "Did you mean?",
        "Gem Load Error is: ",
        "Backtrace for ",
        "[NOTE]",
        "c:0",
        "Information for",
        "Install missing gem executables"
    };
    private static final String[] PYTHON = {
        "[SQL: ",
        "[parameters: ",
        "(Background on this error at",
        "For further information visit",
        "Current thread 0x",
        "Thread 0x",
        "CUDA kernel errors might",
        "For debugging consider passing",
        "Compile with `TORCH",
        "Trying again in ",
        "The message has been ignored",
        "Did you remember to ",
        "Or maybe you're using ",
        "The full contents of the message ",
        "Try using .",
        "See the caveats "
    };
    private static final String[] JVM = {
        "Dumping heap to ",
        "Heap dump file created",
        "Full report at:",
        "* What went wrong:",
        "* Where:",
        "* Try:",
        "* Exception is:",
        "* Get more help at ",
        "> Run with "
    };
    private static final String[] NATIVE = {
        "exit status ",
        "panic(",
        "Caused by:",
        "Backtrace omitted",
        "Backtrace:",
        "Stack:",
        "note: ",
        "help: ",
        "hint: ",
        "Write at 0x",
        "Read at 0x",
        "Previous write at 0x",
        "Previous read at 0x",
        "PC: @ ",
        "invoked from within",
        "(procedure \"",
        "(file \"",
        "PC=0x",
        "Message:  ",
        "Location: "
    };

    /** What gin and others dump of the request that panicked. */
    private static final String[] REQUEST = {
        "Host: ",
        "Accept: ",
        "Accept-",
        "Authorization: ",
        "Cache-Control: ",
        "Connection: ",
        "Content-Length: ",
        "Content-Type: ",
        "Cookie: ",
        "Origin: ",
        "Referer: ",
        "User-Agent: ",
        "Via: ",
        "X-Forwarded-",
        "X-Request-"
    };

    /** Lines that say nothing else. */
    private static final String[] WHOLE = {"Causes:", "Description:", "Action:", "Location:", "Execution halted", ">"};

    /** How a line begins, and what stands in it besides: by the beginning alone it might say anything. */
    private static final String[][] BEGINNING_AND_WITHIN = {
        {"Goroutine ", " created at:"},
        {"Calls: ", " -> "},
        {"Raised ", " file \""},
        {"Re-raised at ", " file \""},
        {"Called from ", " file \""},
        {"Repeat ", " times:"},
        {"Execution of ", " aborted due to "},
        {"The `", "` migration started at "},
        {" - using ", ":\t"},
        {"ruby ", " revision "},
        {"-- ", " ------"}
    };

    private static final Opening[] NONE = {};
    private static final Opening[][] BY_FIRST = new Opening[128][];

    static {
        List<Opening> all = new ArrayList<>();
        Stream.of(ELIXIR, POSTGRES, MIGRATIONS, NODE, RUBY, PYTHON, JVM, NATIVE, REQUEST)
                .flatMap(Arrays::stream)
                .forEach(words -> all.add(new Opening(Octets.of(words), NOTHING, false)));
        for (String words : WHOLE) {
            all.add(new Opening(Octets.of(words), NOTHING, true));
        }
        for (String[] words : BEGINNING_AND_WITHIN) {
            all.add(new Opening(Octets.of(words[0]), Octets.of(words[1]), false));
        }
        for (int i = 0; i < BY_FIRST.length; i++) {
            int first = i;
            Opening[] openings =
                    all.stream().filter(opening -> opening.words[0] == first).toArray(Opening[]::new);
            BY_FIRST[i] = openings.length == 0 ? NONE : openings;
        }
    }

    /** What tells of a failure itself, and yet is told of the one before. */
    private static final byte[][] THOUGH_IT_TELLS = {
        Octets.of("[previous exception]"),
        Octets.of("BEGIN failed--"),
        Octets.of("Compilation failed in require"),
        Octets.of("Wrapped by: "),
        Octets.of("Information for: "),
        Octets.of("Information for cause: "),
        Octets.of("Error Code : "),
        Octets.of("Message    : "),
        Octets.of("Error in process <"),
        Octets.of("RuntimeWarning: Enable tracemalloc "),
        Octets.of("ResourceWarning: Enable tracemalloc "),
        Octets.of("tar: Error is not recoverable"),
        Octets.of("fatal runtime error: "),
        Octets.of("runtime error: ")
    };

    /** Ruby's second line of a constant that was defined twice. */
    private static final byte[] PREVIOUS = Octets.of(" previous definition of ");

    private static final byte[] WAS_HERE = Octets.of(" was here");

    /** PHP's exception that was thrown before: {@code Next PDOException: gone in /app/x.php:3}. */
    private static final byte[] NEXT = Octets.of("Next ");

    private static final byte[] MESSAGE = Octets.of("Message: ");
    private static final byte[] ARGUMENTS = Octets.of("Arguments: ");

    private FollowingLine() {}

    static boolean is(byte[] octets, int start, int end) {
        if (start >= end || isKnown(octets, start, end)) {
            return true;
        }
        return switch (octets[start]) {
            case ' ' ->
                FollowingForm.isMember(octets, start + 1, end)
                        || FollowingForm.isAddress(octets, start + 1, end)
                        || FollowingForm.isRule(octets, start, end);
            case '[', 0x1b -> FollowingForm.isRows(octets, start, end);
            default -> FollowingForm.is(octets, start, end);
        };
    }

    static boolean isThoughItTells(byte[] octets, int start, int end, Meaning meaning) {
        if (Octets.startsWithAny(octets, start, end, THOUGH_IT_TELLS)) {
            return true;
        }
        if (meaning.reason == Reason.LEVEL_WORD) {
            return Octets.endsWith(octets, start, end, WAS_HERE)
                    && Octets.contains(octets, meaning.reasonEnd, end, PREVIOUS);
        }
        return meaning.reason == Reason.EXCEPTION_NAME
                && meaning.reasonStart == start + NEXT.length
                && Octets.startsWith(octets, start, end, NEXT);
    }

    /** What Python's logging says of the message that it could not print, after the frames. */
    static boolean isAfterFrames(byte[] octets, int start, int end) {
        return Octets.startsWith(octets, start, end, MESSAGE) || Octets.startsWith(octets, start, end, ARGUMENTS);
    }

    private static boolean isKnown(byte[] octets, int start, int end) {
        for (Opening opening : BY_FIRST[octets[start] & 0x7f]) {
            if (Octets.startsWith(octets, start, end, opening.words)
                    && (!opening.whole || end - start == opening.words.length)
                    && (opening.within.length == 0 || Octets.contains(octets, start, end, opening.within))) {
                return true;
            }
        }
        return false;
    }
}
