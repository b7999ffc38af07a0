/** The client against a Slack that fails on request. */
@NullMarked
package spillway.server.slack;

import org.jspecify.annotations.NullMarked;
