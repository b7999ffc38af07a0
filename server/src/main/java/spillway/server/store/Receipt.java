package spillway.server.store;

/** Learns what became of an appended request: exactly one method is called, once, on the store thread. Must not wait. */
public interface Receipt {
    /**
     * The request is synced. Message {@code m} of it has the position {@code firstRowId * 4096 + m}, however many rows
     * there are.
     */
    void committed(long firstRowId);

    /** The same request was accepted before: it is in the store already, and nothing of it was taken again. */
    void repeated();

    /** Nothing of the request is in the store; it may be appended again. */
    void failed(StoreState state);
}
