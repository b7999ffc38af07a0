/**
 * What a Heroku line means: severity from its text, H, R and L codes, router fields, Postgres, loss notices. In: {@link
 * spillway.codec.syslog.SyslogMessage}. Out: {@link spillway.codec.heroku.Meaning}. Nothing is allocated on the way.
 */
@NullMarked
package spillway.codec.heroku;

import org.jspecify.annotations.NullMarked;
