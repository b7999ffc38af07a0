package spillway.server.config;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in a few words why a file could not be read. */
final class Unreadable {
    private Unreadable() {}

    static String why(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission to read it";
        }
        if (e instanceof CharacterCodingException) {
            return "not UTF-8";
        }
        return "can't be read";
    }
}
