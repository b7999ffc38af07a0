package spillway.server.store;

import spillway.server.forward.DeadLetter;

/**
 * A dead letter and its number.
 *
 * @param id what commands name it by, from 1
 * @param replay whether it is to be sent again
 */
public record StoredLetter(long id, boolean replay, DeadLetter letter) {}
