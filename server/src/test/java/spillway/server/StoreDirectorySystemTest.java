package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import spillway.server.testing.ServerProcess;

/** What an operator is told of a {@code store.directory} that can't be had: in one line, whatever the command. */
class StoreDirectorySystemTest {
    private static final String MINIMAL = "channels: [{name: all, console: true}]\nrules: [{name: all, post-to: all}]";

    @TempDir
    private Path directory;

    private Path store;

    @BeforeEach
    void name() {
        store = directory.resolve("store");
    }

    /** What a command prints on the error output, and its exit code. */
    private record Ended(int code, List<String> err) {}

    @Test
    void inUse_isToldToASecondServer_andLeavesTheCommandsTheirWork() throws Exception {
        try (RunningServer server = new RunningServer(directory, MINIMAL)) {
            assertEquals(
                    new Ended(
                            74,
                            List.of("store.directory: " + store
                                    + " (expected: a directory that no other server uses)")),
                    serve());
            assertEquals(new Ended(0, List.of()), command("check"));
            assertEquals(new Ended(0, List.of()), command("dead-letters", "list"));
            server.awaitAllEnded(0);
        }
    }

    /** A file stands for a directory without permission too: root, who may run the tests, has all of those. */
    @ParameterizedTest
    @ValueSource(strings = {"file", "file/store"})
    void fileInTheWay_isToldByEachCommand(String name) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        store = directory.resolve(name);
        RunningServer.write(directory, RunningServer.freePort(), MINIMAL, "store: {directory: " + store + "}");
        List<String> notWritable = List.of("store.directory: " + store + " (expected: a directory that can be written; "
                + file + ": a file is in the way)");
        List<String> notReadable = List.of("store.directory: " + store + " (expected: a directory that can be read; "
                + file + ": a file is in the way)");
        assertEquals(new Ended(74, notWritable), serve());
        assertEquals(new Ended(78, notWritable), command("check"));
        assertEquals(new Ended(74, notReadable), command("dead-letters", "list"));
        assertEquals(new Ended(74, notReadable), command("dead-letters", "show", "1"));
    }

    @Test
    void lockOrStoreThatCantBeOpened_isToldByName() throws Exception {
        Files.createDirectories(store.resolve("spillway.lock"));
        Files.createDirectories(store.resolve("spillway.db"));
        RunningServer.write(directory, RunningServer.freePort(), MINIMAL);
        assertEquals(
                new Ended(
                        74,
                        List.of("store.directory: " + store + " (expected: a directory that can be written; "
                                + store.resolve("spillway.lock") + ": Is a directory)")),
                serve());
        Ended list = command("dead-letters", "list");
        assertEquals(74, list.code);
        assertEquals(
                "store: " + store.resolve("spillway.db") + " (expected: a store that can be read and written",
                list.err.get(0).split(";")[0]);
    }

    private Ended serve() throws Exception {
        try (ServerProcess server =
                new ServerProcess(ServerCommand.serve(directory.resolve("spillway.yml")), directory)) {
            int code = server.awaitExit(RunningServer.DEADLINE);
            return new Ended(
                    code,
                    server.log().stream()
                            .filter(line -> !line.contains(" INFO ") && !line.contains(" WARN "))
                            .toList());
        }
    }

    private Ended command(String... words) throws Exception {
        StringWriter err = new StringWriter();
        CommandLine line =
                Main.commandLine().setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err));
        String[] arguments = new String[words.length + 2];
        arguments[0] = words[0];
        arguments[1] = "--config";
        arguments[2] = directory.resolve("spillway.yml").toString();
        System.arraycopy(words, 1, arguments, 3, words.length - 1);
        return new Ended(line.execute(arguments), err.toString().lines().toList());
    }
}
