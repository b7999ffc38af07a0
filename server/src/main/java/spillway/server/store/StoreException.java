package spillway.server.store;

/** The store can't be opened, and trying again will not help; the message is one line for the operator. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }
}
