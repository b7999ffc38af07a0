package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show of {@code explain} is what it prints, down to the position of a rule. */
class ExplainedInDocsTest {
    private static final Pattern TEXT = Pattern.compile("(?s)\n```\n\\$ heroku logs [^\n]*explain\n(.*?)```\n");
    private static final Pattern JSON = Pattern.compile("\n```\n(\\{\"time\".*\n)```\n");

    /** A message of the text form: when and who on the first line, what on the second. */
    private static final Pattern MESSAGE = Pattern.compile("(?m)^(2\\S+ \\S+\\[\\S+\\])  .*\n  (.*)$");

    @TempDir
    private Path directory;

    @Test
    void readme_showsWhatIsPrinted() throws Exception {
        String shown = block(Path.of("../README.md"), TEXT);
        String lines = MESSAGE.matcher(shown)
                .results()
                .map(message -> message.group(1) + ": " + message.group(2) + "\n")
                .collect(Collectors.joining());
        assertEquals(shown + "\n", explain(lines));
    }

    @Test
    void severity_showsWhatIsPrinted() throws Exception {
        String line = "2024-03-14T09:13:04+00:00 app[web.1]: level=warn msg=\"queue is long\" depth=1200\n";
        assertEquals(block(Path.of("../docs/severity.md"), JSON), explain(line, "--json"));
    }

    private static String block(Path document, Pattern pattern) throws Exception {
        MatchResult block = pattern.matcher(Files.readString(document))
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(document + " shows nothing of it"));
        return block.group(1);
    }

    /** From the checkout's root, as a reader would. */
    private String explain(String lines, String... options) throws Exception {
        Path file = Files.writeString(directory.resolve("lines"), lines);
        StringWriter out = new StringWriter();
        String[] arguments = new String[options.length + 4];
        System.arraycopy(options, 0, arguments, 4, options.length);
        arguments[0] = "explain";
        arguments[1] = "--config";
        arguments[2] = "../config/spillway.yml";
        arguments[3] = file.toString();
        assertEquals(0, Main.commandLine().setOut(new PrintWriter(out)).execute(arguments));
        return out.toString().replace("../config/", "config/");
    }
}
