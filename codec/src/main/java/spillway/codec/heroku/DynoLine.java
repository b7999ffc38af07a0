package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/** Reads what the dyno manager says about a dyno: states, starts, exits, memory, R codes. */
final class DynoLine {
    private static final byte[] ERROR = Octets.of("Error ");
    private static final byte[] STATE = Octets.of("State changed from ");
    private static final byte[] TO = Octets.of(" to ");
    private static final byte[] CRASHED = Octets.of("crashed");
    private static final byte[] EXITED = Octets.of("Process exited with status ");
    private static final byte[] MEMORY = Octets.of("Process running mem=");
    private static final byte[] SOURCE = Octets.of("source=");
    private static final byte[] STARTING = Octets.of("Starting ");
    private static final byte[] STOPPING = Octets.of("Stopping ");
    private static final byte[] SIGKILL = Octets.of("SIGKILL");
    private static final byte[] SAMPLE = Octets.of("sample#");

    private static final byte[][] HARMLESS = {
        Octets.of("Cycling"),
        Octets.of("Restarting"),
        Octets.of("Idling"),
        Octets.of("Unidling"),
        Octets.of("Downloading"),
        Octets.of("Relocating"),
        Octets.of("Awaiting client"),
        Octets.of("Client connect"),
        Octets.of("Connecting to"),
        Octets.of("Waking"),
        Octets.of("Scaled"),
        Octets.of("Attached"),
        Octets.of("Provisioning"),
        Octets.of("Booting")
    };

    private DynoLine() {}

    static void read(SyslogMessage message, Meaning into) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        switch (start < end ? octets[start] : 0) {
            case 'E' -> {
                if (Octets.startsWith(octets, start, end, ERROR)) {
                    code(octets, start, end, into);
                }
            }
            case 'P' -> process(octets, start, end, into);
            case 'S' -> state(octets, start, end, into);
            case 's' -> {
                if (Octets.startsWith(octets, start, end, SOURCE) || Octets.startsWith(octets, start, end, SAMPLE)) {
                    into.harmless(Kind.METRICS);
                }
            }
            default -> other(octets, start, end, into);
        }
    }

    /** {@code Error R14 (Memory quota exceeded)}. */
    private static void code(byte[] octets, int start, int end, Meaning into) {
        int at = start + ERROR.length;
        into.kind = Kind.PLATFORM_ERROR;
        if (!PlatformCode.isCode(octets, at, end)) {
            into.found(Severity.ERROR, Reason.LEVEL_WORD, start, start + 5);
            return;
        }
        PlatformCode known = PlatformCode.at(octets, at, end);
        into.codeStart = at;
        into.codeEnd = at + 3;
        into.platformCode = known;
        into.found(known == null ? Severity.ERROR : known.severity(), Reason.PLATFORM_CODE, at, at + 3);
    }

    private static void process(byte[] octets, int start, int end, Meaning into) {
        if (Octets.startsWith(octets, start, end, EXITED)) {
            exit(octets, start + EXITED.length, end, into);
        } else if (Octets.startsWith(octets, start, end, MEMORY)) {
            memory(octets, start + MEMORY.length, end, into);
        } else {
            other(octets, start, end, into);
        }
    }

    /**
     * 128 plus a signal: 143 is SIGTERM, as at every restart, 129 and 130 a terminal that hung up or Ctrl-C. 137 is SIGKILL,
     * which no restart that goes well needs.
     */
    private static void exit(byte[] octets, int at, int end, Meaning into) {
        into.kind = Kind.EXIT;
        into.exitStatus = Octets.number(octets, at, end);
        int digitsEnd = Octets.afterDigits(octets, at, end);
        if (into.exitStatus == 0) {
            into.harmless(Kind.EXIT);
        } else {
            Severity severity = isSignal(into.exitStatus) ? Severity.NOTICE : Severity.ERROR;
            into.found(severity, Reason.EXIT_STATUS, at, digitsEnd);
        }
    }

    /** SIGHUP, SIGINT or SIGTERM: someone ended the process. */
    static boolean isSignal(int exitStatus) {
        return exitStatus == 129 || exitStatus == 130 || exitStatus == 143;
    }

    /** {@code mem=512M(100.1%)}: over the quota is a warning, over twice the quota comes with R15. */
    private static void memory(byte[] octets, int start, int end, Meaning into) {
        into.harmless(Kind.MEMORY);
        into.memoryTenths = -1;
        int open = Octets.indexOf(octets, start, end, (byte) '(');
        if (open < 0) {
            return;
        }
        int whole = Octets.number(octets, open + 1, end);
        if (whole < 0 || whole > 1_000_000) {
            return;
        }
        int dot = Octets.afterDigits(octets, open + 1, end);
        boolean tenth = dot + 1 < end && octets[dot] == '.' && Octets.isDigit(octets[dot + 1]);
        into.memoryTenths = whole * 10 + (tenth ? octets[dot + 1] - '0' : 0);
        if (into.memoryTenths >= 1_000) {
            Severity severity = into.memoryTenths >= 2_000 ? Severity.ERROR : Severity.WARNING;
            into.found(severity, Reason.MEMORY, open + 1, tenth ? dot + 2 : dot);
        }
    }

    private static void state(byte[] octets, int start, int end, Meaning into) {
        if (Octets.startsWith(octets, start, end, STARTING)) {
            into.harmless(Kind.START);
        } else if (Octets.startsWith(octets, start, end, STOPPING)) {
            into.harmless(Kind.STOP);
            int kill = Octets.indexOf(octets, start, end, SIGKILL);
            if (kill >= 0) {
                into.found(Severity.WARNING, Reason.DYNO_STATE, kill, kill + SIGKILL.length);
            }
        } else if (Octets.startsWith(octets, start, end, STATE)) {
            stateChange(octets, start + STATE.length, end, into);
        } else {
            other(octets, start, end, into);
        }
    }

    private static void stateChange(byte[] octets, int from, int end, Meaning into) {
        into.harmless(Kind.STATE_CHANGE);
        into.fromStart = into.fromEnd = into.toStart = into.toEnd = 0;
        int to = Octets.indexOf(octets, from, end, TO);
        if (to < 0) {
            return;
        }
        into.fromStart = from;
        into.fromEnd = to;
        into.toStart = to + TO.length;
        into.toEnd = into.toStart;
        while (into.toEnd < end && octets[into.toEnd] != ' ') {
            into.toEnd++;
        }
        if (Octets.is(octets, into.toStart, into.toEnd, CRASHED)) {
            into.kind = Kind.CRASH;
            into.found(Severity.CRITICAL, Reason.DYNO_STATE, into.toStart, into.toEnd);
        }
    }

    private static void other(byte[] octets, int start, int end, Meaning into) {
        for (byte[] words : HARMLESS) {
            if (Octets.startsWith(octets, start, end, words)) {
                into.harmless(Kind.OTHER);
                return;
            }
        }
    }
}
