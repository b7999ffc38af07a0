package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

/** Exceptions as Rails and rake print them: behind tags, with messages and causes of several lines. */
class RailsEventsTest {
    private static final String ID = "[aaaa484e-c5b9-4030-94e1-386019b863e4]";
    private static final String OTHER = "[bbbb484e-c5b9-4030-94e1-386019b863e4]";
    private static final String FATAL = "F, [2026-03-14T09:10:01.2 #4] FATAL -- : ";
    private static final String INFO = "I, [2026-03-14T09:10:01.2 #4]  INFO -- : ";
    private static final String HEAD = FATAL + ID + "   ";

    private final HerokuReader reader = new HerokuReader();
    private final Events events = new Events();
    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();
    private long micros;

    /** {@code %} stands for the request's tag, {@code F} and a bar for the logger's header before it. */
    private static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of("a message of two lines", Severity.CRITICAL, """
                        F|%\s\s\s
                        % ActiveRecord::ConnectionNotEstablished (connection to server at "10.0.4.7", port 5432 failed: FATAL:  the database system is starting up
                        ):
                        %\s\s\s
                        % app/a.rb:12:in `x'
                        """),
                Arguments.of("a header before each line", Severity.CRITICAL, """
                        F|%\s\s\s
                        F|% ActiveRecord::StatementInvalid (PG::UndefinedColumn: ERROR:  column "x" does not exist
                        LINE 1: SELECT x FROM carts
                                       ^
                        ):
                        F|%\s\s\s
                        F|% app/a.rb:12:in `x'
                        F|% rack (3.0.8) lib/rack/etag.rb:29:in `call'
                        """),
                Arguments.of("a header before each line, no tags", Severity.CRITICAL, """
                        F|\s\s
                        F|NoMethodError (undefined method `x' for nil):
                        F|\s\s
                        F|app/a.rb:12:in `x'
                        F|app/b.rb:13:in `y'
                        """),
                Arguments.of("no tags", Severity.CRITICAL, """
                        F|\s\s
                        Shop::CardDeclined (no funds
                        on this card):
                        \s\s
                        rack (3.0.8) lib/rack/etag.rb:29:in `call'
                        app/b.rb:13:in 'Cart#y'
                        """),
                Arguments.of("error_highlight", Severity.CRITICAL, """
                        F|%\s\s\s
                        % NoMethodError (undefined method `name' for nil

                            order.user.name
                                      ^^^^^):
                        %\s\s\s
                        % app/a.rb:12:in `x'
                        """),
                Arguments.of("a template", Severity.CRITICAL, """
                        F|%\s\s\s
                        % ActionView::Template::Error (undefined method `name' for nil

                        <i> order.user.name </i>
                                      ^^^^^):
                        %     11: <tr>
                        %     12:   <td><i> order.user.name </i></td>
                        %\s\s\s
                        % app/views/orders/show.html.erb:12
                        """),
                Arguments.of("several hosts", Severity.CRITICAL, """
                        F|%\s\s\s
                        % ActiveRecord::ConnectionNotEstablished (connection to server at "::1", port 5432 failed: Connection refused
                        \tIs the server running on that host and accepting TCP/IP connections?
                        connection to server at "127.0.0.1", port 5432 failed: FATAL:  the database system is starting up
                        ):
                        % app/a.rb:12:in `x'
                        """),
                Arguments.of("a parenthesis in quotes, and a statement", Severity.CRITICAL, """
                        F|%\s\s\s
                        % ActiveRecord::StatementInvalid (PG::SyntaxError: ERROR:  syntax error at or near ")"
                        LINE 2: FROM carts)
                                          ^
                        : SELECT *
                        FROM carts)):
                        % app/a.rb:12:in `x'
                        """),
                Arguments.of("Rails 6: Causes", Severity.CRITICAL, """
                        F|%\s\s\s
                        % ActiveRecord::StatementInvalid (PG::UndefinedColumn: ERROR:  column "x" does not exist
                        LINE 1: SELECT x
                                       ^
                        ):
                        %\s\s\s
                        % Causes:
                        % PG::UndefinedColumn (ERROR:  column "x" does not exist
                        LINE 1: SELECT x
                                       ^
                        )
                        % Shop::Odd (y)
                        %\s\s\s
                        % app/a.rb:12:in `x'
                        """),
                Arguments.of("Rails 7: Information for", Severity.CRITICAL, """
                        F|%\s\s\s
                        % ActiveRecord::StatementInvalid (PG::UndefinedColumn: ERROR:  column "x" does not exist
                        LINE 1: SELECT x
                                       ^
                        )
                        % Caused by: PG::UndefinedColumn (ERROR:  column "x" does not exist
                        LINE 1: SELECT x
                                       ^
                        )
                        %\s
                        Information for: ActiveRecord::StatementInvalid (PG::UndefinedColumn: ERROR:  column "x" does not exist
                        LINE 1: SELECT x
                                       ^
                        ):
                        %\s\s\s
                        % rack (3.0.8) lib/rack/etag.rb:29:in `call'
                        %\s
                        Information for cause: PG::UndefinedColumn (ERROR:  column "x" does not exist
                        ):
                        %\s\s\s
                        % app/a.rb:12:in `x'
                        """),
                Arguments.of("Rails 8, no header", Severity.ERROR, """
                        % ActiveRecord::StatementInvalid (PG::UndefinedColumn: ERROR:  column "x" does not exist
                        LINE 1: SELECT x
                                       ^
                        )
                        % Caused by: PG::UndefinedColumn (ERROR:  column "x" does not exist
                        ):
                        % Causes:
                        % PG::UndefinedColumn (x)
                        %\s\s\s
                        % rack (3.0.8) lib/rack/etag.rb:29:in 'Rack::ETag#call'
                        % app/a.rb:12:in 'Cart#x'
                        """),
                Arguments.of("two tags", Severity.CRITICAL, """
                        F|% [acme]\s\s\s
                        % [acme] NoMethodError (x):
                        % [acme]     12: <td>
                        % [acme]\s\s\s
                        % [acme] app/a.rb:1:in `x'
                        """),
                Arguments.of("a tag of letters", Severity.CRITICAL, """
                        F|[cccc]\s\s\s
                        [cccc] NoMethodError (x):
                        [cccc]\s\s\s
                        [cccc] app/a.rb:1:in `x'
                        """),
                Arguments.of("two tags of letters", Severity.ERROR, """
                        [acme] [web] NoMethodError (x):
                        [acme] [web]\s\s\s
                        [acme] [web] app/a.rb:1:in `x'
                        """),
                Arguments.of("rake, a cause", Severity.ERROR, """
                        rake aborted!
                        ActiveRecord::StatementInvalid: PG::UndefinedColumn: ERROR:  column "x" does not exist
                        /app/x.rake:4:in `z'

                        Caused by:
                        PG::UndefinedColumn: ERROR:  column "x" does not exist
                        LINE 1: SELECT x
                        /app/x.rake:4:in `z'

                        Caused by:
                        Shop::Odd: y
                        Tasks: TOP => z
                        """));
    }

    private static List<String> lines(String text, String id) {
        return text.lines()
                .map(line -> line.replace("%", id).replace("F|", FATAL))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exceptions")
    void continues_keepsAnExceptionTogether(String name, Severity severity, String text) {
        List<String> expected = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        for (String line : lines(text, ID)) {
            expected.add(severity.keyword() + (expected.isEmpty() ? " begins: " : " continues: ") + line);
            verdicts.add(read(line) + ": " + line);
        }
        assertEquals(expected, verdicts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exceptions")
    void continues_leavesLinesOfOtherRequestsAlone_afterEachLine(String name, Severity severity, String text) {
        String[] others = {
            INFO + OTHER + " Started GET \"/\" for 10.1.2.3",
            "E, [2026-03-14T09:10:01.2 #4] ERROR -- : " + OTHER + " no funds",
            OTHER + " Completed 200 OK in 3ms",
            "Started GET \"/\" for 10.1.2.3",
            "INFO ready",
            "ERROR not ready"
        };
        List<String> lines = lines(text, ID);
        for (int last = 0; last < lines.size(); last++) {
            for (String other : others) {
                micros += Events.MOST_MICROS + 1;
                for (String line : lines.subList(0, last + 1)) {
                    read(line);
                }
                boolean alone = read(other).endsWith("begins");
                // what is announced with a colon is the next line, if that has neither level nor another request's id
                boolean awaited = other.startsWith("Started") && lines.get(last).matches("(?s).*[:!]");
                assertTrue(alone || awaited, lines.get(last) + " | " + other);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Listening on port 3000",
                OTHER + " Rendered orders/index.html.erb",
                ID + " Rendered orders/index.html.erb",
                "[acme] created by a user",
                "[worker-12] created by admin",
                "[http-nio-8080-exec-12] created by admin",
                "[thread-12]   GET /orders",
                "[2024-05-14] created by admin",
                "[acme]   listening",
                "[info]   at cart (/app/cart.js:3:1)",
                "[4] - Worker 0 booted",
                FATAL + OTHER + "   ",
                FATAL + OTHER + " NoMethodError (x):",
                FATAL + "no more mail",
                INFO + ID + " Completed 500 Internal Server Error in 3ms"
            })
    void continues_leavesOrdinaryLinesAlone_afterAnException(String line) {
        read(ID + " NoMethodError (undefined method `x' for nil):");
        read(ID + " app/a.rb:12:in `x'");
        assertTrue(read(line).endsWith("begins"));
        micros += Events.MOST_MICROS + 1;
        read(HEAD);
        read(ID + " ActiveRecord::StatementInvalid (PG::UndefinedColumn: ERROR:  column");
        read("):");
        read(ID + " app/a.rb:12:in `x'");
        boolean ofThatRequest = line.equals(ID + " Rendered orders/index.html.erb");
        assertEquals(!ofThatRequest, read(line).endsWith("begins"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TimeoutError (see docs",
                "ActiveRecord::StatementInvalid (PG::UndefinedColumn: ERROR:  column):",
                "2024-05-14 08:02:11 ERROR Cart (no funds"
            })
    void continues_leavesOrdinaryLinesAlone_whereNoMessageIsOpen(String head) {
        read(head);
        assertTrue(read("Listening on port 3000").endsWith("begins"));
    }

    @Test
    void continues_endsAMessage_thatIsNeverClosed() {
        read(HEAD);
        read(ID + " Shop::CardDeclined (no funds");
        for (int line = 2; line < Events.MOST_MESSAGE_LINES; line++) {
            assertEquals("critical continues", read("on this card"));
        }
        assertEquals("info begins", read("on this card"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[acme] ", "[worker-12] "})
    void continues_beginsAnEvent_withEachExceptionOfNoRequestsId(String tag) {
        String head = FATAL + tag + "  ";
        for (int event = 0; event < 2; event++) {
            assertEquals("critical begins", read(head));
            assertEquals("critical continues", read(FATAL + tag + "NoMethodError (x):"));
            assertEquals("critical continues", read(head));
            assertEquals("critical continues", read(FATAL + tag + "app/a.rb:12:in `x'"));
        }
        assertEquals("error begins", read("E, [2026-03-14T09:10:01.2 #4] ERROR -- : " + tag + "no funds"));
    }

    private String read(String text) {
        byte[] frame = ("<190>1 2024-01-01T00:00:00+00:00 host app web.1 - " + text + "\n").getBytes(UTF_8);
        SyslogParser.parse(frame, 0, frame.length, SyslogParser.Dialect.LOGPLEX, message);
        reader.read(message, meaning);
        boolean continues = events.continues(message, meaning, 0, micros);
        return meaning.severity().keyword() + (continues ? " continues" : " begins");
    }
}
