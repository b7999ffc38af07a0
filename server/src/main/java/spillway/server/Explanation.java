package spillway.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import spillway.codec.heroku.Kind;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.SyslogMessage;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Rule;

/**
 * What was read out of one message and decided about it, in words.
 *
 * @param wireSeverity null if the frame's header could not be read
 */
record Explanation(
        String time,
        String app,
        String process,
        String severity,
        @Nullable String wireSeverity,
        String reason,
        int reasonStart,
        int reasonEnd,
        Map<String, String> facts,
        @Nullable String rule,
        @Nullable String rulePosition,
        List<String> channels,
        String text) {

    /** Of what {@code interpreter} has just read. {@code reasonStart} and {@code reasonEnd} count characters of the text. */
    static Explanation of(Interpreter interpreter, long receivedMillis) {
        SyslogMessage message = interpreter.message();
        Meaning meaning = interpreter.meaning();
        Rule rule = interpreter.rule() < 0
                ? null
                : interpreter.ruleset().rules().rules().get(interpreter.rule());
        int start = within(message, meaning.reasonStart());
        int end = within(message, meaning.reasonEnd());
        return new Explanation(
                Instant.EPOCH
                        .plus(message.epochMicros(receivedMillis * 1_000), ChronoUnit.MICROS)
                        .toString(),
                message.app(),
                message.process(),
                meaning.severity().keyword(),
                message.isRaw() ? null : meaning.wireSeverity().keyword(),
                message.isRaw() && !meaning.inferred() ? "default" : meaning.reasonWords(),
                characters(message, start),
                characters(message, Math.max(start, end)),
                facts(meaning),
                rule == null ? null : rule.name(),
                rule == null ? null : rule.position().toString(),
                interpreter.ruleset().rules().channels(interpreter.channels()).stream()
                        .map(Channel::name)
                        .toList(),
                message.text());
    }

    private static int within(SyslogMessage message, int offset) {
        return Math.min(message.textEnd(), Math.max(message.textStart(), offset));
    }

    private static int characters(SyslogMessage message, int offset) {
        return new String(message.octets(), message.textStart(), offset - message.textStart(), UTF_8).length();
    }

    private static Map<String, String> facts(Meaning meaning) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "kind", meaning.kind() == Kind.OTHER ? null : words(meaning.kind()));
        put(facts, "code", meaning.code());
        put(facts, "summary", meaning.summary());
        put(facts, "status", number(meaning.status(), ""));
        put(facts, "method", meaning.method());
        put(facts, "path", meaning.path());
        put(facts, "host", meaning.host());
        put(facts, "dyno", meaning.dyno());
        put(facts, "connect", number(meaning.connectMillis(), "ms"));
        put(facts, "service", number(meaning.serviceMillis(), "ms"));
        put(facts, "request_id", meaning.requestId());
        put(facts, "exit_status", number(meaning.exitStatus(), ""));
        put(facts, "memory", meaning.memoryTenthsOfPercent() < 0 ? null : meaning.memoryTenthsOfPercent() / 10.0 + "%");
        put(facts, "release", meaning.release());
        put(facts, "from", meaning.fromState());
        put(facts, "to", meaning.toState());
        put(facts, "postgres_level", meaning.postgresLevel());
        put(facts, "duration", meaning.durationMicros() < 0 ? null : meaning.durationMicros() / 1_000.0 + "ms");
        put(facts, "lost", number(meaning.lostCount(), ""));
        put(facts, "continues", meaning.continues() ? "true" : null);
        return facts;
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            facts.put(name, value);
        }
    }

    private static @Nullable String number(int value, String unit) {
        return value < 0 ? null : value + unit;
    }

    private static String words(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
