package spillway.server.store;

/**
 * Whether the store takes requests.
 *
 * @param reason why not, in a few words for people; empty if it does
 */
public record StoreState(Kind kind, String reason) {
    static final StoreState OK = new StoreState(Kind.OK, "");

    static final StoreState CLOSED = new StoreState(Kind.CLOSED, "the server stops");

    /** {@code FULL} ends with space, {@code FAILING} with the cause; both are tried again by the store itself. */
    public enum Kind {
        OK,
        FULL,
        FAILING,
        CLOSED
    }

    /** Whether requests are taken. */
    public boolean isOk() {
        return kind == Kind.OK;
    }

    static StoreState full(String reason) {
        return new StoreState(Kind.FULL, reason);
    }

    static StoreState failing(String reason) {
        return new StoreState(Kind.FAILING, reason);
    }
}
