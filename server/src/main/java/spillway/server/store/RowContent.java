package spillway.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a row: a request's head and its frames.
 *
 * <pre>{@code
 *   +--------+---------+----------+----------+-------+-------+------------+--------+
 *   | format | dialect | received | messages | drain | label | request id | frames |
 *   | 1      | 1       | 8        | 4        | 2 + n | 2 + n | 2 + n      | rest   |
 *   +--------+---------+----------+----------+-------+-------+------------+--------+
 * }</pre>
 *
 * <p>Numbers are big-endian, texts are UTF-8 behind their length; a length of 65,535 is no text. The checksum stands in a
 * column of its own and covers the other columns too.
 */
final class RowContent {
    private static final int FORMAT = 1;
    private static final int FIXED = 1 + 1 + 8 + 4 + 3 * 2;
    private static final int NO_TEXT = 0xFFFF;
    private static final int MAX_TEXT = 16_384;

    private RowContent() {}

    static byte[] encode(RequestHead head, ByteBuffer frames, int messages) {
        byte[] drain = octets(head.drain());
        byte[] label = octets(head.label());
        byte[] requestId = head.requestId() == null ? new byte[0] : octets(head.requestId());
        byte[] content = new byte[FIXED + drain.length + label.length + requestId.length + frames.remaining()];
        ByteBuffer out = ByteBuffer.wrap(content);
        out.put((byte) FORMAT).put((byte) head.dialect());
        out.putLong(head.receivedMillis()).putInt(messages);
        out.putShort((short) drain.length).put(drain);
        out.putShort((short) label.length).put(label);
        out.putShort((short) (head.requestId() == null ? NO_TEXT : requestId.length));
        out.put(requestId).put(frames);
        return content;
    }

    /** The checksum of the content alone; a row's is this and that of its key, by exclusive or. */
    static int crc(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }

    /** The request of a row, or null if the row is not as it was written. */
    static @Nullable StoredRequest decode(RowKey key, int crc, byte[] content) {
        if (content.length < FIXED || content[0] != FORMAT || crc != (crc(content) ^ key.crc())) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(content, 1, content.length - 1);
        int dialect = in.get() & 0xFF;
        long receivedMillis = in.getLong();
        int messages = in.getInt();
        String drain = String.valueOf(text(in));
        String label = String.valueOf(text(in));
        RequestHead head = new RequestHead(drain, label, text(in), dialect, receivedMillis);
        return new StoredRequest(key.id(), head, messages, content, in.position());
    }

    private static byte[] octets(String text) {
        byte[] octets = text.getBytes(UTF_8);
        if (octets.length > MAX_TEXT) {
            throw new IllegalArgumentException("length: " + octets.length + " (expected: <= " + MAX_TEXT + ")");
        }
        return octets;
    }

    private static @Nullable String text(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length == NO_TEXT) {
            return null;
        }
        byte[] octets = new byte[length];
        in.get(octets);
        return new String(octets, UTF_8);
    }
}
