package spillway.server.http;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import spillway.server.metrics.Metrics;

/**
 * A drain's name and its counters, looked up once.
 *
 * @param answers by the ordinal of {@link Answer}
 */
record KnownDrain(String name, CounterDataPoint[] answers, CounterDataPoint malformed) {
    static KnownDrain of(String name, Metrics metrics) {
        CounterDataPoint[] answers = new CounterDataPoint[Answer.values().length];
        for (Answer answer : Answer.values()) {
            answers[answer.ordinal()] = metrics.requests.labelValues(name, String.valueOf(answer.status()));
        }
        return new KnownDrain(name, answers, metrics.framesMalformed.labelValues(name));
    }

    void count(Answer answer) {
        answers[answer.ordinal()].inc();
    }
}
