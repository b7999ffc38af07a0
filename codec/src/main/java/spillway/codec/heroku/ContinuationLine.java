package spillway.codec.heroku;

import java.util.Arrays;

/** Tells from the form of a line alone whether it continues the event before it: stack frames, causes, lone braces. */
final class ContinuationLine {
    private static final byte[] AT = Octets.of("at ");
    private static final byte[] FILE = Octets.of("File \"");
    private static final byte[] FROM = Octets.of("from ");
    private static final byte[] IN = Octets.of(":in ");
    private static final byte[] MORE = Octets.of("... ");
    private static final byte[] ARROW = Octets.of("---> ");
    private static final byte[] RUSTC = Octets.of(" --> ");
    private static final byte[] RUBY = Octets.of(".rb:");
    private static final byte[] ERB = Octets.of(".erb:");
    private static final byte[] RAKE_FILE = Octets.of(".rake:");
    private static final byte[] RAKE = Octets.of("Rakefile:");
    private static final byte[] ELIXIR = Octets.of(".ex:");
    private static final byte[] ELIXIR_SCRIPT = Octets.of(".exs:");
    private static final byte[] ERLANG = Octets.of(".erl:");
    private static final byte[] LUA = Octets.of(".lua:");
    private static final byte[] IN_CHUNK = Octets.of(": in ");
    private static final byte[] LUA_C = Octets.of("[C]: in ");
    private static final byte ESCAPE = 0x1b;
    private static final byte[] GO = Octets.of(".go:");
    private static final byte[] PATH_SEPARATOR = Octets.of("::");
    private static final byte[] MAIN_END = Octets.of("{main}");
    private static final byte[] GOROUTINE = Octets.of("goroutine ");
    private static final byte[] PHP_FRAME = Octets.of("PHP  ");

    private static final byte[][] ANYWHERE = {
        Octets.of("Caused by: "),
        Octets.of("Suppressed: "),
        Octets.of("thrown in "),
        Octets.of("Stack trace:"),
        Octets.of("Stack Trace:"),
        Octets.of("stack traceback:"),
        Octets.of("CallStack (from HasCallStack)"),
        Octets.of("<asynchronous suspension>"),
        Octets.of("PHP Stack trace:"),
        Octets.of("stack backtrace:"),
        Octets.of("note: run with `RUST_BACKTRACE"),
        Octets.of("note: Some details are omitted"),
        Octets.of("During handling of the above exception"),
        Octets.of("The above exception was the direct cause"),
        Octets.of("--- End of stack trace"),
        Octets.of("--- End of inner exception"),
        Octets.of("[stacktrace]"),
        Octets.of("Require stack:"),
        Octets.of("[Previous line repeated"),
        Octets.of("[signal SIG"),
        Octets.of("[cause]: "),
        Octets.of("created by ")
    };

    private static final byte[][][] BY_FIRST = new byte[128][][];

    /** What a line that is not indented may begin with: it rules most lines out at once. */
    private static final boolean[] MAY_CONTINUE = new boolean[256];

    static {
        for (byte first : Octets.of("CStsnDT-[Rc#g}])P/ablvf.<\"!\u001b")) {
            MAY_CONTINUE[first] = true;
        }
        for (int first = 0; first < BY_FIRST.length; first++) {
            int octet = first;
            BY_FIRST[first] =
                    Arrays.stream(ANYWHERE).filter(words -> words[0] == octet).toArray(byte[][]::new);
        }
    }

    private ContinuationLine() {}

    static Continuation of(byte[] octets, int start, int end) {
        int text = start < end && octets[start] == '[' ? Tags.after(octets, start, end) : start;
        return text == start ? untagged(octets, start, end) : tagged(octets, start, text, end);
    }

