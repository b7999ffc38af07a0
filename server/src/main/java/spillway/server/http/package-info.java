/**
 * Requests to frames. In: HTTP from a drain. Out: {@link spillway.server.http.RequestSink}. Runs on the event loops; whoever
 * takes the requests answers them from any thread.
 */
@NullMarked
package spillway.server.http;

import org.jspecify.annotations.NullMarked;
