package spillway.server.forward;

/**
 * One moment on both clocks.
 *
 * @param nanos monotonic, from any origin: every window, pace and pause is measured with it, so that a clock that jumps
 *     neither stalls nor hastens a post
 * @param millis the wall's, since 1970: for what people read and for the age of what comes back from the store
 */
record Now(long nanos, long millis) {}
