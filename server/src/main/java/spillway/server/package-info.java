/**
 * The program: commands, start and stop order. The only place that makes threads and reads clocks; nobody imports it.
 */
@NullMarked
package spillway.server;

import org.jspecify.annotations.NullMarked;
