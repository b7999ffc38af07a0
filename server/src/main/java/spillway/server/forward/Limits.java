package spillway.server.forward;

/**
 * What may be held, by the heap there is.
 *
 * @param positions of a channel; above it a stored message stays in the store
 * @param groups of a channel; above it messages go to one group called other
 * @param characters of a channel's texts; above it text is lost, never a count
 * @param inbox characters between {@link Forwarder#offer} and the forwarder's thread
 */
record Limits(int positions, int groups, long characters, long inbox) {
    private static final int MAX_POSITIONS = 500_000;
    private static final int MAX_GROUPS = 1_000;

    /** An eighth of the heap for positions (8 octets), a sixteenth each for waiting and for incoming text (2 octets). */
    static Limits of(long heapOctets, int channels) {
        long share = heapOctets / Math.max(1, channels);
        return new Limits(
                (int) Math.min(MAX_POSITIONS, Math.max(10_000, share / 8 / 12)),
                (int) Math.min(MAX_GROUPS, Math.max(50, share / 32 / 1_024)),
                Math.max(400_000, share / 16 / 2),
                Math.max(1_000_000, heapOctets / 16 / 2));
    }
}
