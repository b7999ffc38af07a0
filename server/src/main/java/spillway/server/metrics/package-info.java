/** What is counted, in Prometheus' words. Any thread counts; {@code /metrics} reads. */
@NullMarked
package spillway.server.metrics;

import org.jspecify.annotations.NullMarked;
