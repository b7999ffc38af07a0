package spillway.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import java.util.function.Predicate;

/** Expands one request's gzip body piece by piece, so that a small body that expands without end never fills the memory. */
final class GzipBody {
    /** Deflate makes at most about 1,032 octets of one: no piece is larger than a mebioctet. */
    private static final int SLICE = 1_024;

    private final EmbeddedChannel inflater = new EmbeddedChannel(new JdkZlibDecoder(ZlibWrapper.GZIP, true, 0));
    private boolean anything;

    /**
     * Expands what came.
     *
     * @param compressed is released
     * @param expanded takes each piece over, and says whether it wants another
     * @throws DecompressionException if it is no gzip
     */
    void expand(ByteBuf compressed, Predicate<ByteBuf> expanded) {
        try {
            boolean wanted = true;
            while (wanted && compressed.isReadable()) {
                inflater.writeInbound(compressed.readRetainedSlice(Math.min(SLICE, compressed.readableBytes())));
                ByteBuf piece;
                while ((piece = inflater.readInbound()) != null) {
                    anything |= piece.isReadable();
                    wanted &= expanded.test(piece);
                }
            }
        } finally {
            compressed.release();
        }
    }

    /** Whether the body has held anything yet. */
    boolean hasExpanded() {
        return anything;
    }

    void close() {
        try {
            inflater.finishAndReleaseAll();
        } catch (DecompressionException cutOff) {
            inflater.releaseInbound();
        }
    }
}
