package spillway.codec.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
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

/** A frame's header to fields; beside the regular expression that most parsers of syslog are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParseBenchmark {
    private static final Pattern HEADER =
            Pattern.compile("<(\\d{1,3})>1 (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (.*)", Pattern.DOTALL);

    private final FramedCorpus corpus = new FramedCorpus();
    private final SyslogMessage message = new SyslogMessage();

    @Benchmark
    @OperationsPerInvocation(FramedCorpus.MESSAGES)
    public int parse() {
        int sum = 0;
        int[] bounds = corpus.bounds;
        for (int i = 0; i < bounds.length; i += 2) {
            SyslogParser.parse(corpus.body, bounds[i], bounds[i + 1], SyslogParser.Dialect.LOGPLEX, message);
            sum += message.textStart();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(FramedCorpus.MESSAGES)
    public int parseByRegex() {
        int sum = 0;
        int[] bounds = corpus.bounds;
        for (int i = 0; i < bounds.length; i += 2) {
            Matcher matcher = HEADER.matcher(new String(corpus.body, bounds[i], bounds[i + 1] - bounds[i], UTF_8));
            sum += matcher.matches() ? matcher.start(7) : 0;
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(FramedCorpus.MESSAGES)
    public byte[] arraycopy() {
        return corpus.arraycopy();
    }
}
