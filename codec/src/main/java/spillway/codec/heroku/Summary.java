package spillway.codec.heroku;

import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.SyslogMessage;

/** Says in a few words what a message is about; only for messages that are shown. */
final class Summary {
    /** {@code Rollback to v47 by user}, {@code Rolled back to v47}. */
    private static final byte[] ROLLBACK = Octets.of("Roll");

    private Summary() {}

    static @Nullable String of(Meaning meaning) {
        PlatformCode code = meaning.platformCode;
        if (code != null) {
            return code.title();
        }
        return switch (meaning.kind) {
            case CRASH -> "Crashed";
            case EXIT -> "Exited with status " + meaning.exitStatus;
            case STATE_CHANGE -> meaning.toState() == null ? "State changed" : "Now " + meaning.toState();
            case MEMORY ->
                meaning.memoryTenths < 0
                        ? "Memory"
                        : "Memory at " + meaning.memoryTenths / 10 + "." + meaning.memoryTenths % 10 + " %";
            case RELEASE -> released(meaning);
            case DEPLOY -> "Deploy";
            case BUILD -> meaning.reason == Reason.API ? "Build failed" : "Build";
            case SCALE -> "Scaled";
            case CONFIG -> "Configuration changed";
            case START -> "Starting";
            case STOP -> "Stopping";
            case LOSS_NOTICE -> "Messages lost";
            case PLATFORM_ERROR -> "Platform error";
            case METRICS -> "Metrics";
            case ROUTER -> meaning.status >= 400 ? "Status " + meaning.status : null;
            case POSTGRES -> meaning.postgresLevel() == null ? null : "Postgres " + meaning.postgresLevel();
            case APPLICATION, REDIS, OTHER, RAW -> null;
        };
    }

    /** {@code Release v48}, {@code Release v48 failed}, {@code Rollback to v47}; the line may name no version. */
    private static String released(Meaning meaning) {
        SyslogMessage message = meaning.message;
        boolean back = Octets.startsWith(message.octets(), message.textStart(), message.textEnd(), ROLLBACK);
        String version = meaning.release();
        String failed = meaning.reason == Reason.API ? " failed" : "";
        if (version == null) {
            return (back ? "Rollback" : "Release") + failed;
        }
        return (back ? "Rollback to " : "Release ") + version + failed;
    }
}
