package spillway.server;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.forward.AcceptedMessage;
import spillway.server.forward.Forwarder;
import spillway.server.store.Replay;
import spillway.server.store.StoredRequest;

/**
 * Reads stored requests again and offers their messages to the channels that have not had them. Store thread only.
 *
 * <p>What was accepted for a channel is told there, whatever the rules say by now; they are only asked for what the message
 * means. A channel that is gone from the configuration is never asked for.
 */
final class Replayer implements Replay {
    private final Supplier<Ruleset> current;
    private final Forwarder forwarder;
    private Interpreter interpreter;

    Replayer(Supplier<Ruleset> current, Forwarder forwarder) {
        this.current = current;
        this.forwarder = forwarder;
        this.interpreter = new Interpreter(current.get());
    }

    @Override
    public void replay(StoredRequest request, List<String> channels, long[] wants) {
        if (current.get() != interpreter.ruleset()) {
            interpreter = new Interpreter(current.get());
        }
        ByteBuffer frames = request.frames();
        byte[] octets = frames.array();
        int at = frames.arrayOffset();
        long room = -1;
        for (int m = 0; m < request.messages(); m++) {
            int length = 0;
            while (octets[at] != ' ') {
                length = length * 10 + octets[at++] - '0';
            }
            int start = at + 1;
            at = start + length;
            if ((wants[m] & room) != 0) {
                read(request, octets, start, at);
                AcceptedMessage message = interpreter
                        .accepted(
                                request.head().drain(),
                                request.head().label(),
                                request.head().receivedMillis())
                        .at(request.position(m));
                room &= ~offer(message, wants, m, room);
            }
        }
    }

    private void read(StoredRequest request, byte[] octets, int start, int end) {
        Dialect dialect = Dialect.values()[request.head().dialect()];
        int drain = interpreter.ruleset().drainIndex(request.head().drain());
        if (drain == Ruleset.UNKNOWN_DRAIN) {
            interpreter.readMeaning(octets, start, end, dialect);
        } else {
            interpreter.read(octets, start, end, dialect, drain, request.head().receivedMillis());
        }
    }

    /** Offers the message to its channels that have room, clears their bits, and returns those that had none. */
    private long offer(AcceptedMessage message, long[] wants, int m, long room) {
        long refused = 0;
        for (long rest = wants[m] & room; rest != 0; rest &= rest - 1) {
            int channel = Long.numberOfTrailingZeros(rest);
            if (forwarder.offer(message, channel)) {
                wants[m] &= ~(1L << channel);
            } else {
                refused |= 1L << channel;
            }
        }
        return refused;
    }
}
