package spillway.server.store;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.forward.DeadLetter;

/**
 * The loop that owns the database. A turn commits what was queued during the last one, so the size of a transaction follows
 * the load; hands out the receipts; and reads back a piece for channels that are behind, in every turn, so that neither live
 * traffic nor the backlog starves the other.
 */
final class StoreThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long RETRY_NANOS = 100_000_000L;
    private static final long ORPHANS_OCTETS = 1 << 20;
    private static final long PROBE_OCTETS = 128 << 10;

    private final Inbox inbox;
    private final LedgerFile file;
    private final ReadBack readBack = new ReadBack();
    private final Orphans orphans;
    private final LetterReplays letters = new LetterReplays();
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final FailureLog failures = new FailureLog();
    private final SettlementQueue ended = new SettlementQueue();
    private final Checkpointer checkpointer;
    private @Nullable Ledger ledger;
    private @Nullable String damage;
    private long droppedLetters;
    private long endedNanos;
    private long secondNanos;
    private long reopenNanos;
    private volatile StoreState state = StoreState.OK;
    private volatile Figures figures = Figures.NONE;

    StoreThread(Inbox inbox, LedgerFile file, @Nullable Ledger ledger, Clock clock, LongSupplier nanoTime) {
        this.inbox = inbox;
        this.orphans = new Orphans(new Orphans.Queue() {
            @Override
            public void append(AcceptedRequest request) {
                if (!inbox.add(request)) {
                    request.receipt().failed(StoreState.CLOSED);
                }
            }

            @Override
            public void ended(int channelId, long[] positions) {
                inbox.add(new Ended(channelId, positions));
            }
        });
        this.file = file;
        this.checkpointer = new Checkpointer(file);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ledger = ledger;
        long now = nanoTime.getAsLong();
        this.endedNanos = now;
        this.secondNanos = now - SECOND_NANOS;
        this.reopenNanos = now;
        this.state = ledger == null ? StoreState.failing("not opened yet") : StoreState.OK;
    }

    /** Before the thread starts. */
    void prepare(List<String> channels, Replay replay, LetterReplay letterReplay, ThreadFactory threads) {
        checkpointer.startOn(threads);
        readBack.replayTo(replay);
        letters.replayTo(letterReplay);
        channels(channels);
    }

    ReadBack readBack() {
        return readBack;
    }

    StoreState state() {
        return state;
    }

    Figures figures() {
        return figures;
    }

    @Override
    public void run() {
        try {
            while (!inbox.isClosed()) {
                waitAndTurn();
            }
        } finally {
            inbox.close();
            finish();
        }
    }

    private void waitAndTurn() {
        try {
            inbox.await(hasWork() ? 0 : ended.isEmpty() ? SECOND_NANOS : RETRY_NANOS);
            turn();
        } catch (InterruptedException e) {
            inbox.close();
        } catch (RuntimeException e) {
            LOG.error("store thread goes on after a bug", e);
        }
    }

    private boolean hasWork() {
        boolean hasEnded = !ended.isEmpty() && state.isOk();
        return ledger != null && (hasEnded || readBack.hasWork() || orphans.hasWork());
    }

    private void turn() {
        for (Runnable task : inbox.takeTasks()) {
            task.run();
        }
        reopenIfDue();
        takeEnded(false);
        if (!state.isOk()) {
            writeEnded(); // alone, as it may fit where requests do not
        }
        writeRequests();
        Ledger open = ledger;
        if (open != null) {
            try {
                checkpointer.keepLogShort(open);
                if (readBack.hasWork()) {
                    file.setAside(open, readBack.step(open));
                }
                if (orphans.hasWork()) {
                    file.setAside(open, orphans.step(open, readBack.channels(), readBack.replay(), ORPHANS_OCTETS));
                }
                everySecond(open);
            } catch (SQLException e) {
                failed(e);
            }
        }
    }

    private void takeEnded(boolean atOnce) {
        long now = nanoTime.getAsLong();
        if (!atOnce && now - endedNanos < Inbox.ENDED_NANOS) {
            return;
        }
        endedNanos = now;
        ended.add(inbox.takeEnded());
    }

    private void writeEnded() {
        Batch batch = new Batch();
        ended.moveTo(batch.ended);
        write(batch);
    }

    private void writeRequests() {
        Batch batch = new Batch();
        ended.moveTo(batch.ended);
        inbox.takeRequests(batch.requests, file.limits().batch());
        write(batch);
    }

    private void write(Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        Ledger open = ledger;
        if (open == null) {
            giveBack(batch);
            return;
        }
        try {
            open.write(batch, clock.millis());
        } catch (SQLException e) {
            failed(e);
            giveBack(batch);
            return;
        } catch (RuntimeException e) {
            LOG.error("store reopened after a bug", e);
            failed(new SQLException(e));
            giveBack(batch);
            return;
        }
        ended.diskFull(false);
        dropped(batch.droppedLetters);
        committed(batch);
    }

    private void dropped(int letters) {
        if (letters > 0) {
            droppedLetters += letters;
            LOG.error(
                    "dead letters dropped: cause=too-many count={} kept={}",
                    letters,
                    file.limits().deadLetters());
        }
    }

    private void committed(Batch batch) {
        int refused = Collections.frequency(batch.outcomes, Batch.NO_ROOM);
        if (refused > 0) {
            state = StoreState.full("store.max-size reached, or disk full");
            failures.refused(state, refused, nanoTime.getAsLong());
        } else if (state.kind() == StoreState.Kind.FAILING) {
            recovered();
        }
        for (int i = 0; i < batch.requests.size(); i++) {
            tell(batch.requests.get(i), batch.outcomes.get(i));
        }
    }

    private void recovered() {
        state = StoreState.OK;
        failures.recovered();
    }

    private void tell(AcceptedRequest request, long outcome) {
        inbox.done(request);
        if (outcome > 0 && !request.channels().equals(readBack.channels())) {
            orphans.lookFrom(outcome); // it may name channels that have just gone
        }
        try {
            if (outcome == Batch.NO_ROOM) {
                request.receipt().failed(state);
            } else if (outcome == Batch.REPEATED) {
                request.receipt().repeated();
            } else {
                request.receipt().committed(outcome);
            }
        } catch (RuntimeException e) {
            LOG.error("receipt not taken", e);
        }
    }

    /** Nothing of the batch is in the store: the sender may try again, and so do we for what ended. */
    private void giveBack(Batch batch) {
        ended.giveBack(batch.ended);
        for (AcceptedRequest request : batch.requests) {
            tell(request, Batch.NO_ROOM);
        }
        failures.refused(state, batch.requests.size(), nanoTime.getAsLong());
    }

    private void failed(SQLException e) {
        LOG.debug("store failed", e);
        Ledger open = ledger;
        if (open == null) {
            return;
        }
        String reason = String.valueOf(e.getMessage());
        int code = SqliteCode.of(e);
        if (code == SqliteCode.FULL) {
            state = StoreState.full(reason);
            ended.diskFull(true);
        } else {
            state = StoreState.failing(reason);
        }
        if ((code != SqliteCode.FULL && code != SqliteCode.BUSY) || !renew(open)) {
            checkpointer.release();
            file.drop(open);
            ledger = null;
            reopenNanos = nanoTime.getAsLong();
            damage = code == SqliteCode.CORRUPT || code == SqliteCode.NOTADB ? reason : null;
        }
    }

    private boolean renew(Ledger open) {
        try {
            ledger = file.renew(open);
            checkpointer.keepLogShort(ledger);
            return true;
        } catch (SQLException e) {
            LOG.debug("store fails still", e);
            return false;
        }
    }

    private void reopenIfDue() {
        if (ledger != null || nanoTime.getAsLong() - reopenNanos < 0) {
            return;
        }
        try {
            ledger = damage == null ? file.open() : file.replace(damage);
            damage = null;
            enterChannels();
        } catch (SQLException | StoreException e) {
            state = StoreState.failing(String.valueOf(e.getMessage()));
            reopenNanos = nanoTime.getAsLong() + RETRY_NANOS;
            failures.refused(state, 0, nanoTime.getAsLong());
        }
    }

    /** Takes these channels from now on. */
    void channels(List<String> channels) {
        readBack.channels(channels);
        orphans.lookFrom(0);
        enterChannels();
    }

    private void enterChannels() {
        Ledger open = ledger;
        if (open == null) {
            return;
        }
        try {
            open.enter(readBack.channels());
        } catch (SQLException e) {
            failed(e);
        }
    }

    void letterSent(long id) {
        letter(id, table -> table.delete(id));
    }

    void letterFailed(long id, DeadLetter failed) {
        letter(id, table -> table.insert(id, failed));
    }

    private interface LetterChange {
        void apply(DeadLetterTable table) throws SQLException;
    }

    /** If this fails the letter stays marked, and is sent once more. */
    private void letter(long id, LetterChange change) {
        letters.ended(id);
        Ledger open = ledger;
        if (open == null) {
            return;
        }
        try {
            change.apply(open.letters());
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void everySecond(Ledger open) throws SQLException {
        long now = nanoTime.getAsLong();
        if (now - secondNanos < SECOND_NANOS) {
            return;
        }
        secondNanos = now;
        readBack.retryAll();
        if (!state.isOk()) {
            probe(open);
        }
        if (checkpointer.isIdle()) {
            open.shrinkIfEmpty();
        }
        figures = open.figures(file.octets(), droppedLetters, file.damage().rows(), readBack.behind());
        letters.poll(open);
    }

    private void probe(Ledger open) throws SQLException {
        if (open.room() > PROBE_OCTETS) {
            open.database().probe();
            recovered();
        }
    }

    /** Commits what is queued, and closes. */
    private void finish() {
        takeEnded(true);
        for (int left = 0; left != inbox.queued() + ended.size(); ) {
            left = inbox.queued() + ended.size();
            reopenIfDue();
            writeRequests();
        }
        Ledger open = ledger;
        ledger = null;
        checkpointer.release();
        if (open != null) {
            try {
                open.database().emptyLog();
            } catch (SQLException e) {
                LOG.warn("store not closed cleanly: reason=\"{}\"", e.getMessage());
            }
            file.drop(open);
        }
        state = StoreState.CLOSED;
        file.close();
    }
}
