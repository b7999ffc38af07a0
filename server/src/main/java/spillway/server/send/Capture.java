package spillway.server.send;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages out of a file, in whichever of three forms it holds them: a request's body ({@code 93 <45>1 ...}), messages a
 * line each ({@code <45>1 ...}), or what {@code heroku logs} prints ({@code TIME app[web.1]: text}). Any other line is text
 * of {@code app[web.1]}, now.
 */
public final class Capture {
    private static final Pattern HEROKU_LOGS = Pattern.compile(
            "(?:\\e\\[[0-9;]*m)*(\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(?:Z|[+-]\\d\\d:?\\d\\d)) ([^\\s\\[]+)\\[([^\\]\\s]+)\\]:"
                    + "(?:\\e\\[[0-9;]*m)* ?(.*)",
            Pattern.DOTALL);

    private static final int MAX_COUNT_DIGITS = 9;

    private Capture() {}

    /**
     * The messages, each from its PRI on and with its newline.
     *
     * @param octets the file; ISO 8859-1 and UTF-8 alike, octets are kept as they are
     * @param now when lines that tell no time were written
     * @throws IllegalArgumentException if a body's counts do not fit
     */
    public static List<byte[]> messages(byte[] octets, Instant now) {
        return isBody(octets) ? frames(octets) : lines(octets, now);
    }

    /** The same message at another time. */
    public static byte[] redated(byte[] message, Instant time) {
        int start = indexOf(message, ' ', 0) + 1;
        int end = indexOf(message, ' ', start);
        if (message.length == 0 || message[0] != '<' || start == 0 || end < 0) {
            return message;
        }
        byte[] stamp = time.toString().replace("Z", "+00:00").getBytes(StandardCharsets.US_ASCII);
        byte[] redated = new byte[start + stamp.length + message.length - end];
        System.arraycopy(message, 0, redated, 0, start);
        System.arraycopy(stamp, 0, redated, start, stamp.length);
        System.arraycopy(message, end, redated, start + stamp.length, message.length - end);
        return redated;
    }

    /** Digits, a blank and a PRI: nothing that anybody logs begins so. */
    private static boolean isBody(byte[] octets) {
        int at = blanks(octets, 0);
        int digits = 0;
        while (at + digits < octets.length && isDigit(octets[at + digits])) {
            digits++;
        }
        int blank = at + digits;
        return digits > 0 && blank + 1 < octets.length && octets[blank] == ' ' && octets[blank + 1] == '<';
    }

    private static List<byte[]> frames(byte[] body) {
        List<byte[]> messages = new ArrayList<>();
        for (int at = blanks(body, 0); at < body.length; at = blanks(body, at)) {
            int blank = indexOf(body, ' ', at);
            long count = blank < 0 ? -1 : count(body, at, blank);
            if (count < 0 || blank + 1 + count > body.length) {
                throw new IllegalArgumentException(
                        "octet " + at + ": " + excerpt(body, at) + " (expected: a frame as \"93 <45>1 ...\", whole)");
            }
            int start = blank + 1;
            at = start + (int) count;
            messages.add(Arrays.copyOfRange(body, start, at));
        }
        return messages;
    }

    private static List<byte[]> lines(byte[] octets, Instant now) {
        List<byte[]> messages = new ArrayList<>();
        // ISO 8859-1 takes every octet to one character and back.
        new String(octets, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> messages.add(message(line, now).getBytes(StandardCharsets.ISO_8859_1)));
        return messages;
    }

    private static String message(String line, Instant now) {
        if (line.matches("<\\d{1,3}>1 .*")) {
            return line + "\n";
        }
        Matcher heroku = HEROKU_LOGS.matcher(line);
        if (!heroku.matches()) {
            return "<190>1 " + now + " host app web.1 - " + line + "\n";
        }
        String app = heroku.group(2);
        String process = heroku.group(3);
        return "<" + prival(app, process) + ">1 " + heroku.group(1) + " host " + app + " " + process + " - "
                + heroku.group(4) + "\n";
    }

    /** What Heroku would have sent: the printed line does not tell. */
    private static int prival(String app, String process) {
        if (app.equals("heroku")) {
            return process.equals("router") ? 158 : process.equals("logplex") ? 172 : 45;
        }
        if (process.equals("api")) {
            return 133;
        }
        return process.startsWith("postgres.") || process.startsWith("heroku-") ? 134 : 190;
    }

    private static long count(byte[] body, int start, int end) {
        if (end == start || end - start > MAX_COUNT_DIGITS) {
            return -1;
        }
        long count = 0;
        for (int i = start; i < end; i++) {
            if (!isDigit(body[i])) {
                return -1;
            }
            count = count * 10 + body[i] - '0';
        }
        return count;
    }

    private static int blanks(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && (octets[at] == ' ' || octets[at] == '\n' || octets[at] == '\r')) {
            at++;
        }
        return at;
    }

    private static int indexOf(byte[] octets, char wanted, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static String excerpt(byte[] octets, int at) {
        int end = Math.min(octets.length, at + 24);
        return "\"" + new String(octets, at, end - at, StandardCharsets.ISO_8859_1).strip() + "\"";
    }
}
