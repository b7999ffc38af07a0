package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import spillway.codec.FramedCorpus;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

/**
 * What a meaning costs: parse alone, parse and read, and parse, read and join. The second less the first is what severity
 * from text adds to a message; beside it a regular expression that finds a level's name anywhere, right or wrong.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MeaningBenchmark {
    private static final int MESSAGES = FramedCorpus.MESSAGES;
    private static final Pattern LEVEL =
            Pattern.compile("\\b(?:EMERG|ALERT|CRIT(?:ICAL)?|FATAL|ERR(?:OR)?|WARN(?:ING)?|INFO|DEBUG)\\b");

    private final FramedCorpus corpus = new FramedCorpus();
    private final byte[] body = corpus.body;
    private final int[] bounds = corpus.bounds;
    private final HerokuReader reader = new HerokuReader();
    private final Events events = new Events();
    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();
    private long micros;

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int parse() {
        int sum = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            SyslogParser.parse(body, bounds[i], bounds[i + 1], SyslogParser.Dialect.LOGPLEX, message);
            sum += message.textStart();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int parseAndRead() {
        int sum = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            SyslogParser.parse(body, bounds[i], bounds[i + 1], SyslogParser.Dialect.LOGPLEX, message);
            reader.read(message, meaning);
            sum += meaning.severity().code();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int parseReadAndJoin() {
        int sum = 0;
        micros += 1_000;
        for (int i = 0; i < bounds.length; i += 2) {
            SyslogParser.parse(body, bounds[i], bounds[i + 1], SyslogParser.Dialect.LOGPLEX, message);
            reader.read(message, meaning);
            sum += events.continues(message, meaning, 0, micros) ? 1 : meaning.severity().code();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int parseAndFindByRegex() {
        int sum = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            SyslogParser.parse(body, bounds[i], bounds[i + 1], SyslogParser.Dialect.LOGPLEX, message);
            String text = new String(body, message.textStart(), bounds[i + 1] - message.textStart(), UTF_8);
            sum += LEVEL.matcher(text).find() ? 1 : 0;
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public byte[] arraycopy() {
        return corpus.arraycopy();
    }
}
