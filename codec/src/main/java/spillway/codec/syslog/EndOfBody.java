package spillway.codec.syslog;

/** Tells {@link OctetCountingFrameDecoder} that a body has ended and that the next octet starts afresh. */
public enum EndOfBody {
    INSTANCE
}
