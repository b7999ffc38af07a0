package spillway.codec.syslog;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import spillway.codec.FramedCorpus;

/** Octets to frames, 64 KiB a read; beside Netty's own splitter of lines, for each message is one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SplitBenchmark {
    private static final int READ = 1 << 16;

    private final FramedCorpus corpus = new FramedCorpus();
    private final ByteBuf counted = Unpooled.directBuffer().writeBytes(corpus.body);
    private final ByteBuf ended = Unpooled.directBuffer();
    private final EmbeddedChannel counting = new EmbeddedChannel(new OctetCountingFrameDecoder(1 << 20));
    private final EmbeddedChannel lines = new EmbeddedChannel(new LineBasedFrameDecoder(1 << 20));

    /** The same messages as lines: few of them end without a line feed. */
    @Setup
    public void setup() {
        for (int i = 0; i < corpus.bounds.length; i += 2) {
            int end = corpus.bounds[i + 1];
            ended.writeBytes(corpus.body, corpus.bounds[i], end - corpus.bounds[i]);
            if (corpus.body[end - 1] != '\n') {
                ended.writeByte('\n');
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(FramedCorpus.MESSAGES)
    public int split() {
        int frames = 0;
        feed(counting, counted);
        counting.writeInbound(EndOfBody.INSTANCE);
        for (Object read = counting.readInbound(); read != null; read = counting.readInbound()) {
            if (read instanceof SyslogFrames some) {
                frames += some.count();
                some.release();
            }
        }
        return checked(frames);
    }

    @Benchmark
    @OperationsPerInvocation(FramedCorpus.MESSAGES)
    public int splitByNettyLines() {
        int frames = 0;
        feed(lines, ended);
        for (Object read = lines.readInbound(); read != null; read = lines.readInbound()) {
            frames++;
            ReferenceCountUtil.release(read);
        }
        return checked(frames);
    }

    @Benchmark
    @OperationsPerInvocation(FramedCorpus.MESSAGES)
    public byte[] arraycopy() {
        return corpus.arraycopy();
    }

    private static void feed(EmbeddedChannel channel, ByteBuf octets) {
        for (int at = 0; at < octets.writerIndex(); at += READ) {
            channel.writeInbound(octets.retainedSlice(at, Math.min(READ, octets.writerIndex() - at)));
        }
    }

    private static int checked(int frames) {
        if (frames != FramedCorpus.MESSAGES) {
            throw new IllegalStateException("frames: " + frames + " (expected: " + FramedCorpus.MESSAGES + ")");
        }
        return frames;
    }
}