    /** Behind a tag that is no request's id, only what Rails alone prints: any program may put a name in brackets. */
    private static Continuation tagged(byte[] octets, int start, int text, int end) {
        if (RailsLine.isFrame(octets, text, end)) {
            return Continuation.CERTAIN;
        }
        if (Tags.isRequest(octets, start, end)) {
            return untagged(octets, text, end);
        }
        boolean blank = Octets.afterBlanks(octets, text, end) == end;
        return blank ? Continuation.POSSIBLE : untagged(octets, start, end);
    }

    private static Continuation untagged(byte[] octets, int start, int end) {
        int at = Octets.afterBlanks(octets, start, end);
        if (at == end) {
            return Continuation.POSSIBLE;
        }
        byte first = octets[at];
        if (at == start && !MAY_CONTINUE[first & 0xff]) {
            return Continuation.NONE;
        }
        if (first == ESCAPE && at == start) {
            return coloured(octets, Octets.afterColours(octets, start, end), end);
        }
        int textEnd = octets[end - 1] == 'm' ? beforeColours(octets, at, end) : end;
        if (isCertain(octets, start, at, textEnd)) {
            return Continuation.CERTAIN;
        }
        boolean indented = at - start > 1 || octets[start] == '\t' || Octets.startsWith(octets, start, end, RUSTC);
        return indented || isBrace(octets, at, end) ? Continuation.POSSIBLE : Continuation.NONE;
    }

    /** Node prints frames of its own and of packages in grey. */
    private static Continuation coloured(byte[] octets, int start, int end) {
        return start >= end || octets[start] == ESCAPE ? Continuation.NONE : untagged(octets, start, end);
    }

    private static int beforeColours(byte[] octets, int start, int end) {
        int at = end - 2;
        while (at > start && (Octets.isDigit(octets[at]) || octets[at] == ';')) {
            at--;
        }
        return at > start + 1 && octets[at] == '[' && octets[at - 1] == ESCAPE ? at - 1 : end;
    }

    private static boolean isCertain(byte[] octets, int start, int at, int end) {
        for (byte[] words : BY_FIRST[octets[at] & 0x7f]) {
            if (Octets.startsWith(octets, at, end, words)) {
                return true;
            }
        }
        if (at > start) {
            return isIndentedFrame(octets, at, end);
        }
        boolean marked = octets[at] == '!' && at + 2 < end && octets[at + 1] == ' '; // as Dropwizard does
        if (!marked) {
            return isFrame(octets, at, end);
        }
        int text = Octets.afterBlanks(octets, at + 1, end);
        return text < end && isCertain(octets, at, text, end);
    }

    private static boolean isIndentedFrame(byte[] octets, int at, int end) {
        return switch (octets[at]) {
            case 'a' -> Octets.startsWith(octets, at, end, AT) && isPlace(octets, at + 3, end);
            case 'F' -> Octets.startsWith(octets, at, end, FILE);
            case 'f' -> Octets.startsWith(octets, at, end, FROM) && Octets.contains(octets, at, end, IN);
            case '.' -> Octets.startsWith(octets, at, end, MORE) && at + 4 < end && Octets.isDigit(octets[at + 4]);
            case '-' -> Octets.startsWith(octets, at, end, ARROW);
            case '/' -> Octets.contains(octets, at, end, GO) || isRubyFrame(octets, at, end);
            case '#' -> isFrame(octets, at, end);
            case '[' -> Octets.startsWith(octets, at, end, LUA_C);
            default -> Octets.isDigit(octets[at]) ? isRustFrame(octets, at, end) : isElixirFrame(octets, at, end);
        };
    }

    /** A place in code: it ends in a parenthesis or a line number, or names its file. */
    private static boolean isPlace(byte[] octets, int at, int end) {
        if (at >= end || Octets.isDigit(octets[at])) {
            return false;
        }
        byte last = octets[end - 1];
        if (last == ')') {
            return Octets.indexOf(octets, at, end, (byte) '(') > at || octets[at] == '(';
        }
        if (Octets.isDigit(last)) {
            return Octets.indexOf(octets, at, end, (byte) ':') > 0 || Octets.indexOf(octets, at, end, (byte) '(') > 0;
        }
        int open = Octets.indexOf(octets, at, end, (byte) '(');
        return (open > at && octets[open - 1] != ' ') || (last == '{' && open > 0) || last == '>';
    }

