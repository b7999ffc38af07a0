package spillway.server.store;

import java.util.ArrayList;
import java.util.List;

/** What one transaction takes of the queues, and what became of it. */
final class Batch {
    static final long REPEATED = 0;
    static final long NO_ROOM = -1;

    final List<AcceptedRequest> requests = new ArrayList<>();

    /** For each request the id of its first row, or why it has none. Right only once the transaction is committed. */
    final List<Long> outcomes = new ArrayList<>();

    final List<Ended> ended = new ArrayList<>();

    /** How many dead letters its own ones displaced. */
    int droppedLetters;

    boolean isEmpty() {
        return requests.isEmpty() && ended.isEmpty();
    }
}
