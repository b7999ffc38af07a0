/**
 * Health, metrics and the live page, on an address of their own. In: HTTP from operators. Out: text. Runs on one event loop of
 * its own, so that it answers when the others are busy.
 */
@NullMarked
package spillway.server.admin;

import org.jspecify.annotations.NullMarked;
