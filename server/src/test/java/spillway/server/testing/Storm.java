package spillway.server.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import spillway.server.testing.SlackStandIn.Received;

/**
 * An error storm: logger lines of 12 patterns from 40 dynos, numbers and ids varying. Counts what it makes by pattern, to be
 * compared with what posts tell. Each line has a level of its own, so that it continues no other.
 */
public final class Storm {
    /** At most so many posts a minute may come of it. */
    public static final int MOST_POSTS = 10;

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int DYNOS = 40;
    private static final int WEB_DYNOS = 25;

    private static final List<String> LINES = List.of(
            "level=error msg=\"payment declined\" order=%d ms=%d",
            "level=error msg=\"connection refused\" port=%d attempt=%d",
            "level=error msg=\"upstream timed out\" request=%08x ms=%d",
            "level=error msg=\"order not found\" order=%d user=%d",
            "level=error msg=\"deadlock detected\" pid=%d waits-for=%d",
            "level=error msg=\"cart expired\" cart=%08x age=%ds",
            "level=error msg=\"job failed\" job=%08x attempt=%d",
            "level=error msg=\"pool exhausted\" size=%d waiting=%d",
            "level=error msg=\"smtp refused\" message=%d code=%d",
            "level=error msg=\"checksum differs\" block=%d sum=%08x",
            "level=error msg=\"stock is negative\" product=%d stock=-%d",
            "level=error msg=\"token rejected\" user=%d status=%d");

    private static final Pattern NAME = Pattern.compile("msg=\"([^\"]*)\"");

    private final Random random;
    private final Map<String, Long> made = new TreeMap<>();
    private long requests;

    public Storm(long seed) {
        random = new Random(seed);
    }

    /** A request with the next lines, as Logplex posts them. */
    public byte[] request(String credentials, int lines, Instant time) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < lines; i++) {
            byte[] message = message(time).getBytes(StandardCharsets.UTF_8);
            body.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(message);
        }
        String authorization =
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        String frameId = String.format(Locale.ROOT, "%032x", requests++);
        return DrainConnection.logplex(authorization, frameId, lines, body.toByteArray());
    }

    private String message(Instant time) {
        int dyno = random.nextInt(DYNOS);
        String process = dyno < WEB_DYNOS ? "web." + (1 + dyno) : "worker." + (1 + dyno - WEB_DYNOS);
        String line = LINES.get(random.nextInt(LINES.size()));
        String text = String.format(Locale.ROOT, line, random.nextInt(100_000), random.nextInt(1_000));
        made.merge(name(text), 1L, Long::sum);
        return "<190>1 " + time + " host app " + process + " - " + text + "\n";
    }

    /** How many lines of each pattern were made. */
    public Map<String, Long> made() {
        return made;
    }

    /** How many lines of each pattern the posts tell; what is none of them is under its own text. */
    public static Map<String, Long> told(List<Received> posts) {
        Map<String, Long> told = new TreeMap<>();
        for (Received post : posts) {
            for (SlackView.ShownLine line : SlackView.lines(post.json())) {
                told.merge(name(line.text()), line.count(), Long::sum);
            }
        }
        return told;
    }

    private static String name(String text) {
        Matcher name = NAME.matcher(text);
        return name.find() ? name.group(1) : text;
    }

    /** The most requests that came within any minute. */
    public static int mostAMinute(List<Received> requests) {
        Deque<Long> minute = new ArrayDeque<>();
        int most = 0;
        for (Received request : requests) {
            minute.add(request.nanos());
            while (request.nanos() - minute.element() >= MINUTE_NANOS) {
                minute.remove();
            }
            most = Math.max(most, minute.size());
        }
        return most;
    }
}
