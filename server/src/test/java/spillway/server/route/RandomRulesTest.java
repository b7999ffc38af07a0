package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import spillway.codec.heroku.HerokuReader;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.config.Configuration;
import spillway.server.config.Configuration.Inference;
import spillway.server.config.Configuration.Position;
import spillway.server.config.Configuration.Rule;
import spillway.server.config.Configuration.SeverityPattern;
import spillway.server.config.Configuration.TextMatch;
import spillway.server.config.Configuration.When;

/** Random rules and severities by text decide as if each looked at the whole text by itself. */
class RandomRulesTest {
    private static final String HEADER = "<190>1 2024-01-01T00:00:00+00:00 host app web.1 - ";
    private static final List<String> LITERALS = List.of(
            "x", "ok", "OOM", "oom", "fail", "Error", "time", "timeout", "deadlock", "out of memory", "für Müller");
    private static final List<String> PATTERNS = List.of(
            "(?i)oom",
            "(?i)deadlock|timeout",
            "(?i)disk",
            "^x.*time",
            "fail(ed)?$",
            "time+out",
            "\\bErr",
            "[0-9]{3}",
            "(?i)MÜLLER",
            "(?i)of memory \\d");
    private static final List<String> PIECES = List.of(
            " ",
            "x",
            "Oom",
            "OOM",
            "DEADLOCK",
            "dead",
            "lock",
            "timeouT",
            "fail",
            "Error",
            "out of memory ",
            "17",
            "für Müller",
            "MÜLLER",
            "di\u017F\u212A",
            "error",
            "of Memory 3",
            "ok");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();
    private final HerokuReader reader = new HerokuReader();
    private final Configuration configuration = Routed.of("- {name: none, post-to: one}").configuration;

    @Test
    void decide_agreesWithANaiveMatcher() {
        int decided = 0;
        for (int round = 0; round < 1_000; round++) {
            List<TextMatch> texts = texts(1 + random.nextInt(100));
            List<TextMatch> nots = texts(texts.size());
            Rules rules = new Rules(
                    IntStream.range(0, texts.size())
                            .mapToObj(i -> rule(texts.get(i), isNegated(i) ? nots.get(i) : null))
                            .toList(),
                    configuration.channels(),
                    configuration.drains());
            Decision decision = rules.newDecision();
            for (int i = 0; i < 20; i++) {
                String text = read();
                int expected = first(
                        texts.size(),
                        rule -> holds(texts.get(rule), text) && !(isNegated(rule) && holds(nots.get(rule), text)));
                decided += expected < 0 ? 0 : 1;
                rules.decide(message, meaning, 0, 0, decision);
                assertEquals(expected, decision.rule(), () -> "seed " + seed + " in " + text);
            }
        }
        assertTrue(decided > 1_000, "decided " + decided);
    }

    @Test
    void apply_agreesWithANaiveMatcher() {
        for (int round = 0; round < 1_000; round++) {
            List<TextMatch> texts = texts(random.nextInt(100));
            List<SeverityPattern> written = IntStream.range(0, texts.size())
                    .mapToObj(i -> new SeverityPattern(Severity.of(i % 8), texts.get(i)))
                    .toList();
            SeverityPatterns patterns = new SeverityPatterns(new Inference(true, written));
            for (int i = 0; i < 20; i++) {
                String text = read();
                int first = first(texts.size(), pattern -> holds(texts.get(pattern), text));
                Severity expected = first < 0 ? meaning.severity() : Severity.of(first % 8);
                patterns.apply(message, meaning);
                assertEquals(expected, meaning.severity(), () -> "seed " + seed + " in " + text);
            }
        }
    }

    private static boolean isNegated(int rule) {
        return rule % 3 == 0;
    }

    private static int first(int count, IntPredicate holds) {
        return IntStream.range(0, count).filter(holds).findFirst().orElse(-1);
    }

    private static boolean holds(TextMatch match, String text) {
        return (match.startsWith().isEmpty() || match.startsWith().stream().anyMatch(text::startsWith))
                && (match.contains().isEmpty() || match.contains().stream().anyMatch(text::contains))
                && (match.matches().isEmpty()
                        || match.matches().stream()
                                .anyMatch(pattern ->
                                        Pattern.compile(pattern).matcher(text).find()));
    }

    private static Rule rule(TextMatch text, @Nullable TextMatch not) {
        When unwanted = not == null ? null : when(not, null);
        return new Rule("r", when(text, unwanted), List.of(), true, false, null, null, new Position("", 1, 1));
    }

    private static When when(TextMatch text, @Nullable When not) {
        List<String> any = List.of();
        return new When(any, any, any, null, null, List.of(), List.of(), any, any, any, text, not);
    }

    private List<TextMatch> texts(int count) {
        return Stream.generate(() -> new TextMatch(some(LITERALS, 12), some(LITERALS, 2), some(PATTERNS, 3)))
                .filter(match -> !match.isAny())
                .limit(count)
                .toList();
    }

    /** None, one or two of them, and some with a number that hardly a text has. */
    private List<String> some(List<String> all, int oneIn) {
        int count = random.nextInt(oneIn) == 0 ? 1 + random.nextInt(2) : 0;
        return Stream.generate(() -> pick(all) + (random.nextInt(3) == 0 ? "" : random.nextInt(30)))
                .limit(count)
                .toList();
    }

    private String pick(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Reads a message of some pieces and returns its text. */
    private String read() {
        String text = Stream.generate(() -> pick(PIECES))
                .limit(1 + random.nextInt(12))
                .collect(Collectors.joining());
        byte[] frame = (HEADER + text).getBytes(UTF_8);
        SyslogParser.parse(frame, 0, frame.length, Dialect.LOGPLEX, message);
        reader.read(message, meaning);
        return message.text();
    }
}
