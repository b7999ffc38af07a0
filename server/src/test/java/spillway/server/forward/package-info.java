/** The forwarder under a passed clock, with a channel that answers as it is told. */
@NullMarked
package spillway.server.forward;

import org.jspecify.annotations.NullMarked;
