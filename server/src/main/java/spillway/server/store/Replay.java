package spillway.server.store;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests of the store again for channels that could not take their messages when they came. */
public interface Replay {
    /**
     * Parses the frames and offers each wanted message to its channels, in order. Called on the store thread.
     *
     * @param channels which channel a bit of {@code wants} means
     * @param wants for each message the channels that still wait for it; to clear: each bit that is dealt with, because the
     *     channel took the message, or because no rule sends it there any more and it was settled for that reason. Once a
     *     channel takes no more, its bits stay from that message on
     */
    void replay(StoredRequest request, List<String> channels, long[] wants);

    /**
     * Decides again on messages whose channels are all gone from the configuration. Called on the store thread.
     *
     * @param messages which of the request's
     * @return these messages as a new request without a request id, for the channels that the rules now send them to; null if
     *     the rules send them nowhere, and they have ended
     */
    default @Nullable AcceptedRequest reroute(StoredRequest request, BitSet messages) {
        return null;
    }
}
