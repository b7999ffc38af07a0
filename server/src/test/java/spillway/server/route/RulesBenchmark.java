package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import spillway.codec.heroku.HerokuReader;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;
import spillway.codec.syslog.SyslogParser.Dialect;

/**
 * What a decision costs, by number and sort of rules; not a test, run by hand:
 *
 * <pre>java -cp server/target/test-classes:server/target/classes:codec/target/classes:LIBRARIES
 * spillway.server.route.RulesBenchmark</pre>
 */
final class RulesBenchmark {
    private static final int MESSAGES = 4_096;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final String[] WORDS =
            ("request timeout payment order user session token cache queue worker render partial template query select"
                            + " insert update database connection pool lease retry attempt failed completed started"
                            + " finished processing controller action view layout response redirect image upload"
                            + " download report export import schedule mailer deliver notification webhook event")
                    .split(" ");

    private static final String[] OTHERS =
            ("refused broken pipe deadlock detected out of memory killed segmentation fault unreachable denied expired"
                            + " invalid corrupt overflow exhausted panic abort unexpected missing certificate handshake")
                    .split(" ");

    private final Random random = new Random(42);
    private final byte[][] frames = new byte[MESSAGES][];

    public static void main(String[] arguments) {
        RulesBenchmark benchmark = new RulesBenchmark();
        benchmark.corpus();
        String[] sorts = arguments.length > 0
                ? arguments
                : new String[] {"contains", "contains-other", "starts-with", "process", "matches"};
        for (String sort : sorts) {
            double[] cost = new double[3];
            int[] counts = {1, 10, 100};
            for (int round = 0; round < 2; round++) { // the first warms up
                for (int i = 0; i < counts.length; i++) {
                    cost[i] = benchmark.nanos(benchmark.rules(sort, counts[i]));
                }
            }
            System.out.printf(
                    "%-12s 1 rule %4.0f ns   10 rules %4.0f ns   100 rules %4.0f ns   100/10 %.2f%n",
                    sort, cost[0], cost[1], cost[2], cost[2] / cost[1]);
        }
    }

    /** Lines of a mean of 280 octets: 42 % of the application, 40 % of the router, the rest of Postgres. */
    private void corpus() {
        for (int i = 0; i < MESSAGES; i++) {
            int sort = random.nextInt(100);
            String text = sort < 42
                    ? "app web." + random.nextInt(20) + " - [INFO] " + words(26)
                    : sort < 82
                            ? "heroku router - at=info method=GET path=\"/" + words(3).replace(' ', '/')
                                    + "\" host=shop.example.com request_id=" + new java.util.UUID(random.nextLong(), i)
                                    + " fwd=\"203.0.113.140\" dyno=web.1 connect=0ms service=3ms status=200 bytes=6979"
                                    + " protocol=https"
                            : "app postgres." + random.nextInt(9) + " - [RED] [" + i
                                    + "-1]  sql_error_code = 00000 LOG:  " + words(24);
            frames[i] = ("<190>1 2024-01-01T00:00:00.000000+00:00 host " + text + "\n").getBytes(UTF_8);
        }
    }

    private String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }

    /** Rules that look alike and hold for almost nothing: the dearest case. */
    private Routed rules(String sort, int count) {
        Random own = new Random(7);
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String word = sort.equals("contains-other")
                    ? OTHERS[own.nextInt(OTHERS.length)] + " " + OTHERS[own.nextInt(OTHERS.length)] + " " + i
                    : WORDS[own.nextInt(WORDS.length)] + " " + (char) ('a' + own.nextInt(26)) + i;
            String when = switch (sort) {
                case "process" -> "process: \"run-" + i + ".*\"";
                case "matches" -> "text: {matches: \"" + word + "[0-9]+ms\"}";
                case "starts-with" -> "text: {starts-with: \"" + word + "\"}";
                default -> "text: {contains: \"" + word + "\"}";
            };
            rules.add("- {name: r" + i + ", when: {" + when + "}, post-to: one}");
        }
        return Routed.of(String.join("\n", rules));
    }

    /** The least of several runs, the cost of parsing and reading taken off. */
    private double nanos(Routed routed) {
        double with = Double.MAX_VALUE;
        double without = Double.MAX_VALUE;
        for (int run = 0; run < 30; run++) {
            without = Math.min(without, run(routed, false));
            with = Math.min(with, run(routed, true));
        }
        return with - without;
    }

    private double run(Routed routed, boolean decide) {
        SyslogMessage message = routed.message;
        Meaning meaning = routed.meaning;
        HerokuReader reader = new HerokuReader();
        long accepted = 0;
        long start = CPU.getCurrentThreadCpuTime();
        for (int repeat = 0; repeat < 10; repeat++) {
            for (byte[] frame : frames) {
                SyslogParser.parse(frame, 0, frame.length, Dialect.LOGPLEX, message);
                reader.read(message, meaning);
                if (decide) {
                    accepted += routed.rules.decide(message, meaning, 0, 0, routed.decision);
                }
            }
        }
        double nanos = (CPU.getCurrentThreadCpuTime() - start) / (10.0 * MESSAGES);
        if (accepted == -1) {
            System.out.println(Arrays.toString(frames));
        }
        return nanos;
    }
}
