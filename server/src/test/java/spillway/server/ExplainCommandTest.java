package spillway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainCommandTest {
    private static final String CONFIGURATION = """
            listen: {address: "127.0.0.1:0"}
            channels: [{name: screen, console: true}]
            rules:
              - name: noise
                when: {text: {starts-with: "noise"}}
                drop: true
              - name: problems
                when: {min-severity: warning}
                post-to: [screen]
            """;

    @TempDir
    Path directory;

    private Path configuration;

    @BeforeEach
    void write() throws Exception {
        configuration = Files.writeString(directory.resolve("s.yml"), CONFIGURATION);
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended explain(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("explain", "--config", configuration.toString()));
        all.addAll(List.of(arguments));
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Ended(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private String file(String content) throws Exception {
        return Files.writeString(directory.resolve("lines"), content).toString();
    }

    @Test
    void underlinesTheReason_andNamesTheRule() throws Exception {
        Ended ended = explain(file("2024-01-01T00:00:00Z app[web.1]: [x] ERROR it broke\n"));
        assertEquals("""
                2024-01-01T00:00:00Z app[web.1]  error (on the wire: info), from leading level word
                  [x] ERROR it broke
                      ^^^^^
                  kind=application
                  rule problems (%s:7:5): to screen

                """.formatted(configuration), ended.out());
        assertEquals(0, ended.exitCode());
    }

    @Test
    void claimsNoWireSeverity_ofAFrameThatIsNotSyslog() throws Exception {
        String file = file("12 <999>1 blah \n");
        assertTrue(explain(file).out().contains("[]  notice (on the wire: none), from default\n  <999>1 blah \n"));
        JsonNode message = new ObjectMapper().readTree(explain("--json", file).out());
        assertTrue(message.get("wire_severity").isNull(), message.toString());
    }

    @Test
    void tellsEachMessageOfABody_asJson() throws Exception {
        byte[] body;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/samples/router.body"))) {
            body = in.readAllBytes();
        }
        Path file = Files.write(directory.resolve("body"), body);
        List<JsonNode> messages = new ArrayList<>();
        for (String line : explain("--json", file.toString()).out().lines().toList()) {
            messages.add(new ObjectMapper().readTree(line));
        }
        assertEquals(4, messages.size());
        JsonNode timeout = messages.get(1);
        assertEquals("error", timeout.get("severity").asText());
        assertEquals("info", timeout.get("wire_severity").asText());
        assertEquals("H12", timeout.get("facts").get("code").asText());
        assertEquals("503", timeout.get("facts").get("status").asText());
        assertEquals("problems", timeout.get("rule").asText());
        assertEquals("[\"screen\"]", timeout.get("channels").toString());
        assertEquals("[]", messages.get(0).get("channels").toString());
    }

    @Test
    void showsPosts_asSlackWouldGetThem() throws Exception {
        Ended ended = explain("--json", "--posts", file("2024-01-01T00:00:00Z app[web.1]: ERROR it broke\n"));
        List<String> lines = ended.out().lines().toList();
        assertEquals(2, lines.size());
        JsonNode post = new ObjectMapper().readTree(lines.get(1));
        assertEquals("screen", post.get("channel").asText());
        assertEquals("danger", post.at("/post/attachments/0/color").asText());
    }

    @Test
    void saysWhichChannelEachPostIsFor() throws Exception {
        Files.writeString(configuration, """
                channels: [{name: one, console: true}, {name: two, console: true}]
                rules: [{name: all, post-to: [one, two]}]
                """);
        List<String> lines = explain("--posts", file("2024-01-01T00:00:00Z app[web.1]: ERROR it broke\n"))
                .out()
                .lines()
                .toList();
        int posts = lines.indexOf("post to one:");
        assertEquals("post to two:", lines.get(posts + 2));
        assertEquals(lines.get(posts + 1), lines.get(posts + 3));
        assertEquals(posts + 4, lines.size());
        assertTrue(new ObjectMapper().readTree(lines.get(posts + 1)).has("attachments"));
    }

    @Test
    void endsWith74_ifTheFileIsAbsentOrCutOff() throws Exception {
        assertEquals(
                new Ended(
                        74,
                        "",
                        directory + ": a directory (expected: a file, or - for standard input)"
                                + System.lineSeparator()),
                explain(directory.toString()));
        assertEquals(new Ended(74, "", "nowhere: no such file" + System.lineSeparator()), explain("nowhere"));
        Ended cutOff = explain(file("20 <190>1 - h a p - x"));
        assertEquals(74, cutOff.exitCode());
        assertTrue(cutOff.err().startsWith("frame: 18 octets (expected: 20"), cutOff.err());
    }

    @Test
    void endsWith64_ifTheDrainIsUnknown() throws Exception {
        assertEquals(64, explain("--drain", "nobody", file("x")).exitCode());
    }

    @Test
    void leavesOut_whatARuleDrops() throws Exception {
        String out = explain(file("noise ERROR\nother\n")).out();
        assertTrue(out.contains("rule noise (" + configuration + ":4:5): left out"), out);
        assertTrue(out.contains("no rule: left out"), out);
    }

    @Test
    void saysThatALossIsTold_whereItsNoticeIsLeftOut() throws Exception {
        String notice = "Error L10 (output buffer overflow): drain 'd.1' dropped 7 messages since "
                + "2024-01-01T00:00:00.000000+00:00.";
        configuration = Path.of("../config/spillway.yml");
        String out =
                explain(file("2024-01-01T00:00:00Z heroku[logplex]: " + notice)).out();
        assertTrue(out.endsWith("): left out; what it says was lost is counted, and told with all losses\n\n"), out);
    }

    @Test
    void readsInvalidUtf8_withoutHarm() throws Exception {
        byte[] line = "2024-01-01T00:00:00Z app[web.1]: ERROR \u00ff\u0000 x\n"
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("octets"), line);
        JsonNode message =
                new ObjectMapper().readTree(explain("--json", file.toString()).out());
        assertEquals("error", message.get("severity").asText());
        assertEquals("ERROR \ufffd\u0000 x", message.get("text").asText());
        assertEquals(true, new String(line, UTF_8).contains("\ufffd"));
    }
}
