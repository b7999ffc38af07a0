package spillway.server.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.forward.DeadLetter;
import spillway.server.forward.Settlement;

/**
 * Keeps accepted requests on disk until each of their messages has ended for each of its channels.
 *
 * <p>Any thread may append and settle; it never waits. One thread owns the database: it commits what was queued meanwhile in
 * one synced transaction, and only then says so. While the disk fails or is full every append is told so, nothing that was
 * committed is lost, and the store takes requests again by itself once it can.
 */
public final class Store implements Settlement, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Inbox inbox = new Inbox();
    private final StoreThread loop;
    private @Nullable Thread thread;

    private Store(LedgerFile file, @Nullable Ledger ledger, Clock clock, LongSupplier nanoTime) {
        loop = new StoreThread(inbox, file, ledger, clock, nanoTime);
    }

    /**
     * Looks, without making or taking anything, whether a start could have the directory.
     *
     * @throws StoreException if it could not
     */
    public static void requireUsable(Path directory) throws StoreException {
        StoreDirectory.requireWritable(directory);
    }

    /**
     * Opens or makes the store of a directory. A damaged one is moved away and begun anew. If the disk fails or is full the
     * store is there all the same, takes nothing, and tries again.
     *
     * @param maxSize what the store's files may take, in octets
     * @throws StoreException if another server uses the directory, a newer version wrote it, or it can't be written
     */
    public static Store open(Path directory, long maxSize, Clock clock, LongSupplier nanoTime) throws StoreException {
        return open(LedgerFile.take(directory, new Limits(maxSize), Database::connect, clock), clock, nanoTime);
    }

    static Store open(LedgerFile file, Clock clock, LongSupplier nanoTime) throws StoreException {
        try {
            return new Store(file, file.open(), clock, nanoTime);
        } catch (SQLException e) {
            LOG.warn("store not opened, will be tried again: reason=\"{}\"", e.getMessage());
            return new Store(file, null, clock, nanoTime);
        } catch (StoreException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Starts the store thread. What the channels have not been told yet is read back from now on.
     *
     * @param channels the names of all channels, at most 64
     * @param letters takes dead letters that somebody wants sent again
     */
    public void start(List<String> channels, Replay replay, LetterReplay letters, ThreadFactory threads) {
        loop.prepare(channels, replay, letters, threads);
        Thread started = threads.newThread(loop);
        thread = started;
        started.start();
    }

    /** Hands over a request; its receipt comes on the store thread. Any thread; never waits. */
    public void append(AcceptedRequest request) {
        if (!inbox.add(request)) {
            request.receipt().failed(StoreState.CLOSED);
        }
    }

    /** Octets of all requests that were appended and have no receipt yet. */
    public long queuedOctets() {
        return inbox.queuedOctets();
    }

    @Override
    public void settled(String channel, long[] positions) {
        inbox.add(new Ended(channel, positions, null));
    }

    @Override
    public void deadLetter(DeadLetter letter, long[] positions) {
        inbox.add(new Ended(letter.channel(), positions, letter));
    }

    /** Whether requests are taken, and if not why. Turns back by itself within about a second after the cause has ended. */
    public StoreState state() {
        return loop.state();
    }

    public Figures figures() {
        return loop.figures();
    }

    /**
     * Whether what was just committed is to be offered to the channel; if not, the store offers it itself, in its turn. Store
     * thread only: from {@link Receipt#committed}.
     */
    public boolean isLive(String channel) {
        return loop.readBack().isLive(channel);
    }

    /**
     * The channel did not take this message and is offered nothing more, until {@link Replay} has brought it up to date. Store
     * thread only: from {@link Receipt#committed}.
     */
    public void fellBehind(String channel, long position) {
        loop.readBack().fellBehind(channel, position);
    }

    /** The channel may take messages again. Any thread. */
    public void roomAgain(String channel) {
        loop.readBack().roomAgain(channel);
        inbox.wake();
    }

    /** Other channels from now on; those that stay go on as they are. Any thread. */
    public void channels(List<String> channels) {
        inbox.add(() -> loop.channels(channels));
    }

    /** A letter that was sent again has arrived, and is forgotten. Any thread. */
    public void letterSent(long id) {
        inbox.add(() -> loop.letterSent(id));
    }

    /** A letter that was sent again did not arrive; it stays, with these particulars. Any thread. */
    public void letterFailed(long id, DeadLetter letter) {
        inbox.add(() -> loop.letterFailed(id, letter));
    }

    /** Commits what is queued and closes the files; waits for it. Appends fail from now on. */
    @Override
    public void close() {
        inbox.close();
        Thread started = thread;
        if (started == null) {
            loop.run();
            return;
        }
        try {
            started.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
