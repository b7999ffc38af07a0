package spillway.server.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what waits for channels that are gone, so that no row stays for ever: after a start and after a change of the channels
 * all rows that name others are looked at once. A message that waits for nobody else goes through the rules again.
 */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final long NONE = Long.MAX_VALUE;

    /** Takes requests and settlements of the orphans' own. */
    interface Queue {
        void append(AcceptedRequest request);

        void ended(int channelId, long[] positions);
    }

    private final Queue queue;
    private long next = NONE;

    Orphans(Queue queue) {
        this.queue = queue;
    }

    /** Looks at rows from this id on, again or for the first time. */
    void lookFrom(long rowId) {
        next = Math.min(next, rowId);
    }

    boolean hasWork() {
        return next != NONE;
    }

    /** Looks at the next rows; returns those that are damaged. */
    List<Rows.Raw> step(Ledger ledger, List<String> channels, Replay replay, long octets) throws SQLException {
        long first = ledger.rows().next(next);
        if (first == 0) {
            next = NONE;
            return List.of();
        }
        List<Integer> known = new ArrayList<>();
        for (String channel : channels) {
            known.add(ledger.channels().idOrZero(channel));
        }
        Rows.Chunk chunk = ledger.rows().readOthers(first, ledger.upTo(first + ReadBack.MAX_IDS), known, octets);
        Map<Long, Map<Integer, BitSet>> settled = ledger.settled().between(first, chunk.scannedTo());
        List<Rows.Raw> damaged = new ArrayList<>();
        for (Rows.Raw raw : chunk.rows()) {
            StoredRequest request = raw.request();
            if (request == null) {
                damaged.add(raw);
                continue;
            }
            try {
                handle(request, new Pairs(raw.key, known, settled.getOrDefault(raw.key.id(), Map.of())), replay);
            } catch (RuntimeException e) {
                LOG.error("request not rerouted: row={}", raw.key.id(), e);
                damaged.add(raw);
            }
        }
        next = chunk.scannedTo();
        return damaged;
    }

    private void handle(StoredRequest request, Pairs pairs, Replay replay) {
        if (pairs.gone.isEmpty()) {
            return;
        }
        BitSet lonely = pairs.lonely();
        AcceptedRequest again = lonely.isEmpty() ? null : replay.reroute(request, (BitSet) lonely.clone());
        if (again == null) {
            if (!lonely.isEmpty()) {
                LOG.warn("messages filtered: cause=channel-removed messages={}", lonely.cardinality());
            }
            end(request, pairs);
            return;
        }
        queue.append(again.withReceipt(new Rerouted(again.receipt(), request, pairs)));
    }

    private void end(StoredRequest request, Pairs pairs) {
        pairs.gone.forEach((channel, messages) -> queue.ended(
                channel, messages.stream().mapToLong(request::position).toArray()));
    }

    /** Who waits for a row's messages. */
    private static final class Pairs {
        private final Map<Integer, BitSet> gone = new HashMap<>();
        private final BitSet wantedByKnown = new BitSet();

        Pairs(RowKey key, List<Integer> known, Map<Integer, BitSet> settled) {
            for (int channel : key.channels()) {
                BitSet messages = key.wanted(channel);
                if (known.contains(channel)) {
                    wantedByKnown.or(messages);
                    continue;
                }
                messages.andNot(settled.getOrDefault(channel, new BitSet()));
                if (!messages.isEmpty()) {
                    gone.put(channel, messages);
                }
            }
        }

        /** The messages that wait for channels that are gone, and for no other. */
        BitSet lonely() {
            BitSet lonely = new BitSet();
            gone.values().forEach(lonely::or);
            lonely.andNot(wantedByKnown);
            return lonely;
        }
    }

    /** Ends the old pairs once the new ones are safe. */
    private final class Rerouted implements Receipt {
        private final Receipt receipt;
        private final StoredRequest request;
        private final Pairs pairs;

        Rerouted(Receipt receipt, StoredRequest request, Pairs pairs) {
            this.receipt = receipt;
            this.request = request;
            this.pairs = pairs;
        }

        @Override
        public void committed(long firstRowId) {
            end(request, pairs);
            receipt.committed(firstRowId);
        }

        @Override
        public void repeated() {
            end(request, pairs);
            receipt.repeated();
        }

        @Override
        public void failed(StoreState state) {
            receipt.failed(state); // found again after the next start
        }
    }
}
