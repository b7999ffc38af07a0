package spillway.server.store;

/**
 * How {@code store.max-size} is divided: pages in use, the write-ahead log, and what settlements and dead letters need when
 * requests are refused already.
 *
 * @param maxSize what all files together may take, in octets
 */
record Limits(long maxSize) {
    private static final long KIB = 1_024;
    private static final long MIB = 1_024 * KIB;

    /** The size the log may reach, and at most twice that. It is copied into the main file from a quarter on. */
    long log() {
        return Math.max(256 * KIB, Math.min(16 * MIB, maxSize / 16));
    }

    /** What one transaction takes of requests, unless a single one is larger. */
    long batch() {
        return Math.max(64 * KIB, Math.min(4 * MIB, maxSize / 16));
    }

    /** What pages in use may take before requests are refused; the rest is for the log and for ending what is there. */
    long pages() {
        return maxSize - 2 * log() - batch() - Math.min(32 * MIB, maxSize / 16);
    }

    /** How many dead letters are kept; they tell of what could not be posted, and shall not keep the rest from it. */
    int deadLetters() {
        return (int) Math.max(50, Math.min(10_000, maxSize / 8 / (16 * KIB)));
    }

    /** What stays free on the disk for ending what is there. */
    long disk() {
        return Math.min(MIB, maxSize / 16);
    }

    /** What a row of so many octets takes, rather too much than too little. */
    static long cost(long octets) {
        if (octets < Database.PAGE_SIZE / 4) {
            return octets + 64;
        }
        return (octets / Database.PAGE_SIZE + 1) * Database.PAGE_SIZE;
    }
}
