package spillway.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Every counter that users rely on, by its public name. Callers on a hot path keep the data point that {@code labelValues}
 * gives them and never look it up again.
 */
public final class Metrics {
    private static final double[] REQUEST_BUCKETS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 4, 5
    };
    private static final double[] POST_BUCKETS = {0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30};

    public final PrometheusRegistry registry = new PrometheusRegistry();

    public final Counter requests =
            counter("spillway_requests_total", "Requests answered, by status.", "drain", "status");
    public final Counter requestsRepeated =
            counter("spillway_requests_repeated_total", "Requests that had been accepted before.", "drain");
    public final Counter messagesReceived =
            counter("spillway_messages_received_total", "Messages read out of requests.", "drain");
    public final Counter messagesFiltered = counter(
            "spillway_messages_filtered_total",
            "Messages left out by a rule; rule=\"\" is: no rule names them.",
            "rule");
    public final Counter messagesAccepted =
            counter("spillway_messages_accepted_total", "Messages that a rule sends to a channel.", "channel");
    public final Counter messagesPosted =
            counter("spillway_messages_posted_total", "Accepted messages shown in a post.", "channel");
    public final Counter messagesSummarised = counter(
            "spillway_messages_summarised_total",
            "Accepted messages counted in a post without being shown.",
            "channel");
    public final Counter messagesDropped =
            counter("spillway_messages_dropped_total", "Accepted messages lost, by cause.", "channel", "cause");
    public final Counter messagesDeadLettered = counter(
            "spillway_messages_dead_lettered_total",
            "Accepted messages of posts that could not be delivered.",
            "channel");
    public final Counter framesMalformed = counter(
            "spillway_frames_malformed_total",
            "Frames that could not be read whole, or whose header is not syslog.",
            "drain");
    public final Counter herokuLostMessages = counter(
            "spillway_heroku_lost_messages_total",
            "Messages that Heroku says it lost before they got here.",
            "drain",
            "code");
    public final Counter redactions =
            counter("spillway_redactions_total", "Secrets blanked before a post, by kind.", "kind");
    public final Counter posts =
            counter("spillway_posts_total", "Attempts to deliver a post, by outcome.", "channel", "outcome");
    public final Histogram postSeconds = Histogram.builder()
            .name("spillway_post_seconds")
            .help("How long a channel took to answer a post.")
            .classicOnly()
            .classicUpperBounds(POST_BUCKETS)
            .register(registry);
    public final Histogram requestSeconds = Histogram.builder()
            .name("spillway_request_seconds")
            .help("From the end of a request's body to its answer.")
            .classicOnly()
            .classicUpperBounds(REQUEST_BUCKETS)
            .register(registry);
    public final Gauge storeBytes = gauge("spillway_store_bytes", "Octets the store takes on disk.");
    public final Gauge storeOldestSeconds =
            gauge("spillway_store_oldest_seconds", "Age of the oldest message in the store that waits to be told.");
    public final Counter deadLettersDropped =
            counter("spillway_dead_letters_dropped_total", "Dead letters deleted because there were too many.");
    public final Gauge channelPausedSeconds = Gauge.builder()
            .name("spillway_channel_paused_seconds")
            .help("How long a channel has taken no post, 0 if it takes them.")
            .labelNames("channel")
            .register(registry);
    public final Gauge groups = gauge("spillway_groups", "Groups that hold messages not yet told.");

    /** Also counts the JVM and its process. */
    public Metrics withJvm() {
        JvmMetrics.builder().register(registry);
        return this;
    }

    /** Makes the counters of a channel stand at 0: an alert sees no increase in one that appears with its first count. */
    public void startChannel(String channel) {
        messagesAccepted.labelValues(channel);
        messagesPosted.labelValues(channel);
        messagesSummarised.labelValues(channel);
        messagesDeadLettered.labelValues(channel);
        channelPausedSeconds.labelValues(channel);
    }

    /** The same for a drain. */
    public void startDrain(String drain) {
        messagesReceived.labelValues(drain);
        requestsRepeated.labelValues(drain);
        framesMalformed.labelValues(drain);
        herokuLostMessages.labelValues(drain, "L10");
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }
}
