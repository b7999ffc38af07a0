package spillway.server.send;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of messages that a command reads, or standard input for {@code -}. */
public final class InputFile {
    private InputFile() {}

    /**
     * Opens it.
     *
     * @throws IOException with its name, if it can't be opened or is a directory, whose octets fail only when read
     */
    public static InputStream open(String name) throws IOException {
        if (name.equals("-")) {
            return System.in;
        }
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw new FileSystemException(name, null, "a directory (expected: a file, or - for standard input)");
        }
        return Files.newInputStream(file);
    }
}
