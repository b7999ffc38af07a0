package spillway.codec.slack;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The link to the logs: http or https, and no character in it that could end it early. */
final class LogsLink {
    private static final int MAX_LENGTH = 800;
    private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";

    private LogsLink() {}

    /** Percent-encoded where needed; null if there is none, it isn't a web address, or it is too long to send. */
    static @Nullable String of(@Nullable String link) {
        if (link == null) {
            return null;
        }
        String lower = link.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("https://") && !lower.startsWith("http://")) {
            return null;
        }
        StringBuilder safe = new StringBuilder();
        for (byte octet : link.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0)) {
                safe.append(c);
            } else {
                safe.append(String.format("%%%02X", (int) c));
            }
        }
        return safe.length() <= MAX_LENGTH ? safe.toString() : null;
    }
}
