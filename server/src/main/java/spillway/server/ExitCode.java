package spillway.server;

/** What a command ends with, after sysexits.h. */
final class ExitCode {
    static final int DONE = 0;
    static final int USAGE = 64;
    static final int BUG = 70;
    static final int INPUT_OUTPUT = 74;
    static final int CONFIGURATION = 78;

    private ExitCode() {}
}
