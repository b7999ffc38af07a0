package spillway.codec.heroku;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import spillway.codec.MixedCorpus;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

/**
 * What a meaning costs: parse alone, parse and read, and parse, read and join. The second less the first is what severity
 * from text adds to a message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MeaningBenchmark {
    private static final int MESSAGES = 4_096;

    private final HerokuReader reader = new HerokuReader();
    private final Events events = new Events();
    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();
    private byte[] body = new byte[0];
    private int[] bounds = new int[0];
    private long micros;

    @Setup
    public void setup() {
        body = MixedCorpus.body(7, MESSAGES);
        List<Integer> found = new ArrayList<>();
        int at = 0;
        while (at < body.length) {
            int space = Octets.indexOf(body, at, body.length, (byte) ' ');
            int length = Octets.number(body, at, space);
            found.add(space + 1);
            found.add(space + 1 + length);
            at = space + 1 + length;
        }
        bounds = found.stream().mapToInt(Integer::intValue).toArray();
    }

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
}
