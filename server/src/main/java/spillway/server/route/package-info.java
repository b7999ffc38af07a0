/**
 * Messages to channels, or filtered. In: {@link spillway.codec.syslog.SyslogMessage} and what it means. Out: a mask of
 * channels in a {@link spillway.server.route.Decision}. {@link spillway.server.route.Rules} are shared by all parser threads;
 * each has a Decision of its own.
 */
@NullMarked
package spillway.server.route;

import org.jspecify.annotations.NullMarked;
