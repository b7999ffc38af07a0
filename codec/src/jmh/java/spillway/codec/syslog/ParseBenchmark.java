package spillway.codec.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.palindromicity.syslog.SyslogParserBuilder;
import com.github.palindromicity.syslog.dsl.ParseException;
import java.util.concurrent.TimeUnit;
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

/** A frame's header to fields; beside a library that parses RFC 5424 by its grammar, to a map of Strings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParseBenchmark {
    private final FramedCorpus corpus = new FramedCorpus();
    private final SyslogMessage message = new SyslogMessage();
    private final com.github.palindromicity.syslog.SyslogParser simpleSyslog = new SyslogParserBuilder().build();
    private final String[] inSimpleSyslogsDialect = inSimpleSyslogsDialect();

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
    public int parseBySimpleSyslog() {
        int sum = 0;
        for (String frame : inSimpleSyslogsDialect) {
            sum += simpleSyslog.parseLine(frame).size();
        }
        return sum;
    }

    /** Its grammar wants STRUCTURED-DATA, and takes no tab and no emoji: for a frame it refuses it has the one before. */
    private String[] inSimpleSyslogsDialect() {
        String[] frames = new String[FramedCorpus.MESSAGES];
        String last = "<190>1 2024-01-01T00:00:00.123456+00:00 host app web.1 - - hello";
        for (int i = 0; i < frames.length; i++) {
            int start = corpus.bounds[2 * i];
            int end = corpus.bounds[2 * i + 1];
            SyslogParser.parse(corpus.body, start, end, SyslogParser.Dialect.LOGPLEX, message);
            String frame = new String(corpus.body, start, message.textStart() - start, UTF_8) + "- " + message.text();
            try {
                simpleSyslog.parseLine(frame);
                last = frame;
            } catch (ParseException refused) {
                // the frame before it is of the same kind and length, on average
            }
            frames[i] = last;
        }
        return frames;
    }

    @Benchmark
    @OperationsPerInvocation(FramedCorpus.MESSAGES)
    public byte[] arraycopy() {
        return corpus.arraycopy();
    }
}
