package spillway.server;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.List;
import spillway.server.config.Configuration.Drain;
import spillway.server.config.Configuration.Rule;
import spillway.server.metrics.Metrics;

/** Counts the messages of one request on its thread, and adds them to the metrics once a request. */
final class IntakeCounters {
    private final CounterDataPoint[] received;
    private final CounterDataPoint[] malformed;
    private final CounterDataPoint[] filteredByRule;
    private final int[] filtered;
    private int raw;

    IntakeCounters(Ruleset ruleset, Metrics metrics) {
        List<Drain> drains = ruleset.configuration().drains();
        List<Rule> rules = ruleset.rules().rules();
        received = drains.stream()
                .map(drain -> metrics.messagesReceived.labelValues(drain.name()))
                .toArray(CounterDataPoint[]::new);
        malformed = drains.stream()
                .map(drain -> metrics.framesMalformed.labelValues(drain.name()))
                .toArray(CounterDataPoint[]::new);
        filteredByRule = new CounterDataPoint[rules.size() + 1];
        filtered = new int[rules.size() + 1];
        filteredByRule[0] = metrics.messagesFiltered.labelValues("");
        for (int i = 0; i < rules.size(); i++) {
            filteredByRule[i + 1] =
                    metrics.messagesFiltered.labelValues(rules.get(i).name());
        }
    }

    /** A rule left a message out, or (-1) none names it. */
    void filtered(int rule) {
        filtered[rule + 1]++;
    }

    /** A frame's header is not syslog. */
    void raw() {
        raw++;
    }

    void endRequest(int drain, int messages) {
        received[drain].inc(messages);
        if (raw > 0) {
            malformed[drain].inc(raw);
            raw = 0;
        }
        for (int i = 0; i < filtered.length; i++) {
            if (filtered[i] > 0) {
                filteredByRule[i].inc(filtered[i]);
                filtered[i] = 0;
            }
        }
    }
}
