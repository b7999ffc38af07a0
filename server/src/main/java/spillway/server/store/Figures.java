package spillway.server.store;

/**
 * What the store can be watched by; at most about a second old.
 *
 * @param octets what the database and its log take on disk
 * @param oldestMillis when the oldest request that waits to be told was received, in milliseconds since 1970; 0 if none waits
 * @param deadLetters how many there are
 * @param droppedLetters how many were deleted since the start because there were too many
 * @param remembered how many requests would be told from a repeat
 * @param damagedRows how many rows were found damaged since the start
 * @param behind how many channels are behind
 */
public record Figures(
        long octets,
        long oldestMillis,
        long deadLetters,
        long droppedLetters,
        long remembered,
        long damagedRows,
        int behind) {
    static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0);
}
