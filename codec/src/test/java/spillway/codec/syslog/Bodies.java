package spillway.codec.syslog;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;

/** Sends bodies through a decoder and collects what it says. */
final class Bodies implements AutoCloseable {
    private final EmbeddedChannel channel;

    /** What became of one body: its frames, copied, and how it ended. */
    record Decoded(List<byte[]> frames, EndOfFrames end) {}

    Bodies(int maxFrameLength) {
        channel = new EmbeddedChannel(new OctetCountingFrameDecoder(maxFrameLength));
    }

    /** One read of the body from {@code start} to {@code end}. */
    void read(byte[] body, int start, int end) {
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, end - start));
        channel.writeInbound(buffer.writeBytes(body, start, end - start));
    }

    Decoded whole(byte[] body) {
        read(body, 0, body.length);
        return end();
    }

    Decoded splitAt(byte[] body, int at) {
        read(body, 0, at);
        read(body, at, body.length);
        return end();
    }

    Decoded octetByOctet(byte[] body) {
        for (int i = 0; i < body.length; i++) {
            read(body, i, i + 1);
        }
        return end();
    }

    Decoded end() {
        channel.writeInbound(EndOfBody.INSTANCE);
        List<byte[]> frames = new ArrayList<>();
        while (true) {
            Object said = channel.readInbound();
            if (said instanceof EndOfFrames end) {
                return new Decoded(frames, end);
            }
            SyslogFrames some = (SyslogFrames) said;
            for (int i = 0; i < some.count(); i++) {
                byte[] frame = new byte[some.end(i) - some.start(i)];
                some.content().getBytes(some.content().readerIndex() + some.start(i), frame);
                frames.add(frame);
            }
            some.release();
        }
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
