package spillway.server.store;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.config.FileFailure;

/** Keeps what is damaged out of the way without throwing it away, and counts it. */
final class Damage {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** A larger file is not read through at each start: it would take longer than a start may. */
    private static final long MAX_CHECKED_OCTETS = 64L << 20;

    private final Path directory;
    private final Database.Connector connector;
    private final Clock clock;
    private long rows;

    Damage(Path directory, Database.Connector connector, Clock clock) {
        this.directory = directory;
        this.connector = connector;
        this.clock = clock;
    }

    /** How many rows were found damaged since the start. */
    long rows() {
        return rows;
    }

    /** Reads through a small file's structure. */
    void check(Database database, Path file) throws SQLException, DamagedException {
        if (database.usedOctets() > MAX_CHECKED_OCTETS) {
            return;
        }
        String result = database.text("PRAGMA quick_check(1)");
        if (!result.equals("ok")) {
            throw new DamagedException(file.getFileName() + ": " + result);
        }
    }

    /** Renames the file and its log, and returns the new name. */
    Path moveAway(Path file, String reason) throws StoreException {
        Path moved = directory.resolve(file.getFileName() + ".damaged-" + STAMP.format(clock.instant()));
        try {
            Files.move(file, moved);
            for (String suffix : new String[] {"-wal", "-shm"}) {
                Path beside = Path.of(file + suffix);
                if (Files.exists(beside)) {
                    Files.move(beside, Path.of(moved + suffix));
                }
            }
        } catch (IOException e) {
            throw new StoreException("store: " + file + " (expected: a readable database, or leave to rename it; "
                    + reason + "; " + FileFailure.line(e) + ")");
        }
        LOG.error("store damaged: reason=\"{}\" moved-to={}", reason, moved);
        return moved;
    }

    /** Writes into the fresh database what can be read of the damaged one; it keeps the rest. */
    void salvage(Path moved, Database fresh) {
        try {
            replaceFirstPage(moved);
            try (Salvage salvage = new Salvage(moved, connector, fresh)) {
                salvage.copy();
                setAside(salvage.wrong());
                LOG.warn(
                        "store recovered: requests={} damaged={}",
                        salvage.rows(),
                        salvage.wrong().size());
            }
        } catch (SQLException | StoreException | DamagedException | IOException e) {
            LOG.error("store not recovered whole: file={} reason=\"{}\"", moved, FileFailure.line(e));
        }
    }

    /**
     * Puts a new first page into the file: it says how pages are to be read and where all tables begin, one wrong bit of it
     * hides them, and it is the same in all files of a version but for counts. The old one is kept beside.
     */
    private void replaceFirstPage(Path moved) throws SQLException, StoreException, DamagedException, IOException {
        Path template = directory.resolve(moved.getFileName() + ".template");
        try (Database database = Database.open(template, connector)) {
            Schema.migrate(database);
        }
        byte[] octets = Files.readAllBytes(template);
        Files.delete(template);
        ByteBuffer page = ByteBuffer.wrap(octets, 0, Database.PAGE_SIZE);
        page.putInt(28, (int) (Files.size(moved) / Database.PAGE_SIZE)); // pages
        page.putInt(32, 0); // no list of free pages
        page.putInt(36, 0);
        try (FileChannel file = FileChannel.open(moved, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer old = ByteBuffer.allocate(Database.PAGE_SIZE);
            file.read(old, 0);
            Files.write(Path.of(moved + ".page1"), old.array());
            file.write(page, 0);
        }
    }

    /** Appends the rows to a file: for each its id, {@code whole}, {@code pairs}, checksum and content, lengths in front. */
    void setAside(List<Rows.Raw> damaged) {
        if (damaged.isEmpty()) {
            return;
        }
        Path file = directory.resolve("damaged-" + STAMP.format(clock.instant()) + ".bin");
        rows += damaged.size();
        LOG.error("rows damaged: rows={} set-aside={}", damaged.size(), file);
        try (DataOutputStream out = new DataOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            for (Rows.Raw row : damaged) {
                byte[] pairs = row.key.pairs() == null ? new byte[0] : row.key.pairs();
                out.writeLong(row.key.id());
                out.writeLong(row.key.whole());
                out.writeInt(pairs.length);
                out.write(pairs);
                out.writeInt(row.crc);
                out.writeInt(row.content.length);
                out.write(row.content);
            }
        } catch (IOException e) {
            LOG.error("damaged rows not kept: file={} reason=\"{}\"", file, FileFailure.line(e));
        }
    }
}
