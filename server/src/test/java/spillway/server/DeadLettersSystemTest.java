package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.Fault;
import spillway.server.testing.SlackStandIn;

/** Posts that Slack refuses whatever they look like, and what an operator can do about them. */
class DeadLettersSystemTest {
    private static final Duration DEADLINE = RunningServer.DEADLINE;

    private final int port = RunningServer.freePort();

    @TempDir
    private Path directory;

    private int frames;

    /** What a command printed, and its exit code. */
    private record Printed(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    @Test
    void refusedPost_isKept_shown_replayed_andDeleted_whileTheServerRuns() throws Exception {
        try (SlackStandIn slack = new SlackStandIn();
                RunningServer server = new RunningServer(directory, port, configuration(slack))) {
            refuse(slack, server, "poison one", 1);
            List<String> refused = slack.requests("all").stream()
                    .map(request -> request.request().bodyText())
                    .toList();
            assertEquals(refused.stream().distinct().toList(), refused, "sent again as it was refused");
            assertEquals(2, refused.size());
            Printed list = command("list");
            assertEquals(0, list.code);
            assertEquals(2, list.lines().size(), list.out);
            assertTrue(list.lines().get(1).matches(" +1  \\S+Z +1  all +invalid_blocks.*"), list.out);
            Printed shown = command("show", "1");
            assertEquals(0, shown.code);
            assertTrue(shown.out.contains("channel: all\n") && shown.out.contains("messages: 1\n"), shown.out);
            assertTrue(shown.out.contains("poison one"), shown.out);

            slack.always("all", null);
            Printed replay = command("replay", "1");
            assertEquals(new Printed(0, "to be sent again: 1\n", ""), replay);
            slack.await("all", posts -> slack.view("all").contains("poison one"), DEADLINE);
            RunningServer.await("forgotten", () -> command("list").out.equals("no dead letters\n"));

            refuse(slack, server, "poison two", 2);
            assertEquals(0, command("delete", "2").code);
            assertEquals("no dead letters\n", command("list").out);
            Printed gone = command("delete", "2");
            assertEquals(new Printed(74, "", "dead letter: 2 (expected: an ID that list shows)\n"), gone);
            server.awaitAllEnded(2);
        }
    }

    @Test
    void letter_isListedAndMarkedWithoutAServer_andSentByTheNext() throws Exception {
        try (SlackStandIn slack = new SlackStandIn()) {
            try (RunningServer server = new RunningServer(directory, port, configuration(slack))) {
                refuse(slack, server, "poison", 1);
            }
            slack.always("all", null);
            slack.forget();
            assertEquals(2, command("list").lines().size());
            assertEquals(new Printed(0, "to be sent again: 1\n", ""), command("replay", "--all"));
            assertTrue(command("list").out.contains("(to be sent again)"));
            assertEquals(64, command("replay").code);

            try (RunningServer server = new RunningServer(directory, port, configuration(slack))) {
                slack.await("all", posts -> slack.view("all").contains("poison"), DEADLINE);
                RunningServer.await("forgotten", () -> command("list").out.equals("no dead letters\n"));
                assertEquals(0, server.metric("spillway_messages_dead_lettered_total"));
            }
        }
    }

    @Test
    void noStoreYet_hasNoLetters_andIsNotMade() throws Exception {
        Path store = directory.resolve("store");
        Files.writeString(
                directory.resolve("spillway.yml"),
                "channels: [{name: all, console: true}]\nrules: [{name: all, post-to: all}]\nstore: {directory: "
                        + store + "}\n");
        assertEquals(new Printed(0, "no dead letters\n", ""), command("list"));
        assertEquals(74, command("show", "1").code);
        assertFalse(Files.exists(store));
    }

    @Test
    void oddId_isToldWithWhatIsExpected() throws Exception {
        for (String name : List.of("show", "replay", "delete")) {
            Printed wrong = command(name, "1st");
            assertEquals(64, wrong.code);
            String line = wrong.err.lines().findFirst().orElse("");
            assertTrue(line.endsWith("\"1st\" (expected: a number that list shows)"), line);
        }
    }

    /** Posts one message to a channel that refuses it at every level, and waits until it is a letter. */
    private void refuse(SlackStandIn slack, RunningServer server, String text, int letters) throws Exception {
        slack.always("all", Fault.status(400, "invalid_blocks"));
        String message = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - " + text + "\n";
        byte[] body = (message.length() + " " + message).getBytes(StandardCharsets.UTF_8);
        try (DrainConnection drain = server.connect()) {
            String frameId = String.format(Locale.ROOT, "%032x", ++frames);
            assertEquals(200, drain.exchange(DrainConnection.logplex("", frameId, 1, body)));
        }
        server.awaitMetric("spillway_messages_dead_lettered_total", dead -> dead == letters);
        RunningServer.await("letter kept", () -> command("list").lines().size() == 2);
    }

    private Printed command(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 3];
        all[0] = "dead-letters";
        all[1] = "--config";
        all[2] = directory.resolve("spillway.yml").toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        int code = line.execute(all);
        return new Printed(code, out.toString(), err.toString());
    }

    private static String configuration(SlackStandIn slack) {
        return """
                drains: [{name: shop}]
                channels: [{name: all, webhook: "%s"}]
                rules: [{name: all, post-to: all}]
                group: {wait: 50ms, interval: 100ms}
                """.formatted(slack.webhook("all"));
    }
}
