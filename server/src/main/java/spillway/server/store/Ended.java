package spillway.server.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import spillway.server.forward.DeadLetter;

/** Messages that have ended for a channel, and the dead letter that tells of them if they ended so. */
final class Ended {
    final String channel;

    /** The channel's number in the store if its name may be unknown, else 0. */
    final int channelId;

    final long[] positions;
    final @Nullable DeadLetter letter;

    /** The letter's number in the store, once it has one; a transaction that is tried again keeps it. */
    long letterId;

    Ended(String channel, long[] positions, @Nullable DeadLetter letter) {
        this(channel, 0, positions, letter);
    }

    Ended(int channelId, long[] positions) {
        this("", channelId, positions, null);
    }

    private Ended(String channel, int channelId, long[] positions, @Nullable DeadLetter letter) {
        this.channel = channel;
        this.channelId = channelId;
        this.positions = positions;
        this.letter = letter;
    }

    /** So many of the positions from {@code from} on; the letter goes with the first. */
    Ended part(int from, int most) {
        long[] part = Arrays.copyOfRange(positions, from, Math.min(from + most, positions.length));
        return new Ended(channel, channelId, part, from == 0 ? letter : null);
    }
}
