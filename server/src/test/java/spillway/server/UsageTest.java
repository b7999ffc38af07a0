package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told to somebody who gets a command line wrong. */
class UsageTest {
    private static final String COMMANDS = "serve, check, explain, send, dead-letters, version, help";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | command: none (expected: " + COMMANDS + ") | spillway",
                "chek                | command: chek (expected: " + COMMANDS + ") | spillway",
                "--colour            | Unknown option: '--colour' | spillway",
                "dead-letters        | command: none (expected: delete, list, replay, show) | spillway dead-letters",
                "dead-letters lst    | command: lst (expected: delete, list, replay, show) | spillway dead-letters",
                "dead-letters show   | Missing required parameter: 'ID' | spillway dead-letters show",
                "dead-letters replay | replay: none (expected: an ID, or --all) | spillway dead-letters replay",
                "dead-letters replay 1 --all | replay: an ID and --all (expected: an ID, or --all) | spillway dead-letters replay",
                "explain --drain     | Missing required parameter for option '--drain' (NAME) | spillway explain",
                "serve now           | Unmatched argument at index 1: 'now' | spillway serve",
                "send --rate fast x  | Invalid value for option '--rate': 'fast' is not a double | spillway send",
            })
    void wrongUsage_isToldInOneLine_andAnotherNamesTheHelp(String arguments, String told, String command) {
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setErr(new PrintWriter(err))
                .execute(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertEquals(
                told + System.lineSeparator() + command + " --help says more" + System.lineSeparator(), err.toString());
        assertEquals(64, code);
    }
}
