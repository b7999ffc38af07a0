/**
 * Messages to groups to posts to deliveries: windows, collapse, pace, retry. In: {@link
 * spillway.server.forward.AcceptedMessage}s from any thread. Out: posts to a {@link spillway.server.forward.PostSender},
 * and what became of each message to a {@link spillway.server.forward.Settlement}. One thread owns all groups.
 */
@NullMarked
package spillway.server.forward;

import org.jspecify.annotations.NullMarked;