    /** {@code 12: core::panicking::panic_fmt}. */
    private static boolean isRustFrame(byte[] octets, int at, int end) {
        int colon = Octets.afterDigits(octets, at, end);
        return colon + 1 < end
                && octets[colon] == ':'
                && octets[colon + 1] == ' '
                && (Octets.contains(octets, colon + 1, end, PATH_SEPARATOR)
                        || Octets.indexOf(octets, colon + 2, end, (byte) ' ') < 0);
    }

    /** {@code (phoenix 1.7.0) lib/phoenix/router.ex:12: Phoenix.Router.call/2}. */
    private static boolean isElixirFrame(byte[] octets, int at, int end) {
        int until = Math.min(end, at + 160);
        return Octets.contains(octets, at, until, ELIXIR)
                || Octets.contains(octets, at, until, ELIXIR_SCRIPT)
                || Octets.contains(octets, at, until, ERLANG)
                || isLuaFrame(octets, at, until)
                || isRubyFrame(octets, at, until);
    }

    /** {@code main.lua:12: in function 'handle'}. */
    private static boolean isLuaFrame(byte[] octets, int at, int end) {
        int place = Octets.indexOf(octets, at, end, LUA);
        return place >= 0 && Octets.contains(octets, place, end, IN_CHUNK);
    }

    private static boolean isFrame(byte[] octets, int at, int end) {
        return switch (octets[at]) {
            case '#' -> isPhpFrame(octets, at, end);
            case 'g' -> Octets.startsWith(octets, at, end, GOROUTINE) && octets[end - 1] == ':';
            case 'P' -> Octets.startsWith(octets, at, end, PHP_FRAME);
            case '/', 'a', 'b', 'l', 'c', 's', 'v', 't', 'f', '.', 'R', '<' -> isRubyFrame(octets, at, end);
            default -> false;
        };
    }

    /** {@code #0 /app/index.php(12): handle()}, {@code #3 {main}}. */
    private static boolean isPhpFrame(byte[] octets, int at, int end) {
        int space = Octets.afterDigits(octets, at + 1, end);
        if (space == at + 1 || space + 1 >= end || octets[space] != ' ') {
            return false;
        }
        return octets[space + 1] == '/'
                || octets[space + 1] == '['
                || Octets.contains(octets, space, end, MAIN_END)
                || Octets.contains(octets, space, end, PATH_SEPARATOR)
                || octets[end - 1] == ')';
    }

    /** {@code app/models/user.rb:12:in `save'}: after the method's name nothing follows but its quote. */
    static boolean isRubyFrame(byte[] octets, int at, int end) {
        byte last = octets[end - 1];
        if (last == '\'' || last == '`' || last == '>') {
            int space = Octets.indexOf(octets, at, end, (byte) ' ');
            return space > at + 4 && Octets.startsWith(octets, space - 3, end, IN) && Octets.isDigit(octets[space - 4]);
        }
        return Octets.isDigit(last)
                && Octets.indexOf(octets, at, end, (byte) ' ') < 0
                && (Octets.contains(octets, at, end, RUBY)
                        || Octets.contains(octets, at, end, ERB)
                        || Octets.contains(octets, at, end, RAKE_FILE)
                        || Octets.contains(octets, at, end, RAKE));
    }

    private static boolean isBrace(byte[] octets, int at, int end) {
        int brace = octets[at] == '"' && at + 1 < end ? at + 1 : at; // Monolog's context ends in a quoted stack trace
        return end - brace <= 3 && (octets[brace] == '}' || octets[brace] == ']' || octets[brace] == ')');
    }
}
