package spillway.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.server.send.Capture;

/** Messages out of a stream, one at a time as they come: a request's body, or lines of {@code heroku logs}. */
final class MessageInput {
    /** More than any count a frame may have. */
    private static final int MAX_COUNT_DIGITS = 9;

    private static final int MAX_FRAME = 1 << 20;

    private final InputStream in;
    private final Instant now;
    private @Nullable Boolean body;

    /**
     * Reads from {@code in}.
     *
     * @param now when lines that tell no time were written
     */
    MessageInput(InputStream in, Instant now) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.now = now;
    }

    /**
     * The next message from its PRI on, or null at the end.
     *
     * @throws IOException if a body's counts do not fit, or the stream can't be read
     */
    byte @Nullable [] next() throws IOException {
        if (body == null) {
            body = startsWithCount();
        }
        return body ? nextFrame() : nextLine();
    }

    /** Digits, a blank and a PRI: nothing that anybody logs begins so. */
    private boolean startsWithCount() throws IOException {
        in.mark(MAX_COUNT_DIGITS + 3);
        int digits = 0;
        int octet = in.read();
        while (octet >= '0' && octet <= '9' && digits <= MAX_COUNT_DIGITS) {
            digits++;
            octet = in.read();
        }
        boolean counted = digits > 0 && octet == ' ' && in.read() == '<';
        in.reset();
        return counted;
    }

    private byte @Nullable [] nextFrame() throws IOException {
        int octet = in.read();
        while (octet == ' ' || octet == '\n' || octet == '\r') {
            octet = in.read();
        }
        if (octet < 0) {
            return null;
        }
        int count = 0;
        while (octet >= '0' && octet <= '9' && count <= MAX_FRAME) {
            count = count * 10 + octet - '0';
            octet = in.read();
        }
        if (octet != ' ' || count == 0 || count > MAX_FRAME) {
            throw new IOException("frame: no octet count (expected: a frame as \"93 <45>1 ...\")");
        }
        byte[] frame = in.readNBytes(count);
        if (frame.length < count) {
            throw new IOException("frame: " + frame.length + " octets (expected: " + count + ", as its count says)");
        }
        return frame;
    }

    private byte @Nullable [] nextLine() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int octet;
            while ((octet = in.read()) >= 0 && octet != '\n') {
                line.write(octet);
            }
            if (octet < 0 && line.size() == 0) {
                return null;
            }
            List<byte[]> messages = Capture.messages(line.toByteArray(), now);
            if (!messages.isEmpty()) {
                return messages.get(0);
            }
        }
    }
}
