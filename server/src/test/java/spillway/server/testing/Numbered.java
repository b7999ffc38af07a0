package spillway.server.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Messages that say which they are and prove that they are whole: {@code drain=a n=17 pad=xyz crc=0a1b2c3d}. */
public final class Numbered {
    private static final Pattern TEXT = Pattern.compile("drain=([\\w-]+) n=(\\d+) pad=(\\S*) crc=([0-9a-f]{8})");

    /**
     * A message as it was found.
     *
     * @param intact whether text and checksum agree
     */
    public record Found(String drain, long number, boolean intact) {}

    private Numbered() {}

    /** A whole message, from its PRI on. */
    public static String message(String drain, long number, String process, Random random, Instant time) {
        return "<190>1 " + time + " host app " + process + " - " + text(drain, number, random) + "\n";
    }

    static String text(String drain, long number, Random random) {
        String pad =
                Long.toString(random.nextLong() >>> 1, 36).repeat(random.nextInt(8)) + "é☂𝄞".repeat(random.nextInt(2));
        String body = "drain=" + drain + " n=" + number + " pad=" + pad;
        return "ERROR " + body + " crc=" + checksum(body);
    }

    /** Every numbered text, whatever stands around it. */
    public static List<Found> find(String text) {
        List<Found> found = new ArrayList<>();
        Matcher matcher = TEXT.matcher(text);
        while (matcher.find()) {
            String body = "drain=" + matcher.group(1) + " n=" + matcher.group(2) + " pad=" + matcher.group(3);
            found.add(new Found(
                    matcher.group(1),
                    Long.parseLong(matcher.group(2)),
                    checksum(body).equals(matcher.group(4))));
        }
        return found;
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
