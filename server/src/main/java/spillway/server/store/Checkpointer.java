package spillway.server.store;

import java.sql.SQLException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log into the main file while the store thread goes on committing: on a connection of its own, on a thread that
 * ends with the copy.
 *
 * <p>SQLite writes the log from its start again only once all of it is copied, and under load there is always something new.
 * So when the log has reached its size, the store thread itself copies what came during the last run.
 */
final class Checkpointer {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final LedgerFile file;
    private @Nullable ThreadFactory threads;
    private @Nullable Database connection;
    private @Nullable Thread copying;

    Checkpointer(LedgerFile file) {
        this.file = file;
    }

    void startOn(ThreadFactory own) {
        threads = own;
    }

    /** Keeps the log within twice {@link Limits#log}; on a disk with little room it is kept small, and emptied. */
    void keepLogShort(Ledger ledger) throws SQLException {
        Database.Log log = ledger.database().log();
        long most = file.limits().log();
        boolean isLong = log.octets() > most;
        if (log.octets() > 2 * most) {
            awaitIdle();
            ledger.database().checkpoint();
        } else if (!isIdle()) {
            return;
        } else if (log.pending() > file.limits().disk() / 4 && ledger.isDiskLow()) {
            ledger.database().emptyLog();
        } else if (isLong && log.pending() <= most / 16) {
            ledger.database().checkpoint();
        } else if (threads != null && log.pending() > most / (isLong ? 16 : 4)) {
            Thread started = threads.newThread(this::copy);
            copying = started;
            started.start();
        }
    }

    /** Whether nothing is being copied; then nothing is until {@link #keepLogShort} is called. */
    boolean isIdle() {
        Thread started = copying;
        return started == null || !started.isAlive();
    }

    private void copy() {
        try {
            Database open = connection;
            if (open == null) {
                open = file.connect();
                connection = open;
            }
            open.checkpoint();
        } catch (SQLException e) {
            LOG.debug("log not copied", e); // the store thread tries the same in time, and says why it fails
        }
    }

    /** Lets go of the file; waits for that. */
    void release() {
        awaitIdle();
        Database open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("not closed", e);
            }
        }
    }

    private void awaitIdle() {
        boolean interrupted = false;
        Thread started = copying;
        while (started != null && started.isAlive()) {
            try {
                started.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
