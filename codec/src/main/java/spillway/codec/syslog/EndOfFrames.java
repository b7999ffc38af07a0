package spillway.codec.syslog;

/**
 * What {@link OctetCountingFrameDecoder} says when a body has ended.
 *
 * @param malformed how many frames could not be read: too long, empty, cut off, or (counted as one) everything after the
 *     first octet that is no count
 * @param problem what was wrong first, with a short sample, printable; empty if nothing was
 */
public record EndOfFrames(int malformed, String problem) {
    /** All octets were frames. */
    public static final EndOfFrames CLEAN = new EndOfFrames(0, "");
}
