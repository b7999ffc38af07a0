package spillway.server.send;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages that leave together, under one frame id on each of at most {@value #TRIES} tries.
 *
 * <p>If messages were lost before, a notice goes in front of them. It is dated anew on each try, so that two tries may
 * differ in their octets.
 */
public final class LogplexRequest {
    static final int TRIES = 3;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss'+00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<byte[]> messages;
    private final String frameId = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    private final long lost;
    private final @Nullable Instant lostSince;
    private int tries;

    /**
     * @param messages each from its PRI on
     * @param lost how many were lost since {@code lostSince}; 0 for no notice
     */
    LogplexRequest(List<byte[]> messages, long lost, @Nullable Instant lostSince) {
        this.messages = List.copyOf(messages);
        this.lost = lost;
        this.lostSince = lostSince;
    }

    public String frameId() {
        return frameId;
    }

    /** How often it has been sent, or begun to be. */
    public int tries() {
        return tries;
    }

    public List<byte[]> messages() {
        return messages;
    }

    long lost() {
        return lost;
    }

    @Nullable
    Instant lostSince() {
        return lostSince;
    }

    boolean mayTry() {
        return tries < TRIES;
    }

    /** The whole request for the next try: head and body. */
    byte[] nextTry(DrainUrl to, String drainToken, Instant now) {
        tries++;
        byte[] body = body(now);
        StringBuilder head = new StringBuilder(256)
                .append("POST ")
                .append(to.target())
                .append(" HTTP/1.1\r\n")
                .append("Host: ")
                .append(to.authority())
                .append("\r\n");
        if (!to.authorization().isEmpty()) {
            head.append("Authorization: ").append(to.authorization()).append("\r\n");
        }
        head.append("Content-Type: application/logplex-1\r\n")
                .append("Logplex-Msg-Count: ")
                .append(messages.size() + (lost > 0 ? 1 : 0))
                .append("\r\n")
                .append("Logplex-Frame-Id: ")
                .append(frameId)
                .append("\r\n")
                .append("Logplex-Drain-Token: ")
                .append(drainToken)
                .append("\r\n")
                .append("User-Agent: Logplex/v72 (spillway)\r\n")
                .append("Content-Length: ")
                .append(body.length)
                .append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private byte[] body(Instant now) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (lost > 0) {
            append(body, lossNotice(now).getBytes(StandardCharsets.US_ASCII));
        }
        messages.forEach(message -> append(body, message));
        return body.toByteArray();
    }

    /** Ends without a newline, as Logplex writes it. */
    private String lossNotice(Instant now) {
        return "<172>1 " + SECONDS.format(now) + " host heroku logplex - Error L10 (output buffer overflow): " + lost
                + " messages dropped since " + SECONDS.format(lostSince == null ? now : lostSince) + ".";
    }

    private static void append(ByteArrayOutputStream body, byte[] message) {
        body.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(message);
    }
}
