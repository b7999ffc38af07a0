package spillway.server.forward;

import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;

/**
 * A message that a rule lets through, as it waits in a group.
 *
 * @param position where it stands in the store: row id times {@value #MESSAGES_PER_ROW} plus its number in the row; or
 *     {@link #NOT_STORED}
 * @param drain the drain's name
 * @param label what the sender's URL carried along as {@code app=NAME}; else empty
 * @param epochMicros the message's own time in microseconds since 1970, or the time of receipt if it has none
 * @param receivedMillis the time of receipt in milliseconds since 1970
 * @param app APP-NAME
 * @param process PROCID, as {@code web.1}
 * @param severity inferred, or the wire's
 * @param text MSG, of Postgres' lines without their header; may hold anything a log line may
 * @param code H12, R14, L10, an SQLSTATE; null if the message carries none
 * @param summary what kind of thing this is in a few words, as "Request timeout" or "Crashed"; null if nothing is known
 * @param request what the router tells of; null if it is no router line
 * @param continues whether it continues the message before it of the same process (a line of a stack trace)
 * @param mention what its rule asks to be mentioned with the post, as {@code <!here>}
 */
public record AcceptedMessage(
        long position,
        String drain,
        String label,
        long epochMicros,
        long receivedMillis,
        String app,
        String process,
        Severity severity,
        String text,
        @Nullable String code,
        @Nullable String summary,
        @Nullable RoutedRequest request,
        boolean continues,
        @Nullable String mention) {
    /** The position of a message that only memory holds. */
    public static final long NOT_STORED = -1;

    /** At most this many messages stand in one row of the store. */
    public static final int MESSAGES_PER_ROW = 4_096;

    /** The same message, now that its place in the store is known. */
    public AcceptedMessage at(long storePosition) {
        return new AcceptedMessage(
                storePosition,
                drain,
                label,
                epochMicros,
                receivedMillis,
                app,
                process,
                severity,
                text,
                code,
                summary,
                request,
                continues,
                mention);
    }

    /** {@code web} of {@code web.1}: PROCID up to its first dot. */
    public String processType() {
        int dot = process.indexOf('.');
        return dot < 0 ? process : process.substring(0, dot);
    }
}
