package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import spillway.codec.heroku.HerokuReader;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.testing.Corpus;

/**
 * What a decision costs when rules look for texts that no message has; beside RE2J with one pattern for all of them. Small
 * enough a corpus to stay in the cache, as a request just read does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FilterBenchmark {
    private static final int MESSAGES = 512;

    private final SyslogMessage[] messages = new SyslogMessage[MESSAGES];
    private final Meaning[] meanings = new Meaning[MESSAGES];
    private final byte[][] frames = new byte[MESSAGES][];
    private final byte[] copy = new byte[1 << 14];

    /** How many rules there are. */
    @Param({"1", "10", "100"})
    public int rules;

    private Routed routed = Routed.of("- {name: none, post-to: one}");
    private Pattern anyText = Pattern.compile("");

    @Setup
    public void setup() {
        Corpus corpus = new Corpus(7, 0);
        HerokuReader reader = new HerokuReader();
        for (int i = 0; i < MESSAGES; i++) {
            frames[i] = corpus.message().getBytes(UTF_8);
            messages[i] = new SyslogMessage();
            meanings[i] = new Meaning();
            SyslogParser.parse(frames[i], 0, frames[i].length, Dialect.LOGPLEX, messages[i]);
            reader.read(messages[i], meanings[i]);
        }
        List<String> written = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            String text = "needle number " + (100 + i);
            texts.add(text);
            written.add("- {name: r" + i + ", when: {text: {contains: \"" + text + "\"}}, post-to: one}");
        }
        routed = Routed.of(String.join("\n", written));
        anyText = Pattern.compile(String.join("|", texts));
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long filter() {
        long wanted = 0;
        for (int i = 0; i < MESSAGES; i++) {
            wanted |= routed.rules.decide(messages[i], meanings[i], 0, 0, routed.decision);
        }
        return wanted;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public boolean filterByRe2j() {
        boolean wanted = false;
        for (byte[] frame : frames) {
            wanted |= anyText.matcher(frame).find();
        }
        return wanted;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public byte[] arraycopy() {
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, copy, 0, frame.length);
        }
        return copy;
    }
}
