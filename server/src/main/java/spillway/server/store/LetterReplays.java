package spillway.server.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Hands marked dead letters to {@link LetterReplay}, a few at a time, each once. */
final class LetterReplays {
    private static final int MOST = 16;

    private LetterReplay replay = letter -> {};
    private final Set<Long> sending = new HashSet<>();

    void replayTo(LetterReplay to) {
        replay = to;
    }

    /** Looks for marked letters; another process may have marked them. */
    void poll(Ledger ledger) throws SQLException {
        for (StoredLetter letter : ledger.letters().marked(MOST)) {
            if (sending.size() < MOST && sending.add(letter.id())) {
                replay.replay(letter);
            }
        }
    }

    /** A letter's replay has ended. */
    void ended(long id) {
        sending.remove(id);
    }
}
