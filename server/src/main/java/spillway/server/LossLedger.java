package spillway.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what Heroku says it lost, each message once: a notice comes again with every try of its request, re-dated and perhaps
 * with a higher count, and says since when it counts. Any thread.
 */
final class LossLedger {
    private static final int MAX_NOTICES = 1_000;

    private final Map<String, Long> told = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_NOTICES;
        }
    };

    /**
     * How many of the {@code count} messages that a notice tells of are new.
     *
     * @param label the app that the notice is about, as the sender's URL calls it; else empty
     * @param since the notice's own words for when its count began
     */
    synchronized long fresh(String drain, String label, String code, String since, long count) {
        String key = drain + '\n' + label + '\n' + code + '\n' + since;
        long known = told.getOrDefault(key, 0L);
        told.put(key, Math.max(known, count));
        return Math.max(0, count - known);
    }
}
