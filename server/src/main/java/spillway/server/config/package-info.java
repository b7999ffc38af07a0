/**
 * The configuration: YAML and environment to records. In: a file and the environment. Out: {@link
 * spillway.server.config.Configuration}, or every error with its file, line, column, key and what was expected.
 */
@NullMarked
package spillway.server.config;

import org.jspecify.annotations.NullMarked;
