package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

/** Stack traces whose lines arrive as frames of their own, between those of another dyno. */
class EventTracesTest {
    private final HerokuReader reader = new HerokuReader();
    private final Events events = new Events();
    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();
    private long micros;

    private static Stream<Arguments> traces() {
        return Stream.of(
                Arguments.of("Java", Severity.ERROR, """
                        2024-05-14 08:02:11.392 ERROR 2 --- [main] c.e.Card : declined

                        java.lang.IllegalStateException: pool closed
                        \tat com.example.Pool.take(Pool.java:42) ~[app.jar:1.0]
                        \tat java.base/java.lang.Thread.run(Thread.java:833)
                        Caused by: java.net.ConnectException: Connection refused
                        \t... 12 more
                        """),
                Arguments.of("Java, uncaught", Severity.ERROR, """
                        Exception in thread "main" java.lang.NullPointerException: x
                        \tat com.example.Main.main(Main.java:7)
                        """),
                Arguments.of("Java, a warning", Severity.WARNING, """
                        08:02:11.392 [main] WARN c.e.Card - retry
                        java.io.IOException: closed
                        \tat com.example.Main.main(Main.java:7)
                        """),
                Arguments.of("Python", Severity.ERROR, """
                        Traceback (most recent call last):
                          File "/app/tasks.py", line 41, in charge
                            card.charge(total)
                            ^^^^^^^^^^^^^^^^^^
                        shop.errors.CardError: declined
                        """),
                Arguments.of("Python, two in a chain", Severity.ERROR, """
                        ERROR:root:charge failed
                        Traceback (most recent call last):
                          File "/app/tasks.py", line 41, in charge
                        KeyError: 'card'

                        During handling of the above exception, another exception occurred:

                        Traceback (most recent call last):
                          File "/app/tasks.py", line 44, in charge
                        ValueError: bad retry
                        """),
                Arguments.of("Python, a thread", Severity.ERROR, """
                        Exception in thread Thread-3 (worker):
                        Traceback (most recent call last):
                          File "/app/worker.py", line 9, in run
                        ConnectionError: gone
                        """),
                Arguments.of("Django", Severity.ERROR, """
                        Internal Server Error: /orders/
                        Traceback (most recent call last):
                          File "/app/views.py", line 3, in view
                        django.core.exceptions.ImproperlyConfigured: no key
                        """),
                Arguments.of("Ruby", Severity.ERROR, """
                        /app/app/models/user.rb:7:in `full_name': undefined method `strip' for nil (NoMethodError)
                        \tfrom /app/app/models/user.rb:3:in `to_s'
                        \tfrom bin/rails:4:in `<main>'
                        """),
                Arguments.of("Rails, tagged", Severity.CRITICAL, """
                        F, [2024-05-14T08:02:11.400142 #2] FATAL -- : [8f7d3a52-2d8e-4b1a-9d0e-1f2a3b4c5d6e]  \s
                        [8f7d3a52-2d8e-4b1a-9d0e-1f2a3b4c5d6e] ActionView::Template::Error (undefined method `name' for nil:NilClass):
                        [8f7d3a52-2d8e-4b1a-9d0e-1f2a3b4c5d6e]     12:   <td><%= order.user.name %></td>
                        [8f7d3a52-2d8e-4b1a-9d0e-1f2a3b4c5d6e]  \s
                        [8f7d3a52-2d8e-4b1a-9d0e-1f2a3b4c5d6e] app/views/orders/show.html.erb:12:in `block in show'
                        """),
                Arguments.of("Rake", Severity.ERROR, """
                        rails aborted!
                        ActiveRecord::StatementInvalid: PG::UndefinedTable: ERROR:  relation "errors" does not exist
                        LINE 1: SELECT 1 FROM errors
                                              ^
                        /app/lib/tasks/purge.rake:3:in `block in <main>'
                        Tasks: TOP => errors:purge
                        (See full trace by running task with --trace)
                        """),
                Arguments.of("Node", Severity.ERROR, """
                        TypeError: Cannot read properties of undefined (reading 'id')
                            at charge (/app/src/card.js:41:11)
                            at async /app/src/server.js:9:3 {
                          code: 'E1',
                          [cause]: Error: no customer
                              at find (/app/src/customers.js:3:9)
                        }
                        """),
                Arguments.of("Node, uncaught", Severity.ERROR, """
                        /app/server.js:12
                        throw new Error('boom');
                        ^

                        Error: boom
                            at Object.<anonymous> (/app/server.js:12:7)
                            at node:internal/main/run_main_module:28:49

                        Node.js v20.11.0
                        """),
                Arguments.of("Go", Severity.CRITICAL, """
                        panic: runtime error: invalid memory address or nil pointer dereference
                        [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a1b2c]

                        goroutine 1 [running]:
                        main.(*Card).Charge(0x0)
                        \t/app/card.go:41 +0x1d
                        net/http.(*conn).serve(0xc0000a4000, {0x7f8e10, 0xc000012345})
                        \t/usr/local/go/src/net/http/server.go:1991 +0x607
                        created by main.main in goroutine 1
                        \t/app/main.go:9 +0x2a
                        exit status 2
                        """),
                Arguments.of("PHP", Severity.CRITICAL, """
                        PHP Fatal error:  Uncaught Exception: declined in /app/index.php:3
                        Stack trace:
                        #0 /app/vendor/x.php(12): Card->charge()
                        #1 {main}
                          thrown in /app/index.php on line 3
                        """),
                Arguments.of(".NET", Severity.ERROR, """
                        fail: Microsoft.AspNetCore.Server.Kestrel[13]
                              Connection id "0HM2": An unhandled exception was thrown by the application.
                              System.NullReferenceException: Object reference not set to an instance of an object.
                                 at Shop.Card.Charge() in /src/Card.cs:line 41
                              --- End of stack trace from previous location ---
                        """),
                Arguments.of("Elixir", Severity.ERROR, """
                        08:02:11.392 [error] GenServer #PID<0.512.0> terminating
                        ** (RuntimeError) declined
                            (shop 0.1.0) lib/shop/card.ex:41: Shop.Card.charge/1
                            (stdlib 4.2) gen_server.erl:1123: :gen_server.try_dispatch/4
                        Last message: :charge
                        State: %{total: 12}
                        """),
                Arguments.of("Rust", Severity.CRITICAL, """
                        thread 'main' panicked at src/main.rs:3:5:
                        called `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }
                        stack backtrace:
                           0: rust_begin_unwind
                                     at /rustc/07dca48/library/std/src/panicking.rs:645:5
                        note: run with `RUST_BACKTRACE=full` for a verbose backtrace.
                        """),
                Arguments.of(".NET, a category and its message", Severity.DEBUG, """
                        dbug: Shop.Orders[12]
                              order 42 has no lines
                        """),
                Arguments.of("asyncio", Severity.ERROR, """
                        ERROR:asyncio:Task exception was never retrieved
                        future: <Task finished name='Task-12' coro=<poll() done> exception=ValueError('bad row')>
                        Traceback (most recent call last):
                          File "/app/poll.py", line 12, in poll
                            raise ValueError('bad row')
                        ValueError: bad row
                        """),
                Arguments.of("Python, a class that does not call itself an error", Severity.ERROR, """
                        Traceback (most recent call last):
                          File "/app/shop/imports.py", line 88, in load
                            price = Decimal(row["price"])
                        decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]
                        """),
                Arguments.of("Play", Severity.ERROR, """
                        [error] p.a.h.DefaultHttpErrorHandler -

                        ! @7k1m2n3p4 - Internal server error, for (GET) [/cart] ->
                        play.api.http.HttpErrorHandlerExceptions$$anon$1: Execution exception[[NoSuchElementException: None.get]]
                        \tat play.api.http.HttpErrorHandlerExceptions$.throwable(HttpErrorHandler.scala:332)
                        """),
                Arguments.of("a Rails migration", Severity.ERROR, """
                        bin/rails aborted!
                        StandardError: An error has occurred, this and all later migrations canceled:

                        PG::LockNotAvailable: ERROR:  canceling statement due to lock timeout
                        /app/db/migrate/20240529_add_coupons.rb:4:in `change'

                        Tasks: TOP => db:migrate
                        """),
                Arguments.of("Erlang's reports", Severity.INFO, """
                        =PROGRESS REPORT==== 11-Mar-2024::09:56:04.118273 ===
                            started: [{pid,<0.81.0>},{id,error_logger_sup}]
                        """),
                Arguments.of("Prisma", Severity.ERROR, """
                        Error: P3009
                        migrate found failed migrations in the target database, new migrations will not be applied.
                        """),
                Arguments.of("Node, an emitter's error", Severity.ERROR, """
                        node:events:497
                              throw er; // Unhandled 'error' event
                              ^

                        Error: connect ECONNREFUSED 10.1.2.3:6379
                            at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)
                        Emitted 'error' event on Redis instance at:
                            at emitErrorNT (node:internal/streams/destroy:169:8) {
                          errno: -111,
                          code: 'ECONNREFUSED',
                          [errors]: [
                            Error: connect ECONNREFUSED ::1:6379
                          ]
                        }

                        Node.js v20.11.0
                        """),
                Arguments.of("Node, in colours", Severity.ERROR, """
                        Error: no cart
                        \u001b[90m    at Module._compile (node:internal/modules/cjs/loader:1376:14)\u001b[39m
                            at load (/app/node_modules/\u001b[4mshop\u001b[24m/cart.js:3:9) {
                          level: \u001b[32m'error'\u001b[39m
                        }
                        """),
                Arguments.of("pino-pretty", Severity.INFO, """
                        [10:12:20.400] INFO (4): request completed
                            res: {
                              "statusCode": 500,
                              "error": "Internal Server Error"
                            }
                            responseTime: 12
                        """),
                Arguments.of("pprint", Severity.INFO, """
                        2024-05-14 10:20:20 [stats] INFO: Dumping stats:
                        {'downloader/request_count': 118,
                         'log_count/ERROR': 3,
                         'log_count/WARNING': 1}
                        """),
                Arguments.of("Kafka Connect", Severity.INFO, """
                        [2024-05-14 10:21:10,101] INFO SinkConnectorConfig values:
                        \terrors.tolerance = none
                        \tname = error-sink
                         (org.apache.kafka.connect.runtime.SinkConnectorConfig)
                        """),
                Arguments.of("Ecto", Severity.DEBUG, """
                        09:34:01.220 [debug] QUERY OK source="jobs" db=1.2ms idle=112.1ms
                        SELECT j0."error" FROM "jobs" AS j0 WHERE (j0."state" = 'failed') []
                        """),
                Arguments.of("gorm", Severity.ERROR, """
                        2024/03/11 09:14:22 \u001b[31;1m/app/repo.go:42 \u001b[35;1mERROR: duplicate key value (SQLSTATE 23505)
                        \u001b[0m\u001b[33m[3.412ms] \u001b[34;1m[rows:0]\u001b[0m INSERT INTO "users" ("mail") VALUES ('a@b.no')
                        """),
                Arguments.of("Dropwizard", Severity.ERROR, """
                        ERROR [2024-03-11 09:14:22,481] com.example.Mapper: Error handling a request: 3f1b0a9c
                        ! java.lang.IllegalArgumentException: No enum constant com.example.Plan.GOLD
                        ! at java.base/java.lang.Enum.valueOf(Enum.java:273)
                        ! ... 61 common frames omitted
                        ! Caused by: java.io.IOException: closed
                        ! at com.example.Plan.read(Plan.java:12)
                        """),
                Arguments.of("a JVM that crashes", Severity.CRITICAL, """
                        # A fatal error has been detected by the Java Runtime Environment:
                        #
                        #  SIGSEGV (0xb) at pc=0x00007f2b8c0d1e2f, pid=4, tid=23
                        # Problematic frame:
                        """),
                Arguments.of("Spring Boot", Severity.ERROR, """
                        APPLICATION FAILED TO START
                        ***************************

                        Description:

                        Web server failed to start. Port 8080 was already in use.

                        Action:

                        Identify and stop the process that's listening on port 8080.
                        """),
                Arguments.of("SQLAlchemy", Severity.ERROR, """
                        Traceback (most recent call last):
                          File "/app/orders.py", line 41, in save
                        sqlalchemy.exc.IntegrityError: (psycopg2.errors.UniqueViolation) duplicate key value
                        DETAIL:  Key (id)=(4) already exists.

                        [SQL: INSERT INTO orders (id) VALUES (%(id)s)]
                        [parameters: {'id': 4}]
                        (Background on this error at: https://sqlalche.me/e/20/gkpj)
                        """),
                Arguments.of("gRPC in Python", Severity.ERROR, """
                        grpc._channel._InactiveRpcError: <_InactiveRpcError of RPC that terminated with:
                        \tstatus = StatusCode.UNAVAILABLE
                        \tdebug_error_string = "UNKNOWN:Error received from peer"
                        >
                        """),
                Arguments.of("asyncio, a session", Severity.ERROR, """
                        ERROR:asyncio:Unclosed client session
                        client_session: <aiohttp.client.ClientSession object at 0x7f1d2c0a91b8>
                        """),
                Arguments.of("Ruby, with a guess", Severity.ERROR, """
                        /app/lib/importer.rb:31:in `fetch': key not found: "sku" (KeyError)
                        Did you mean?  "skus"
                        \tfrom /app/lib/importer.rb:12:in `run'
                        """),
                Arguments.of("Rake, with a cause", Severity.ERROR, """
                        rails aborted!
                        StandardError: An error has occurred, all later migrations canceled: (StandardError)

                        PG::DuplicateColumn: ERROR:  column "code" already exists

                        Caused by:
                        PG::DuplicateColumn: ERROR:  column "code" already exists
                        Tasks: TOP => db:migrate
                        """),
                Arguments.of("Go, a data race", Severity.WARNING, """
                        WARNING: DATA RACE
                        Write at 0x00c00012c010 by goroutine 7:
                          main.(*Counter).Inc()
                              /app/counter.go:12 +0x44

                        Previous read at 0x00c00012c010 by goroutine 8:
                          main.main()

                        Goroutine 7 (running) created at:
                          main.main()
                        """),
                Arguments.of("Go, a panic that was caught once", Severity.CRITICAL, """
                        panic: no cart [recovered]
                        \tpanic: no cart

                        goroutine 34 [running]:
                        panic({0x6d4e20, 0x7a1c30})
                        \t/usr/local/go/src/runtime/panic.go:914 +0x21f
                        """),
                Arguments.of("Rust, anyhow", Severity.ERROR, """
                        Error: failed to load settings

                        Caused by:
                            0: could not read config/prod.toml
                            1: No such file or directory (os error 2)
                        """),
                Arguments.of("Lua", Severity.ERROR, """
                        2024/03/11 09:14:22 [error] 31#31: *1 lua entry thread aborted: runtime error: no user
                        stack traceback:
                        \t[C]: in function 'error'
                        \tmain.lua:12: in function 'handle'
                        """),
                Arguments.of("Dart", Severity.ERROR, """
                        Unhandled exception:
                        Bad state: No element
                        #0      List.first (dart:core-patch/growable_array.dart:344:5)
                        <asynchronous suspension>
                        #1      main (file:///app/bin/server.dart:12:9)
                        """),
                Arguments.of("OCaml", Severity.CRITICAL, """
                        Fatal error: exception Not_found
                        Raised at Stdlib__Map.Make.find in file "map.ml", line 137, characters 10-25
                        Called from Dune__exe__Main in file "bin/main.ml", line 3, characters 2-9
                        """),
                Arguments.of("R", Severity.ERROR, """
                        Error in library(shop) : there is no package called shop
                        Calls: suppressMessages -> library
                        Execution halted
                        """),
                Arguments.of("Julia", Severity.ERROR, """
                        ┌ Error: Request handler threw
                        │   exception = KeyError: key "id" not found
                        └ @ Main /app/src/server.jl:41
                        """),
                Arguments.of("Swift", Severity.CRITICAL, """
                        Fatal error: Index out of range: file main.swift, line 3
                        Current stack trace:
                        0    libswiftCore.so                    0x00007f1d2c0a91b8 _swift_stdlib_reportFatalError + 114
                        1    libswiftCore.so                    0x00007f1d2c0a92c8 _swift_assertionFailure + 12
                        """),
                Arguments.of("PHP, an exception before", Severity.CRITICAL, """
                        PHP Fatal error:  Uncaught PDOException: gone in /app/src/Db.php:31
                        Stack trace:
                        #0 {main}

                        Next App\\DbException: no database in /app/src/Db.php:33
                        Stack trace:
                        #0 {main}
                        """),
                Arguments.of("CakePHP", Severity.ERROR, """
                        2024-03-05 10:19:11 error: [Cake\\Http\\MissingControllerException] Controller class Foo could not be found.
                        Stack Trace:
                        - /app/vendor/cakephp/src/Dispatcher.php:60
                        """),
                Arguments.of("pg_restore", Severity.ERROR, """
                        pg_restore: error: could not execute query: ERROR:  must be owner of extension pgcrypto
                        Command was: COMMENT ON EXTENSION pgcrypto IS 'cryptographic functions';
                        """),
                Arguments.of("Puppeteer", Severity.ERROR, """
                        Error: Failed to launch the browser process!
                        /app/chrome: error while loading shared libraries: libnss3.so: cannot open shared object file

                        TROUBLESHOOTING: https://pptr.dev/troubleshooting

                            at Interface.onClose (/app/node_modules/@puppeteer/browsers/lib/launch.js:310:24)
                        """),
                Arguments.of("Bun", Severity.ERROR, """
                        error: Failed to start server. Is port 3000 in use?
                         syscall: "listen",
                           errno: 0,
                            code: "EADDRINUSE"
                        """),
                Arguments.of("Clojure", Severity.ERROR, """
                        Execution error (ArithmeticException) at shop.cart/total (cart.clj:3).
                        Divide by zero

                        Full report at:
                        /tmp/clojure-1234.edn
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traces")
    void continues_keepsATraceTogether_betweenAnotherDynosLines(String program, Severity first, String trace) {
        List<String> verdicts = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : trace.split("\n", -1)) {
            expected.add(first.keyword() + (expected.isEmpty() ? " begins" : " continues"));
            verdicts.add(read("web.1", line));
            assertEquals(
                    "info begins", read("web.2", "I, [2024-05-14T08:02:11 #4]  INFO -- : Started GET \"/\""), program);
            micros += 1_000;
        }
        expected.remove(expected.size() - 1);
        verdicts.remove(verdicts.size() - 1);
        assertEquals(expected, verdicts, program);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traces")
    void continues_endsATrace_atAnInfoLine(String program, Severity first, String trace) {
        for (String line : trace.strip().split("\n", -1)) {
            read("web.1", line);
        }
        assertEquals("info begins", read("web.1", "I, [2024-05-14T08:02:11 #4]  INFO -- : Started GET \"/\""), program);
        assertEquals("info begins", read("web.1", "  Rendered orders/index.html.erb"), program);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traces")
    void continues_isNotEndedByMetrics(String program, Severity first, String trace) {
        String[] lines = trace.strip().split("\n", -1);
        read("web.1", lines[0]);
        read("heroku web.1", "source=web.1 dyno=heroku.12.34 sample#load_avg_1m=0.50");
        assertEquals(first.keyword() + " continues", read("web.1", lines[1]), program);
    }

    private String read(String process, String text) {
        String from = process.contains(" ") ? process : "app " + process;
        byte[] frame = ("<190>1 2024-01-01T00:00:00+00:00 host " + from + " - " + text + "\n").getBytes(UTF_8);
        SyslogParser.parse(frame, 0, frame.length, SyslogParser.Dialect.LOGPLEX, message);
        reader.read(message, meaning);
        boolean continues = events.continues(message, meaning, 0, micros);
        return meaning.severity().keyword() + (continues ? " continues" : " begins");
    }
}
