package spillway.codec.slack;

/** How much a rendering dares: a post that the channel refuses as malformed or too long is tried again one level simpler. */
public enum Level {
    /** Blocks and colour, as much as Slack is known to take, in up to three parts. */
    FULL,
    /** The same in one part of half the size. */
    HALF,
    /** One short {@code text} and nothing else. */
    TEXT;

    /** Whether nothing simpler is left: refused at this level, a post is a dead letter. */
    public boolean isLast() {
        return this == TEXT;
    }

    /** The next level; {@link #TEXT} stays. */
    public Level simpler() {
        return this == FULL ? HALF : TEXT;
    }
}
