package spillway.codec.heroku;

import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/** Reads what Heroku's API says: releases, deploys, builds, scaling, config vars, add-ons. */
final class ApiLine {
    private static final byte[] FAILED = Octets.of(" failed");
    private static final byte[] REJECTED = Octets.of(" rejected");
    private static final byte[] BUILD = Octets.of("Build ");
    private static final byte[] PUSH = Octets.of("Push ");
    private static final byte[] CONFIG_VARS = Octets.of(" config");

    private record Opening(byte[] words, Kind kind) {
        Opening(String words, Kind kind) {
            this(Octets.of(words), kind);
        }
    }

    private static final Opening[] OPENINGS = {
        new Opening("Release ", Kind.RELEASE),
        new Opening("Initial release", Kind.RELEASE),
        new Opening("Rollback ", Kind.RELEASE),
        new Opening("Rolled back", Kind.RELEASE),
        new Opening("Promote ", Kind.RELEASE),
        new Opening("Promoted ", Kind.RELEASE),
        new Opening("Deploy", Kind.DEPLOY),
        new Opening("Build ", Kind.BUILD),
        new Opening("Push ", Kind.BUILD),
        new Opening("Scale", Kind.SCALE),
        new Opening("Autoscale", Kind.SCALE),
        new Opening("Resize", Kind.SCALE),
        new Opening("Set ", Kind.CONFIG),
        new Opening("Unset ", Kind.CONFIG),
        new Opening("Add ", Kind.CONFIG),
        new Opening("Added ", Kind.CONFIG),
        new Opening("Remove", Kind.CONFIG),
        new Opening("Update", Kind.CONFIG),
        new Opening("Attach", Kind.CONFIG),
        new Opening("Detach", Kind.CONFIG),
        new Opening("@ref:", Kind.CONFIG),
        new Opening("Config", Kind.CONFIG),
        new Opening("Starting process", Kind.START),
        new Opening("Restart", Kind.START)
    };

    private ApiLine() {}

    static void read(SyslogMessage message, Meaning into) {
        byte[] octets = message.octets();
        int start = message.textStart();
        int end = message.textEnd();
        into.harmless(Kind.OTHER);
        for (Opening opening : OPENINGS) {
            if (Octets.startsWith(octets, start, end, opening.words)) {
                into.kind = opening.kind;
                break;
            }
        }
        if (into.kind == Kind.RELEASE) {
            release(octets, start, end, into);
        }
        if (into.kind == Kind.CONFIG || into.kind == Kind.START || Octets.contains(octets, start, end, CONFIG_VARS)) {
            return; // the names that follow are the user's: "Set FAILED_JOBS config vars"
        }
        failure(octets, start, end, into);
    }

    /** {@code Build failed -- check your build output}, {@code Release v48 command failed}, {@code Push rejected}. */
    private static void failure(byte[] octets, int start, int end, Meaning into) {
        int at = Octets.indexOf(octets, start, Math.min(end, start + 80), FAILED);
        if (at < 0 && (Octets.startsWith(octets, start, end, BUILD) || Octets.startsWith(octets, start, end, PUSH))) {
            at = Octets.indexOf(octets, start, Math.min(end, start + 40), REJECTED);
        }
        if (at >= 0) {
            int wordEnd = Octets.indexOf(octets, at + 1, end, (byte) ' ');
            into.found(Severity.ERROR, Reason.API, at + 1, wordEnd < 0 ? end : wordEnd);
        }
    }

    /** The first {@code v48} of the line. */
    private static void release(byte[] octets, int start, int end, Meaning into) {
        for (int at = start; at + 2 < end; at++) {
            if (octets[at] == ' ' && octets[at + 1] == 'v' && Octets.isDigit(octets[at + 2])) {
                into.detailStart = at + 1;
                into.detailEnd = Octets.afterDigits(octets, at + 2, end);
                return;
            }
        }
    }
}
