package spillway.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.config.Configuration;
import spillway.server.send.InputFile;

/** Says of each message what it means, which rule decides, and where it goes; needs no server and no Slack. */
@Command(
        name = "explain",
        description =
                "Say of each message what it means, which rule decides, and where it goes. Needs no server and no Slack.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final int MAX_TEXT = 160;
    private static final String LOSSES_TOLD = "; what it says was lost is counted, and told with all losses";
    private static final JsonFactory JSON = new JsonFactory();

    @Mixin
    private ConfigurationOption configuration = new ConfigurationOption();

    @Option(names = "--json", description = "One JSON object a message and line.")
    private boolean json;

    @Option(
            names = "--posts",
            description =
                    "Also the JSON of the posts that would be made, each with its channel; with --json as channel and post.")
    private boolean posts;

    @Option(
            names = "--drain",
            paramLabel = "NAME",
            description = "The drain that the messages came to (default: the first).")
    private @Nullable String drainName;

    @Option(
            names = "--structured-data",
            description = "The messages carry STRUCTURED-DATA, as from a Shield private space.")
    private boolean structuredData;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "A request's body, or lines of `heroku logs`; - is standard input (default).")
    private String file = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Configuration read = configuration.read();
        Ruleset ruleset = new Ruleset(read);
        String name = drainName == null ? read.drains().get(0).name() : drainName;
        int drain = ruleset.drainIndex(name);
        if (drain == Ruleset.UNKNOWN_DRAIN) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--drain: " + name + " (expected: "
                            + read.drains().stream()
                                    .map(Configuration.Drain::name)
                                    .collect(Collectors.joining(", ")) + ")");
        }
        try (InputStream in = InputFile.open(file)) {
            explain(in, ruleset, drain);
        }
        return ExitCode.DONE;
    }

    private void explain(InputStream in, Ruleset ruleset, int drain) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long now = Clock.systemUTC().millis();
        MessageInput input = new MessageInput(in, Instant.ofEpochMilli(now));
        Interpreter interpreter = new Interpreter(ruleset);
        PostPreview preview = new PostPreview(ruleset.configuration());
        String drainOfPosts = ruleset.configuration().drains().get(drain).name();
        Dialect dialect = ruleset.dialect(drain, !structuredData);
        for (byte[] frame = input.next(); frame != null; frame = input.next()) {
            interpreter.read(frame, 0, frame.length, dialect, drain, now);
            Explanation explanation = Explanation.of(interpreter, now);
            out.println(json ? json(explanation) : text(explanation));
            if (posts && interpreter.channels() != 0) {
                preview.add(interpreter.accepted(drainOfPosts, "", now), interpreter.channels());
            }
            out.flush();
        }
        if (posts) {
            for (PostPreview.Payload payload : preview.payloads()) {
                out.println(json ? json(payload) : "post to " + payload.channel() + ":\n" + payload.json());
            }
            out.flush();
        }
    }

    private static String text(Explanation message) {
        StringBuilder lines = new StringBuilder();
        lines.append(message.time())
                .append(' ')
                .append(message.app())
                .append('[')
                .append(message.process())
                .append("]  ");
        lines.append(message.severity());
        if (!message.severity().equals(message.wireSeverity())) {
            lines.append(" (on the wire: ")
                    .append(Objects.requireNonNullElse(message.wireSeverity(), "none"))
                    .append(')');
        }
        lines.append(", from ").append(message.reason());
        String text = printable(message.text());
        lines.append("\n  ").append(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text);
        if (message.reasonEnd() > message.reasonStart() && message.reasonStart() < MAX_TEXT) {
            int end = Math.min(MAX_TEXT, message.reasonEnd());
            lines.append("\n  ")
                    .append(" ".repeat(message.reasonStart()))
                    .append("^".repeat(end - message.reasonStart()));
        }
        if (!message.facts().isEmpty()) {
            lines.append("\n  ")
                    .append(message.facts().entrySet().stream()
                            .map(fact -> fact.getKey() + "=" + quoted(fact.getValue()))
                            .collect(Collectors.joining(" ")));
        }
        return lines.append("\n  ").append(decision(message)).append('\n').toString();
    }

    private static String decision(Explanation message) {
        String by = message.rule() == null
                ? message.facts().containsKey("continues") ? "the rule of the line it continues" : "no rule"
                : "rule " + message.rule() + " (" + message.rulePosition() + ")";
        if (!message.channels().isEmpty()) {
            return by + ": to " + String.join(", ", message.channels());
        }
        return by + ": left out" + (message.facts().containsKey("lost") ? LOSSES_TOLD : "");
    }

    private static String quoted(String value) {
        return value.indexOf(' ') < 0 ? value : '"' + value + '"';
    }

    /** One character for each of the text's, so that what is underlined stands below it. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text);
        for (int i = 0; i < printable.length(); i++) {
            if (Character.isISOControl(printable.charAt(i))) {
                printable.setCharAt(i, '·');
            }
        }
        return printable.toString();
    }

    private static String json(PostPreview.Payload payload) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator to = JSON.createGenerator(line)) {
            to.writeStartObject();
            to.writeStringField("channel", payload.channel());
            to.writeFieldName("post");
            to.writeRawValue(payload.json());
            to.writeEndObject();
        }
        return line.toString();
    }

    private static String json(Explanation message) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator to = JSON.createGenerator(line)) {
            to.writeStartObject();
            to.writeStringField("time", message.time());
            to.writeStringField("app", message.app());
            to.writeStringField("process", message.process());
            to.writeStringField("severity", message.severity());
            to.writeStringField("wire_severity", message.wireSeverity());
            to.writeStringField("reason", message.reason());
            to.writeObjectFieldStart("facts");
            for (Map.Entry<String, String> fact : message.facts().entrySet()) {
                to.writeStringField(fact.getKey(), fact.getValue());
            }
            to.writeEndObject();
            to.writeStringField("rule", message.rule());
            to.writeStringField("rule_position", message.rulePosition());
            to.writeArrayFieldStart("channels");
            for (String channel : message.channels()) {
                to.writeString(channel);
            }
            to.writeEndArray();
            to.writeStringField("text", message.text());
            to.writeEndObject();
        }
        return line.toString();
    }
}
