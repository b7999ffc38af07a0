package spillway.server.config;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Says in a few words what failed with a file; Java's own words are the name of a class, or the file's name alone. */
public final class FileFailure {
    private FileFailure() {}

    /** Without the file's name. Of a failure that is not a file's, its message. */
    public static String why(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        if (e instanceof CharacterCodingException) {
            return "not UTF-8";
        }
        if (e instanceof InvalidPathException) {
            return "no file's name"; // its message would repeat it
        }
        @Nullable String told = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return told == null ? "input or output failed" : told;
    }

    /** With the file's name where the failure has one. */
    public static String line(Exception e) {
        if (e instanceof FileSystemException file && file.getFile() != null) {
            return file.getFile() + ": " + why(e);
        }
        return why(e);
    }
}
