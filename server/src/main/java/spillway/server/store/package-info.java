/**
 * What is accepted, kept on disk until it has been told. In: {@link spillway.server.store.AcceptedRequest}s from parser
 * threads, settlements from the forwarder. Out: {@link spillway.server.store.Receipt}s once synced, and what is read back.
 * One store thread owns the database.
 */
@NullMarked
package spillway.server.store;

import org.jspecify.annotations.NullMarked;
