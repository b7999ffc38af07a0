package spillway.server.store;

/** Sends dead letters again that somebody marked for it. */
public interface LetterReplay {
    /**
     * Takes a letter; once sent, the store is told by {@link Store#letterSent}, else by {@link Store#letterFailed}. Called on
     * the store thread; must not wait. A letter comes once, and again after a restart if nothing was told.
     */
    void replay(StoredLetter letter);
}
