package spillway.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what senders know against what stands in Slack: accepted is a subset of seen or counted, seen is a subset of sent,
 * every text is whole.
 */
public final class Oracle {
    private final Map<String, BitSet> seen = new HashMap<>();
    private final List<String> damaged = new ArrayList<>();
    private long repeats;
    private long counted;

    /**
     * What came out.
     *
     * @param counted messages that posts count without showing them
     * @param lost accepted messages that are neither seen nor counted
     * @param invented texts that were never sent, or are not whole
     */
    public record Verdict(
            long sent, long accepted, long seen, long counted, long repeats, long lost, List<String> invented) {
        public boolean holds() {
            return lost == 0 && invented.isEmpty();
        }

        /** While the server still runs: what is not told yet is not lost. */
        String soFar() {
            return toString().replace(" lost=", " waiting=");
        }

        @Override
        public String toString() {
            return "sent=" + sent + " accepted=" + accepted + " seen=" + seen + " counted=" + counted + " repeats="
                    + repeats + " lost=" + lost + " invented=" + invented.size();
        }
    }

    /**
     * Reads a post that stands in a channel.
     *
     * @return how many of its messages had been seen before
     */
    public int read(JsonNode payload) {
        long shown = 0;
        int again = 0;
        for (SlackView.ShownLine line : SlackView.lines(payload)) {
            for (Numbered.Found found : Numbered.find(line.text())) {
                shown++; // a line with ×3 shows one of three numbers and counts two
                BitSet numbers = seen.computeIfAbsent(found.drain(), drain -> new BitSet());
                if (!found.intact()) {
                    damaged.add(line.text());
                } else if (numbers.get((int) found.number())) {
                    again++;
                }
                numbers.set((int) found.number());
            }
        }
        repeats += again;
        counted += Math.max(0, SlackView.told(payload).orElse(shown) - shown);
        return again;
    }

    public Verdict verdict(Map<String, LogplexSender> senders) {
        long sent = 0;
        long accepted = 0;
        long missing = 0;
        long known = 0;
        List<String> invented = new ArrayList<>(damaged);
        for (Map.Entry<String, BitSet> one : seen.entrySet()) {
            LogplexSender sender = senders.get(one.getKey());
            known += one.getValue().cardinality();
            if (sender == null || one.getValue().length() > sender.offered()) {
                invented.add(
                        "drain " + one.getKey() + " number " + (one.getValue().length() - 1));
            }
        }
        for (Map.Entry<String, LogplexSender> one : senders.entrySet()) {
            BitSet numbers = seen.getOrDefault(one.getKey(), new BitSet());
            LogplexSender sender = one.getValue();
            sent += sender.offered();
            for (int number = 0; number < sender.offered(); number++) {
                if (sender.fate(number) == LogplexSender.Fate.ACCEPTED) {
                    accepted++;
                    missing += numbers.get(number) ? 0 : 1;
                }
            }
        }
        return new Verdict(sent, accepted, known, counted, repeats, Math.max(0, missing - counted), invented);
    }

    /** Accepted messages that no post shows, a few of them by name. */
    public List<String> missing(Map<String, LogplexSender> senders) {
        List<String> names = new ArrayList<>();
        senders.forEach((drain, sender) -> {
            BitSet numbers = seen.getOrDefault(drain, new BitSet());
            for (int number = 0; number < sender.offered() && names.size() < 20; number++) {
                if (sender.fate(number) == LogplexSender.Fate.ACCEPTED && !numbers.get(number)) {
                    names.add(drain + " " + number);
                }
            }
        });
        return names;
    }
}
