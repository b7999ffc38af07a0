package spillway.codec.syslog;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.Recycler;
import io.netty.util.ReferenceCounted;
import java.util.Arrays;

/**
 * The complete frames of one read: their octets, retained and not copied, and where each frame stands in them.
 *
 * <p>One value for all frames of a read, because one object a frame costs more than everything else on the way. It is
 * pooled: whoever takes it releases it, once, and does not touch it again.
 */
public final class SyslogFrames extends AbstractReferenceCounted {
    /** A longer list is given back to the heap instead of the pool. */
    private static final int MAX_POOLED_FRAMES = 4_096;

    private static final Recycler<SyslogFrames> POOL = new Recycler<>() {
        @Override
        protected SyslogFrames newObject(Handle<SyslogFrames> handle) {
            return new SyslogFrames(handle);
        }
    };

    private final Recycler.Handle<SyslogFrames> handle;
    private ByteBuf content = Unpooled.EMPTY_BUFFER;
    private int[] bounds = new int[64];
    private int count;

    private SyslogFrames(Recycler.Handle<SyslogFrames> handle) {
        this.handle = handle;
    }

    static SyslogFrames newInstance() {
        SyslogFrames frames = POOL.get();
        frames.setRefCnt(1);
        frames.count = 0;
        return frames;
    }

    /** How many frames these are. */
    public int count() {
        return count;
    }

    /** The octets of all frames, counts included, from {@link ByteBuf#readerIndex} on. */
    public ByteBuf content() {
        return content;
    }

    /** Where frame {@code index} starts, its count not included, from the start of {@link #content} on. */
    public int start(int index) {
        return bounds[2 * index];
    }

    /** Where frame {@code index} ends. */
    public int end(int index) {
        return bounds[2 * index + 1];
    }

    void add(int start, int end) {
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * count] = start;
        bounds[2 * count + 1] = end;
        count++;
    }

    void content(ByteBuf retained) {
        content = retained;
    }

    @Override
    protected void deallocate() {
        content.release();
        content = Unpooled.EMPTY_BUFFER;
        if (bounds.length > 2 * MAX_POOLED_FRAMES) {
            bounds = new int[64];
        }
        handle.recycle(this);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        content.touch(hint);
        return this;
    }
}
