package spillway.server.store;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import spillway.server.config.FileFailure;

/** What {@code store.directory} must be, and what is said of one that is not. Makes and takes nothing. */
final class StoreDirectory {
    private StoreDirectory() {}

    /**
     * Looks at the directory, or at the nearest one above that is there.
     *
     * @throws StoreException if a store can't be made there
     */
    static void requireWritable(Path directory) throws StoreException {
        try {
            require(directory, AccessMode.WRITE, AccessMode.EXECUTE);
        } catch (IOException e) {
            throw notWritable(directory, e);
        }
    }

    private static void require(Path directory, AccessMode... modes) throws IOException {
        Path existing = directory.toAbsolutePath();
        for (Path above = existing.getParent(); above != null && !Files.exists(existing); above = above.getParent()) {
            existing = above;
        }
        if (!Files.isDirectory(existing)) {
            throw new FileAlreadyExistsException(existing.toString());
        }
        existing.getFileSystem().provider().checkAccess(existing, modes);
    }

    static StoreException notWritable(Path directory, IOException why) {
        return refused(directory, "a directory that can be written; " + FileFailure.line(why));
    }

    static StoreException inUse(Path directory) {
        return refused(directory, "a directory that no other server uses");
    }

    /** Whether a server has run there; one that can't be looked into might well be. */
    static boolean hasStore(Path directory) throws StoreException {
        try {
            require(directory, AccessMode.EXECUTE);
            Files.readAttributes(directory.resolve(LedgerFile.NAME), BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw refused(directory, "a directory that can be read; " + FileFailure.line(e));
        }
    }

    static StoreException withoutStore(Path directory) {
        return refused(directory, "a directory with " + LedgerFile.NAME + " in it");
    }

    private static StoreException refused(Path directory, String expected) {
        return new StoreException("store.directory: " + directory + " (expected: " + expected + ")");
    }
}
