package spillway.codec.syslog;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Splits a byte stream into syslog frames by octet counting.
 *
 * <pre>{@code
 *   BEFORE DECODE (21 octets)          AFTER DECODE (8 + 9 octets)
 *   +-----------------------+          +----------+  +-----------+
 *   | 8 <13>1 ab9 <13>1 abc |  ----->  | <13>1 ab |  | <13>1 abc |
 *   +-----------------------+          +----------+  +-----------+
 * }</pre>
 *
 * <p>All complete frames of a read leave as one {@link SyslogFrames}. Blanks and newlines between frames are skipped, as some
 * senders write them. A frame that is too long is skipped without being held. An octet that is no count makes the rest of the
 * body unreadable: octet counting has no mark to find the next frame by. {@link EndOfBody} ends a body, whatever state it was
 * in; it leaves as {@link EndOfFrames}, and the next body is read from a clean start.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587#section-3.4.1">RFC 6587, section 3.4.1</a>
 */
public final class OctetCountingFrameDecoder extends ByteToMessageDecoder {
    /** A count's digits: more than any frame limit needs, and far from overflow. */
    private static final int MAX_COUNT_DIGITS = 9;

    private static final int SAMPLE_OCTETS = 48;

    private enum State {
        READ_FRAMES,
        SKIP_FRAME,
        SKIP_BODY
    }

    private final int maxFrameLength;
    private State state = State.READ_FRAMES;
    private int toSkip;
    private int malformed;
    private String problem = "";

    /**
     * Makes a decoder for one connection.
     *
     * @param maxFrameLength the longest frame that is read, in octets, its count not included
     */
    public OctetCountingFrameDecoder(int maxFrameLength) {
        if (maxFrameLength < 1 || maxFrameLength > 999_999_999) {
            throw new IllegalArgumentException("frame length: " + maxFrameLength + " (expected: 1 to 999999999)");
        }
        this.maxFrameLength = maxFrameLength;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message == EndOfBody.INSTANCE) {
            ctx.fireChannelRead(endBody());
        } else {
            super.channelRead(ctx, message);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (state) {
            case READ_FRAMES -> readFrames(in, out);
            case SKIP_FRAME -> skipFrame(in);
            case SKIP_BODY -> in.skipBytes(in.readableBytes());
        }
    }

    /** Takes every complete frame of {@code in}, in one pass. */
    private void readFrames(ByteBuf in, List<Object> out) {
        int base = in.readerIndex();
        int end = in.writerIndex();
        int taken = base;
        SyslogFrames frames = null;
        while (state == State.READ_FRAMES) {
            int countStart = skipBlanks(in, taken, end);
            int at = countStart;
            int count = 0;
            while (at < end && isDigit(in.getByte(at)) && at - countStart <= MAX_COUNT_DIGITS) {
                count = count * 10 + in.getByte(at) - '0';
                at++;
            }
            if (at == end && at - countStart <= MAX_COUNT_DIGITS) {
                break; // the rest of the count is still to come
            }
            taken = countStart;
            if (at == countStart || at - countStart > MAX_COUNT_DIGITS || in.getByte(at) != ' ') {
                malformed("no octet count", in, countStart, end);
                state = State.SKIP_BODY;
                taken = end;
            } else if (count == 0 || count > maxFrameLength) {
                skipped(count, in, countStart, end);
                taken = at + 1;
            } else if (end - at - 1 < count) {
                break; // the rest of the frame is still to come
            } else {
                if (frames == null) {
                    frames = SyslogFrames.newInstance();
                }
                frames.add(at + 1 - base, at + 1 + count - base);
                taken = at + 1 + count;
            }
        }
        if (frames == null) {
            in.readerIndex(taken);
        } else {
            frames.content(in.readRetainedSlice(taken - base));
            out.add(frames);
        }
    }

    private static int skipBlanks(ByteBuf in, int start, int end) {
        int at = start;
        while (at < end && isBlank(in.getByte(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private void skipped(int count, ByteBuf in, int start, int end) {
        malformed("frame length: " + count + " (expected: 1 to " + maxFrameLength + ")", in, start, end);
        if (count > 0) {
            toSkip = count;
            state = State.SKIP_FRAME;
        }
    }

    private void malformed(String what, ByteBuf in, int start, int end) {
        malformed++;
        if (problem.isEmpty()) {
            problem = what + ": \"" + sample(in, start, end) + "\"";
        }
    }

    /** The first octets as a log may show them: what is not printable ASCII becomes a dot. */
    private static String sample(ByteBuf in, int start, int end) {
        int length = Math.min(end - start, SAMPLE_OCTETS);
        StringBuilder sample = new StringBuilder(length);
        for (int i = start; i < start + length; i++) {
            byte octet = in.getByte(i);
            sample.append(octet < ' ' || octet == 0x7f ? '.' : (char) octet);
        }
        return sample.toString();
    }

    private void skipFrame(ByteBuf in) {
        int skipped = Math.min(toSkip, in.readableBytes());
        in.skipBytes(skipped);
        toSkip -= skipped;
        if (toSkip == 0) {
            state = State.READ_FRAMES;
        }
    }

    private EndOfFrames endBody() {
        ByteBuf rest = internalBuffer();
        if (skipBlanks(rest, rest.readerIndex(), rest.writerIndex()) < rest.writerIndex()) {
            malformed("frame cut off", rest, rest.readerIndex(), rest.writerIndex());
        }
        rest.skipBytes(rest.readableBytes());
        EndOfFrames end = malformed == 0 ? EndOfFrames.CLEAN : new EndOfFrames(malformed, problem);
        state = State.READ_FRAMES;
        toSkip = 0;
        malformed = 0;
        problem = "";
        return end;
    }
}
