/**
 * Both ends of the drain for tests and scripts: a sender that is as strict and as hasty as Logplex, and a Slack that keeps
 * to its limits and fails on request. Everything listens on loopback; threads are its own.
 */
@NullMarked
package spillway.server.testing;

import org.jspecify.annotations.NullMarked;
