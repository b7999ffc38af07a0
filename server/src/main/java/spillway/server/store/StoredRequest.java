package spillway.server.store;

import java.nio.ByteBuffer;
import spillway.server.forward.AcceptedMessage;

/** A row as it is read back: a request, or a part of at most 4,096 messages of it. */
public final class StoredRequest {
    private final long rowId;
    private final RequestHead head;
    private final int messages;
    private final byte[] content;
    private final int framesStart;

    StoredRequest(long rowId, RequestHead head, int messages, byte[] content, int framesStart) {
        this.rowId = rowId;
        this.head = head;
        this.messages = messages;
        this.content = content;
        this.framesStart = framesStart;
    }

    /** As it was appended. */
    public RequestHead head() {
        return head;
    }

    /** How many messages there are, 1 to 4,096. */
    public int messages() {
        return messages;
    }

    /** The frames, each behind its octet count and a blank. The array behind it may be read, from its {@code arrayOffset}. */
    public ByteBuffer frames() {
        return ByteBuffer.wrap(content, framesStart, content.length - framesStart)
                .slice();
    }

    /** What identifies a message of the row to {@link spillway.server.forward.Settlement}. */
    public long position(int message) {
        return rowId * AcceptedMessage.MESSAGES_PER_ROW + message;
    }
}
