package spillway.server.forward;

/**
 * Learns what became of accepted messages, so that none is read back from the store a second time. Called on the
 * forwarder's thread; must not wait.
 */
public interface Settlement {
    /** For messages that only memory holds: there is nothing to settle. Dead letters are lost with it. */
    Settlement NONE = new Settlement() {
        @Override
        public void settled(String channel, long[] positions) {}

        @Override
        public void deadLetter(DeadLetter letter, long[] positions) {}
    };

    /**
     * The messages have ended for this channel: posted, summarised or dropped.
     *
     * @param positions where they stand in the store, in any order, {@link AcceptedMessage#NOT_STORED} never among them
     */
    void settled(String channel, long[] positions);

    /** The messages have ended as a dead letter; both are committed together. */
    void deadLetter(DeadLetter letter, long[] positions);
}
