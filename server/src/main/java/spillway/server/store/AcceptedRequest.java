package spillway.server.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.server.forward.AcceptedMessage;

/**
 * The messages of one request that some channel wants, encoded by the thread that makes it, so that the store thread only
 * writes.
 */
public final class AcceptedRequest {
    private final List<String> channels;
    private final long[] wants;
    private final List<byte[]> contents = new ArrayList<>(1);
    private final List<Integer> crcs = new ArrayList<>(1);
    private final int octets;
    private final @Nullable RequestKey key;
    private final Receipt receipt;

    /**
     * Copies the frames.
     *
     * @param frames the accepted frames, each behind its octet count and a blank, nothing between them
     * @param channels which channel a bit of {@code wants} means; the same list for many requests
     * @param wants for each frame the channels that want it, never 0
     * @throws IllegalArgumentException if the frames are not as many as {@code wants}, or one is wanted by no channel
     */
    public AcceptedRequest(RequestHead head, ByteBuffer frames, List<String> channels, long[] wants, Receipt receipt) {
        this.channels = channels;
        this.wants = wants;
        this.receipt = receipt;
        this.key = head.requestId() == null ? null : RequestKey.of(head.drain(), head.requestId());
        this.octets = frames.remaining() + 256;
        checkWants();
        encode(head, frames.duplicate());
    }

    private AcceptedRequest(AcceptedRequest other, Receipt receipt) {
        this.channels = other.channels;
        this.wants = other.wants;
        this.receipt = receipt;
        this.key = other.key;
        this.octets = other.octets;
        this.contents.addAll(other.contents);
        this.crcs.addAll(other.crcs);
    }

    /** The same with another receipt. */
    AcceptedRequest withReceipt(Receipt other) {
        return new AcceptedRequest(this, other);
    }

    private void checkWants() {
        for (long want : wants) {
            if (want == 0 || 64 - Long.numberOfLeadingZeros(want) > channels.size()) {
                throw new IllegalArgumentException("channels of a message: 0x" + Long.toHexString(want)
                        + " (expected: 1 to " + channels.size() + " bits)");
            }
        }
    }

    private void encode(RequestHead head, ByteBuffer frames) {
        int left = wants.length;
        while (left > 0) {
            int messages = Math.min(left, AcceptedMessage.MESSAGES_PER_ROW);
            ByteBuffer part = frames.slice();
            for (int m = 0; m < messages; m++) {
                skipFrame(frames);
            }
            left -= messages;
            part.limit(part.limit() - frames.remaining());
            byte[] content = RowContent.encode(head, part, messages);
            contents.add(content);
            crcs.add(RowContent.crc(content));
        }
        if (frames.hasRemaining() || wants.length == 0) {
            throw new IllegalArgumentException("frames: more (expected: " + wants.length + ")");
        }
    }

    private static void skipFrame(ByteBuffer frames) {
        int length = 0;
        while (frames.hasRemaining()) {
            int octet = frames.get();
            if (octet == ' ') {
                frames.position(frames.position() + length); // IllegalArgumentException beyond the end
                return;
            }
            length = length * 10 + octet - '0';
        }
        throw new IllegalArgumentException("frame: none (expected: an octet count and a blank)");
    }

    List<String> channels() {
        return channels;
    }

    /** How many rows it takes. */
    int rows() {
        return contents.size();
    }

    /** What stands in row {@code index}. */
    byte[] content(int index) {
        return contents.get(index);
    }

    /** The checksum of that. */
    int crc(int index) {
        return crcs.get(index);
    }

    /** The columns of row {@code index} when it gets the id. */
    RowKey rowKey(int index, long id, int[] channelIds) {
        int from = index * AcceptedMessage.MESSAGES_PER_ROW;
        int until = Math.min(wants.length, from + AcceptedMessage.MESSAGES_PER_ROW);
        return RowKey.of(id, wants, from, until, channelIds);
    }

    /** What it counts for while it is queued. */
    int octets() {
        return octets;
    }

    @Nullable
    RequestKey key() {
        return key;
    }

    Receipt receipt() {
        return receipt;
    }
}
