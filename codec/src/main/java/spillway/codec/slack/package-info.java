/**
 * Slack's text rules, and the JSON that Slack accepts. In: a {@link spillway.codec.slack.Post}. Out: payloads within
 * Slack's limits. No threads, no clocks, no sockets.
 */
@NullMarked
package spillway.codec.slack;

import org.jspecify.annotations.NullMarked;
