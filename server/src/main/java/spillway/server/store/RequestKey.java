package spillway.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What tells a request from all others: 128 bits of a digest over its drain and its id. */
record RequestKey(long high, long low) {
    static RequestKey of(String drain, String requestId) {
        MessageDigest digest = sha256();
        digest.update(drain.getBytes(UTF_8));
        digest.update((byte) 0);
        ByteBuffer octets = ByteBuffer.wrap(digest.digest(requestId.getBytes(UTF_8)));
        return new RequestKey(octets.getLong(), octets.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
