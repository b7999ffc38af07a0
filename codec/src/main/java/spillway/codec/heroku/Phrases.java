package spillway.codec.heroku;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;

/** How programs that print no level begin the lines that tell of a failure. */
final class Phrases {
    private record Phrase(byte[] words, Severity severity, Reason reason, boolean whole, boolean starts) {}

    private static final Phrase[] NONE = {};
    private static final Phrase[][] BY_BEGINNING = new Phrase[1_024][];

    static {
        List<Phrase> all = new ArrayList<>();
        starts(
                all,
                Severity.ERROR,
                Reason.STACK_TRACE,
                "Traceback (most recent call last)",
                "Exception Group Traceback",
                "Exception in thread ");
        starts(all, Severity.CRITICAL, Reason.STACK_TRACE, "panic: ", "fatal error: ", "terminate called ");
        starts(
                all,
                Severity.CRITICAL,
                Reason.STACK_TRACE,
                "thread '",
                "# A fatal error has been detected",
                "Fatal Python error");
        starts(all, Severity.ERROR, Reason.STACK_TRACE, "** (", "=ERROR REPORT", "=CRASH REPORT", "=SUPERVISOR REPORT");
        starts(all, Severity.ERROR, Reason.PHRASE, "Unhandled exception", "Unhandled Exception", "Unhandled rejection");
        starts(all, Severity.ERROR, Reason.PHRASE, "Unhandled Rejection", "Unhandled promise", "Unhandled Promise");
        starts(all, Severity.ERROR, Reason.PHRASE, "Unhandled error", "Unhandled Error", "Unhandled Runtime Error");
        starts(
                all,
                Severity.ERROR,
                Reason.PHRASE,
                "UnhandledPromiseRejection",
                "unhandledRejection",
                "uncaughtException");
        starts(all, Severity.ERROR, Reason.PHRASE, "Uncaught exception", "Uncaught Exception", "Uncaught error");
        starts(all, Severity.ERROR, Reason.PHRASE, "unhandled exception", "uncaught exception", "unhandled rejection");
        starts(all, Severity.ERROR, Reason.PHRASE, "Possibly unhandled", "Invalid `prisma.");
        plain(all, Severity.ERROR, "npm ERR!", "npm error ", "rake aborted!", "rails aborted!", "bundler: failed");
        plain(
                all,
                Severity.ERROR,
                "bundler: command not found",
                "Parse error: ",
                "Module not found: ",
                "Module parse failed: ",
                "Module build failed",
                "Don't know how to build task ",
                "DAMN ! worker",
                "Uncaught PHP Exception ",
                "Invalid HTTP_HOST header",
                "! Unable to ",
                "ELIFECYCLE",
                "Execution error",
                "Syntax error ");
        plain(all, Severity.ERROR, "BEGIN failed--", "Puma caught this error", "Rack app (", "Rack app error", "!!! ");
        plain(
                all,
                Severity.ERROR,
                "Failed to ",
                "Unable to ",
                "Could not ",
                "Couldn't ",
                "Can't locate ",
                "failed to ");
        plain(
                all,
                Severity.ERROR,
                "APPLICATION FAILED TO START",
                "Cannot find module",
                "http: panic serving ",
                "http: proxy error",
                "http: Accept error");
        plain(
                all,
                Severity.ERROR,
                "WordPress database error",
                "Syntax error: ",
                "Slug compilation failed",
                "Assert error in ");
        plain(
                all,
                Severity.ERROR,
                "Possible Unhandled ",
                "Possible unhandled ",
                "Bad directive or wrong number of arguments");
        plain(all, Severity.ERROR, "#<Thread:", "Task exception was never retrieved", "Internal Server Error");
        plain(
                all,
                Severity.ERROR,
                "throw er; // Unhandled",
                "ERR_PNPM_",
                "Invariant Violation: ",
                "FAILURE: Build failed");
        plain(all, Severity.ERROR, "SQLSTATE[", "could not ", "exec: \"");
        plain(
                all,
                Severity.CRITICAL,
                "runtime: goroutine stack",
                "runtime: out of memory",
                "unexpected fault address ");
        plain(
                all,
                Severity.CRITICAL,
                "<--- Last few GCs --->",
                "Crash dump is being written to",
                "*** FATAL CONFIG FILE ERROR");
        plain(all, Severity.ERROR, "PHP Recoverable fatal error", "PHP Catchable fatal error", "Push rejected");
        plain(all, Severity.ERROR, "Caught exception", "Died at ", "Bus error", "exec format error");
        plain(all, Severity.CRITICAL, "PHP Fatal error", "PHP Parse error", "PHP Core error", "PHP Compile error");
        plain(all, Severity.CRITICAL, "Fatal error: ", "Segmentation fault", "Out of memory", "Illegal instruction");
        plain(
                all,
                Severity.CRITICAL,
                "Kernel pid terminated",
                "Runtime terminating during boot",
                "init terminating in do_boot",
                "{\"Kernel pid terminated",
                "{\"init terminating in do_boot");
        plain(all, Severity.CRITICAL, "*** buffer overflow detected", "*** stack smashing detected");
        plain(all, Severity.CRITICAL, "free(): ", "malloc(): ", "realloc(): ", "munmap_chunk(): ", "double free or ");
        plain(all, Severity.CRITICAL, "corrupted size vs. prev_size", "corrupted double-linked list");
        plain(all, Severity.CRITICAL, "signal: segmentation fault", "signal: aborted", "signal: bus error");
        plain(all, Severity.ERROR, "[ERR_", "pq: ", "== Compilation error in file");
        plain(all, Severity.CRITICAL, "Terminating due to java.lang.", "# There is insufficient memory");
        plain(
                all,
                Severity.CRITICAL,
                "SIGSEGV",
                "SIGABRT",
                "Aborted (core dumped)",
                "Floating point exception",
                "oom-kill");
        plain(
                all,
                Severity.WARNING,
                "npm WARN",
                "- warn ",
                "npm warn ",
                "PHP Warning",
                "PHP User Warning",
                "PHP Deprecated",
                "PHP Strict");
        plain(all, Severity.WARNING, "Exception ignored in", "=WARNING REPORT", "PHP Core warning");
        plain(all, Severity.WARNING, "OpenJDK 64-Bit Server VM warning", "Java HotSpot(TM) 64-Bit Server VM warning");
        plain(all, Severity.NOTICE, "PHP Notice", "npm notice");
        plain(all, Severity.INFO, "=INFO REPORT", "=PROGRESS REPORT", "npm info ", "npm http ");
        programs(all);
        whole(all, Severity.ERROR, "signal: killed", "ERRORS:");
        whole(all, Severity.WARNING, "WARNINGS:", "Warning message:", "Warning messages:");
        whole(all, Severity.CRITICAL, "Killed", "Aborted", "Segmentation fault");
        for (int i = 0; i < BY_BEGINNING.length; i++) {
            int beginning = i;
            Phrase[] phrases = all.stream()
                    .filter(phrase -> beginning(phrase.words[0], phrase.words[1]) == beginning)
                    .toArray(Phrase[]::new);
            BY_BEGINNING[i] = phrases.length == 0 ? NONE : phrases;
        }
    }

