package spillway.server.forward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has been offered and not yet grouped. Any thread adds, one takes. At the limit a stored message is refused (it is
 * read back later); one that only memory holds loses its text and is counted.
 */
final class Inbox {
    /** A message costs so much beside its text, in characters. */
    private static final int WEIGHT_OF_MESSAGE = 100;

    private final Limits limits;
    private final AtomicLong[] held;
    private final boolean[] behind;
    private final Overflow[] overflows;
    private List<Item> items = new ArrayList<>();
    private long weight;

    record Item(AcceptedMessage message, int channel) {}

    Inbox(Limits limits, AtomicLong[] held) {
        this.limits = limits;
        this.held = held;
        this.behind = new boolean[held.length];
        this.overflows = new Overflow[held.length];
        Arrays.fill(overflows, Overflow.NONE);
    }

    synchronized boolean add(AcceptedMessage message, int channel) {
        boolean stored = message.position() != AcceptedMessage.NOT_STORED;
        boolean full = weight >= limits.inbox();
        if (stored && (full || held[channel].get() >= limits.positions())) {
            behind[channel] = true;
            return false;
        }
        if (full) {
            overflows[channel] = overflows[channel].plus(message);
            return true;
        }
        items.add(new Item(message, channel));
        weight += message.text().length() + WEIGHT_OF_MESSAGE;
        if (stored) {
            held[channel].incrementAndGet();
        }
        return true;
    }

    synchronized List<Item> take() {
        List<Item> taken = items;
        items = new ArrayList<>(Math.min(taken.size(), 1_024));
        weight = 0;
        return taken;
    }

    synchronized Overflow takeOverflow(int channel) {
        Overflow overflow = overflows[channel];
        overflows[channel] = Overflow.NONE;
        return overflow;
    }

    /** Whether a channel that refused a message has room again; it says so once. */
    synchronized boolean hasRoomAgain(int channel) {
        boolean room = behind[channel] && weight < limits.inbox() / 2 && held[channel].get() < limits.positions() / 2;
        behind[channel] &= !room;
        return room;
    }

    synchronized boolean isEmpty() {
        return items.isEmpty();
    }
}
