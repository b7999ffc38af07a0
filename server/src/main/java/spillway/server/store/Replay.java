package spillway.server.store;

import java.util.List;

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
}
