package spillway.server.store;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import spillway.server.forward.AcceptedMessage;
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

    /** The same with the positions in order. */
    Ended sorted() {
        return new Ended(channel, channelId, LongStream.of(positions).sorted().toArray(), letter);
    }

    /** The positions {@code from} to {@code until}, the latter not included; the letter goes with the first. */
    Ended part(int from, int until) {
        return new Ended(channel, channelId, Arrays.copyOfRange(positions, from, until), from == 0 ? letter : null);
    }

    /** Where, among positions in order, the last of so many rows ends of which the first is at {@code from}. */
    int endOfRows(int from, int rows) {
        int left = rows;
        int at = from;
        while (at < positions.length && (!startsRow(at, from) || --left >= 0)) {
            at++;
        }
        return at;
    }

    /** How many rows the positions, in order, are of. */
    int rows() {
        int rows = 0;
        for (int at = 0; at < positions.length; at++) {
            rows += startsRow(at, 0) ? 1 : 0;
        }
        return rows;
    }

    private boolean startsRow(int at, int from) {
        return at == from || row(positions[at]) != row(positions[at - 1]);
    }

    private static long row(long position) {
        return position / AcceptedMessage.MESSAGES_PER_ROW;
    }
}
