package spillway.codec.heroku;

/** How tools, builds, clients and servers begin what they tell of a failure; each ends at a bar. */
final class ProgramPhrases {
    static final String CRITICAL = """
            Program crashed: |The application panicked|runtime: program exceeds |*** glibc detected |
            terminating with uncaught exception|terminating due to uncaught exception|*** Program crashed: |
            Invalid memory access (signal |SIGBUS: |SIGFPE: |SIGILL: |memory allocation of |Stack overflow.|
            Process terminated. |Memory cgroup out of memory|Assertion failed: |=== REDIS BUG REPORT START""";

    /** Tools, most of them behind their own name, and programs that say no more. */
    static final String TOOLS = """
            unable to |Something went wrong: |No module named |bad option: |unrecognized option |
            invalid option -- |illegal option -- |Conversion failed!|Exit with code 1 due to |curl: (|
            Permission denied (|Host key verification failed|Error is not recoverable|
            Exiting with failure status|error[E|e: file:///|SIGQUIT: quit|An error occurred (|
            An error occurred while |An error occurred in |An error has occurred|
            error: subprocess-exited-with-error|error: metadata-generation-failed""";

    static final String BUILDS = """
            Build failed in |Build failed with |x Build failed |Build FAILED|BUILD FAILED|Compilation failed|
            No default language could be detected|Your requirements could not be resolved|
            Execution failed for task |YN0001: |YN0009: |YN0016: |YN0018: |YN0028: |YN0035: |YN0082: |
            Bundler could not find |Your bundle is locked to |make: *** |make[1]: *** |
            make[2]: *** |make[3]: *** |ninja: build stopped: |CMake Error|! [rejected]|! [remote rejected]""";

    /** What speaks to a database or another server, and what that answers. */
    static final String CLIENTS = """
            SSL_connect returned=|SSL_accept returned=|error returned from database: |
            error communicating with database: |pool timed out while waiting for |MISCONF Redis |LOADING Redis |
            READONLY You can't write |NOAUTH |WRONGPASS invalid |NOPERM |CLUSTERDOWN |WRONGTYPE Operation |
            BUSY Redis |OOM command not allowed|EXECABORT |MASTERDOWN Link |NOREPLICAS Not enough |Got error: |
            server returned error: |Error response from daemon|Migrations are pending. To resolve |
            connect ECONN|connect ETIMEDOUT|connect EHOSTUNREACH|connect ENETUNREACH|connect ENOENT|
            Database Error in |Compilation Error in |Runtime Error in |KafkaJSNumberOfRetriesExceeded|
            listen EADDR|listen EACCES|getaddrinfo E|read ECONNRESET|write ECONN|write EPIPE|socket hang up""";

    /** Servers, workers and runtimes. */
    static final String SERVERS = """
            app crashed - |Moving job to FailedJobRegistry|Worker failed to boot|
            --- no python application found|Future exception was never retrieved|
            Task was destroyed but it is pending|Unclosed client session|Unclosed connector|
            Exception in callback |Failed enqueuing |Stopped retrying |Oops, cannot start the server|
            syntax error at |Fatal error on transport|Fatal read error on |Fatal write error on |
            Uncaught app exception|Web server failed to start|*** Exception |!! Unexpected error|
            --- Logging error ---|Unexpected error |Unexpected exception |An unexpected error |<simpleError in |
            Unrecognized option: -|Unrecognized VM option |Invalid maximum heap size: |
            Invalid initial heap size: |A fatal error occurred|A fatal error was |
            It was not possible to find any compatible |You must install or update .NET""";

    static final String WARNINGS = """
            YN0002: |YN0060: |YN0086: |(!) |Warning Implicitly using latest |w: file:///|query is slow: |
            IMPORTANT! Eviction policy is |<simpleWarning in |CMake Warning|Compiled with warnings""";

    /** What tests tell that passed, by names that may be those of errors. */
    static final String HARMLESS = "--- PASS: |--- SKIP: |=== RUN ";

    /** What cannot be done: {@code cannot open}, {@code Can't connect}. */
    static final String VERBS =
            "access|allocate|bind|connect|create|execute|find|load|open|read|remove|start|stat|write";

    private ProgramPhrases() {}

    static String[] of(String phrases) {
        return phrases.split("\\|\\n?", -1);
    }
}
