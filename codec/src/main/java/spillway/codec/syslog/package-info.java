/**
 * Syslog: octets to frames (RFC 6587) to messages (RFC 5424 and Logplex's dialect of it). In: octets. Out: {@link
 * spillway.codec.syslog.SyslogFrames}, {@link spillway.codec.syslog.SyslogMessage}. No threads, no clocks, no logging.
 */
@NullMarked
package spillway.codec.syslog;

import org.jspecify.annotations.NullMarked;
