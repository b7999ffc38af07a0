/**
 * Posts captured messages to a drain as Logplex does. In: a file of frames or lines. Out: HTTP requests, and how many
 * messages were accepted. Runs on the caller's thread.
 */
@NullMarked
package spillway.server.send;

import org.jspecify.annotations.NullMarked;
