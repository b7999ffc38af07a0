package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import spillway.codec.heroku.HerokuReader;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.config.Configuration;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.ConfigurationException;
import spillway.server.config.ConfigurationReader;

/** A configuration at work: what becomes of one message after the other. */
final class Routed {
    final Configuration configuration;
    final Rules rules;
    final Decision decision;
    final SyslogMessage message = new SyslogMessage();
    final Meaning meaning = new Meaning();
    private final HerokuReader reader = new HerokuReader();
    private final SeverityPatterns patterns;
    long nowMillis;
    int drain;

    Routed(Path file) throws ConfigurationException {
        this(ConfigurationReader.read(file, Map.of("SPILLWAY_CREDENTIALS", "a:b")));
    }

    private Routed(Configuration configuration) {
        this.configuration = configuration;
        rules = new Rules(configuration.rules(), configuration.channels(), configuration.drains());
        decision = rules.newDecision();
        patterns = new SeverityPatterns(configuration.severity());
    }

    /** With the channels one, two and three and the drains shop and billing. */
    static Routed of(String rules) {
        return ofYaml("""
                drains: [{name: shop, credentials: "a:b"}, {name: billing, credentials: "c:d"}]
                channels: [{name: one, console: true}, {name: two, console: true}, {name: three, console: true}]
                rules:
                """ + rules.indent(2));
    }

    static Routed ofYaml(String yaml) {
        try {
            Path file = Files.createTempFile("spillway", ".yml");
            try {
                return new Routed(Files.writeString(file, yaml));
            } finally {
                Files.delete(file);
            }
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code <190>1 2024-01-01T00:00:00+00:00 host app web.1 - text}. */
    String frame(String frame) {
        byte[] octets = ("before " + frame + " after").getBytes(UTF_8);
        return frame(octets, 7, octets.length - 6);
    }

    /** The rule that decided, and the channels: {@code rest -> one two}; nothing after the arrow if it is filtered. */
    String frame(byte[] octets, int start, int end) {
        SyslogParser.parse(octets, start, end, Dialect.LOGPLEX, message);
        reader.read(message, meaning);
        patterns.apply(message, meaning);
        long channels = rules.decide(message, meaning, drain, nowMillis, decision);
        String names = rules.channels(channels).stream().map(Channel::name).collect(Collectors.joining(" "));
        String rule =
                decision.rule() < 0 ? "" : rules.rules().get(decision.rule()).name();
        return (rule + " -> " + names).strip();
    }

    String app(String text) {
        return from("app web.1", text);
    }

    /** @param appAndProcess as {@code app web.1} */
    String from(String appAndProcess, String text) {
        return frame("<190>1 2024-01-01T00:00:00+00:00 host " + appAndProcess + " - " + text);
    }
}
