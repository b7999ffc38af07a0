package spillway.server.forward;

import java.util.ArrayDeque;
import java.util.Queue;
import spillway.codec.slack.Post;

/** What a channel is to be told that is none of its messages: notices, losses, payloads sent again. Goes first. */
final class Notices {
    private static final int MAX = 20;

    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    private final Losses losses = new Losses();

    /** Above {@value #MAX} it is left out: what so many say is known. */
    void add(Post notice) {
        if (waiting.size() < MAX) {
            waiting.add(new Outgoing(Outgoing.Kind.NOTICE, notice, null, null));
        }
    }

    /** A person waits for it: never left out. */
    void replay(Outgoing payload) {
        waiting.add(payload);
    }

    void lost(String where, String code, long count, Now now) {
        losses.add(where, code, count, now);
    }

    /** The losses told last did not get through: they are told again, at once or at their next occasion. */
    void lossesUntold(boolean atOnce) {
        losses.untold(atOnce);
    }

    /** Whether nothing is left but losses, whose time may not have come. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long dueNanos() {
        return waiting.isEmpty() ? losses.dueNanos() : Long.MIN_VALUE;
    }

    /** What is due. */
    Outgoing next(Now now, String batchId) {
        Outgoing first = waiting.poll();
        return first == null ? new Outgoing(Outgoing.Kind.LOSSES, losses.tell(now, batchId), null, null) : first;
    }
}
