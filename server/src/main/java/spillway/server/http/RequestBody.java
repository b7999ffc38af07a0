package spillway.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.compression.DecompressionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.EndOfFrames;

/** The body of the request that is being read: expanded if it is compressed, and counted. One connection's. */
final class RequestBody {
    private long octets;
    private @Nullable GzipBody gzip;
    private String problem = "";

    void begin(boolean compressed) {
        close();
        octets = 0;
        problem = "";
        gzip = compressed ? new GzipBody() : null;
    }

    /**
     * Reads on.
     *
     * @param received is taken over
     * @param passOn takes each piece over, already counted, and says whether it wants more
     */
    void read(ByteBuf received, Predicate<ByteBuf> passOn) {
        GzipBody compressed = gzip;
        if (compressed == null) {
            counted(received, passOn);
        } else if (!problem.isEmpty()) {
            received.release();
        } else {
            expand(compressed, received, passOn);
        }
    }

    private void expand(GzipBody compressed, ByteBuf received, Predicate<ByteBuf> passOn) {
        try {
            compressed.expand(received, piece -> counted(piece, passOn));
        } catch (DecompressionException notGzip) {
            problem = "gzip: " + notGzip.getMessage();
        }
    }

    private boolean counted(ByteBuf piece, Predicate<ByteBuf> passOn) {
        octets += piece.readableBytes();
        return passOn.test(piece);
    }

    /** Counts octets that nobody reads. */
    void discard(ByteBuf received) {
        octets += received.readableBytes();
        received.release();
    }

    /** How many octets there were so far, after expansion. */
    long octets() {
        return octets;
    }

    /** How the frames ended, and what was wrong with the compression. */
    EndOfFrames ended(EndOfFrames frames) {
        if (gzip != null && problem.isEmpty() && !gzip.hasExpanded()) {
            problem = "gzip: nothing in it";
        }
        close();
        if (problem.isEmpty()) {
            return frames;
        }
        return new EndOfFrames(frames.malformed() + 1, frames.problem().isEmpty() ? problem : frames.problem());
    }

    void close() {
        GzipBody compressed = gzip;
        if (compressed != null) {
            gzip = null;
            compressed.close();
        }
    }
}