    /** Commands and clients, most of them behind their own name: {@code wget: unable to resolve host address}. */
    private static void programs(List<Phrase> all) {
        plain(all, Severity.CRITICAL, ProgramPhrases.of(ProgramPhrases.CRITICAL));
        plain(all, Severity.ERROR, ProgramPhrases.of(ProgramPhrases.TOOLS));
        plain(all, Severity.ERROR, ProgramPhrases.of(ProgramPhrases.BUILDS));
        plain(all, Severity.ERROR, ProgramPhrases.of(ProgramPhrases.CLIENTS));
        plain(all, Severity.ERROR, ProgramPhrases.of(ProgramPhrases.SERVERS));
        plain(all, Severity.WARNING, ProgramPhrases.of(ProgramPhrases.WARNINGS));
        plain(all, Severity.INFO, ProgramPhrases.of(ProgramPhrases.HARMLESS));
        for (String verb : ProgramPhrases.of(ProgramPhrases.VERBS)) {
            plain(all, Severity.ERROR, "cannot " + verb, "Cannot " + verb, "can't " + verb, "Can't " + verb);
        }
        starts(
                all,
                Severity.ERROR,
                Reason.EXCEPTION_NAME,
                "AccessDenied: ",
                "ExpiredToken: ",
                "InvalidAccessKeyId: ",
                "NoSuchBucket: ",
                "NoSuchKey: ",
                "SignatureDoesNotMatch: ",
                "SlowDown: ",
                "ErrorResponseImpl {");
    }

    /** Where phrases stand that begin with two octets: by one alone many would have to be compared. */
    private static int beginning(byte first, byte second) {
        return ((first & 0x1f) << 5) | (second & 0x1f);
    }

    private Phrases() {}

    private static void starts(List<Phrase> all, Severity severity, Reason reason, String... phrases) {
        for (String phrase : phrases) {
            all.add(new Phrase(Octets.of(phrase), severity, reason, false, true));
        }
    }

    private static void plain(List<Phrase> all, Severity severity, String... phrases) {
        for (String phrase : phrases) {
            all.add(new Phrase(Octets.of(phrase), severity, Reason.PHRASE, false, false));
        }
    }

    private static void whole(List<Phrase> all, Severity severity, String... phrases) {
        for (String phrase : phrases) {
            all.add(new Phrase(Octets.of(phrase), severity, Reason.PHRASE, true, false));
        }
    }

    static boolean isHere(byte[] octets, int at, int end) {
        return at + 1 < end && find(octets, at, end) != null;
    }

    /** Whether one of the phrases stands here; then {@code into} has what it says. */
    static boolean read(byte[] octets, int at, int end, Meaning into) {
        if (at + 1 >= end) {
            return false;
        }
        Phrase found = find(octets, at, end);
        if (found == null) {
            return false;
        }
        into.found(found.severity, found.reason, at, at + found.words.length);
        into.startsEvent |= found.starts;
        return true;
    }

    /** Not {@code Got error: null}, {@code Build failed with 0 errors}. */
    private static boolean isWhole(Phrase phrase, byte[] octets, int at, int end) {
        int to = at + phrase.words.length;
        return phrase.whole ? to == end : octets[to - 1] != ' ' || !ExceptionName.isNothing(octets, to, end);
    }

    private static @Nullable Phrase find(byte[] octets, int at, int end) {
        for (Phrase phrase : BY_BEGINNING[beginning(octets[at], octets[at + 1])]) {
            if (Octets.startsWith(octets, at, end, phrase.words) && isWhole(phrase, octets, at, end)) {
                return phrase;
            }
        }
        return null;
    }
}
