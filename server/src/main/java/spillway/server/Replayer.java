package spillway.server;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.forward.AcceptedMessage;
import spillway.server.forward.Forwarder;
import spillway.server.store.AcceptedRequest;
import spillway.server.store.Receipt;
import spillway.server.store.Replay;
import spillway.server.store.RequestHead;
import spillway.server.store.StoreState;
import spillway.server.store.StoredRequest;

/**
 * Reads stored requests again and offers their messages to the channels that have not had them. Store thread only.
 *
 * <p>What was accepted for a channel is told there, whatever the rules say by now; they are only asked for what the message
 * means. A channel that is gone from the configuration is never asked for.
 */
final class Replayer implements Replay {
    private static final Logger log = LoggerFactory.getLogger(Replayer.class);

    private final Supplier<Ruleset> current;
    private final Forwarder forwarder;
    private final ObjLongConsumer<String> fellBehind;
    private Interpreter interpreter;

    /**
     * Offers to {@code forwarder}.
     *
     * @param fellBehind told that a channel is to be offered everything from a position on
     */
    Replayer(Supplier<Ruleset> current, Forwarder forwarder, ObjLongConsumer<String> fellBehind) {
        this.current = current;
        this.forwarder = forwarder;
        this.fellBehind = fellBehind;
        this.interpreter = new Interpreter(current.get());
    }

    @Override
    public void replay(StoredRequest request, List<String> channels, long[] wants) {
        takeOverRules();
        long[] room = {-1};
        walk(request, (m, octets, start, end) -> {
            if ((wants[m] & room[0]) != 0) {
                read(request, octets, start, end);
                room[0] &= ~offer(accepted(request).at(request.position(m)), wants, m, room[0]);
            }
        });
    }

    /** Today's rules say where messages go whose channels are gone; null if nowhere. */
    @Override
    public @Nullable AcceptedRequest reroute(StoredRequest request, BitSet messages) {
        takeOverRules();
        Acceptance acceptance = new Acceptance();
        walk(request, (m, octets, start, end) -> {
            if (messages.get(m)) {
                read(request, octets, start, end);
                if (interpreter.channels() != 0) {
                    acceptance.add(accepted(request), interpreter.channels(), interpreter.message());
                }
            }
        });
        if (acceptance.isEmpty()) {
            return null;
        }
        RequestHead head = new RequestHead(
                request.head().drain(),
                request.head().label(),
                null,
                request.head().dialect(),
                request.head().receivedMillis());
        ByteBuffer frames = ByteBuffer.wrap(acceptance.frames(), 0, acceptance.octets());
        List<String> channels = interpreter.ruleset().channelNames();
        return new AcceptedRequest(head, frames, channels, acceptance.wants(), new ReadBackLater(channels));
    }

    /** Has a rerouted request read back like any other that its channels have not had. */
    private final class ReadBackLater implements Receipt {
        private final List<String> channels;

        ReadBackLater(List<String> channels) {
            this.channels = channels;
        }

        @Override
        public void committed(long firstRowId) {
            for (String channel : channels) {
                fellBehind.accept(channel, firstRowId * AcceptedMessage.MESSAGES_PER_ROW);
            }
        }

        @Override
        public void repeated() {
            throw new IllegalStateException("a rerouted request has no id");
        }

        @Override
        public void failed(StoreState state) {
            log.warn("messages not rerouted yet: reason=\"{}\"", state.reason());
        }
    }

    private AcceptedMessage accepted(StoredRequest request) {
        return interpreter.accepted(
                request.head().drain(), request.head().label(), request.head().receivedMillis());
    }

    /** What is done with each frame of a request. */
    private interface Frame {
        void at(int message, byte[] octets, int start, int end);
    }

    private static void walk(StoredRequest request, Frame each) {
        ByteBuffer frames = request.frames();
        byte[] octets = frames.array();
        int at = frames.arrayOffset();
        for (int m = 0; m < request.messages(); m++) {
            int length = 0;
            while (octets[at] != ' ') {
                length = length * 10 + octets[at++] - '0';
            }
            int start = at + 1;
            at = start + length;
            each.at(m, octets, start, at);
        }
    }

    private void takeOverRules() {
        if (current.get() != interpreter.ruleset()) {
            interpreter = new Interpreter(current.get());
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
