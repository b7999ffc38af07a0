package spillway.server.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that the store takes no requests: at once, then at most every 10 s with a count, and when it is over. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final long EVERY_NANOS = 10_000_000_000L;

    private StoreState said = StoreState.OK;
    private long saidNanos;
    private long unsaid;
    private long total;

    /** Requests were refused, or none came but none would be taken. */
    void refused(StoreState state, int requests, long nowNanos) {
        unsaid += requests;
        total += requests;
        boolean isKnown = said.kind() == state.kind();
        if (isKnown && (unsaid == 0 || nowNanos - saidNanos < EVERY_NANOS)) {
            return;
        }
        LOG.warn("requests refused: cause=store-{} reason=\"{}\" requests={}", state.kind(), state.reason(), unsaid);
        said = state;
        saidNanos = nowNanos;
        unsaid = 0;
    }

    void recovered() {
        if (!said.isOk()) {
            LOG.info("store takes requests again: refused={}", total);
            said = StoreState.OK;
            unsaid = 0;
            total = 0;
        }
    }
}
