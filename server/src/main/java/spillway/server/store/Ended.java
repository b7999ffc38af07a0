package spillway.server.store;

import org.jspecify.annotations.Nullable;
import spillway.server.forward.DeadLetter;

/** Messages that have ended for a channel, and the dead letter that tells of them if they ended so. */
final class Ended {
    final String channel;
    final long[] positions;
    final @Nullable DeadLetter letter;

    /** The letter's number in the store, once it has one; a transaction that is tried again keeps it. */
    long letterId;

    Ended(String channel, long[] positions, @Nullable DeadLetter letter) {
        this.channel = channel;
        this.positions = positions;
        this.letter = letter;
    }
}
