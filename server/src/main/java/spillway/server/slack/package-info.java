/**
 * One post to one HTTP request to one delivery. In: payloads from the forwarder's thread. Out: {@link
 * spillway.server.forward.Delivery}. Names are resolved on a thread of its own, answers are read on the client's one I/O
 * thread.
 */
@NullMarked
package spillway.server.slack;

import org.jspecify.annotations.NullMarked;
