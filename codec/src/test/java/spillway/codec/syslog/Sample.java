package spillway.codec.syslog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A real request body and what must be read out of it. */
record Sample(String name, byte[] body, int status, boolean logplex, List<Expected> messages) {
    private static final List<String> NAMES = List.of(
            "after-outage",
            "app-levels",
            "count-too-large",
            "l10-abutting",
            "metrics",
            "multibyte",
            "no-count",
            "odd-header",
            "platform",
            "postgres",
            "raw-bytes",
            "router",
            "shield");

    /** One message as it must be read. */
    record Expected(int facility, int severity, String timestamp, String app, String process, String text) {
        static Expected of(SyslogMessage message) {
            return new Expected(
                    message.facility().code(),
                    message.severity().code(),
                    message.timestamp(),
                    message.app(),
                    message.process(),
                    message.text());
        }
    }

    static Stream<Sample> all() {
        return NAMES.stream().map(Sample::of);
    }

    static Sample of(String name) {
        try (InputStream body = resource(name + ".body");
                InputStream expected = resource(name + ".expected.json")) {
            JsonNode json = new ObjectMapper().readTree(expected);
            List<Expected> messages = new ArrayList<>();
            for (JsonNode node : json.get("messages")) {
                messages.add(new Expected(
                        node.get("facility").asInt(),
                        node.get("severity").asInt(),
                        node.get("timestamp").asText(),
                        node.get("app").asText(),
                        node.get("process").asText(),
                        node.get("text").asText()));
            }
            boolean logplex = json.get("headers").get("Logplex-Frame-Id").isTextual();
            return new Sample(name, body.readAllBytes(), json.get("status").asInt(), logplex, messages);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Sample.class.getResourceAsStream("/samples/" + name), name);
    }

    SyslogParser.Dialect dialect() {
        return logplex ? SyslogParser.Dialect.LOGPLEX : SyslogParser.Dialect.RFC5424;
    }

    @Override
    public String toString() {
        return name;
    }
}
