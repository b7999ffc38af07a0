package spillway.codec;

import java.util.ArrayList;
import java.util.List;

/** What all benchmarks read: one body of mixed messages, and where its frames are. */
public final class FramedCorpus {
    public static final int MESSAGES = 4_096;

    public final byte[] body = MixedCorpus.body(7, MESSAGES);
    /** Start and end of each frame, its count not included. */
    public final int[] bounds;

    private final byte[] copy = new byte[body.length];

    public FramedCorpus() {
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at < body.length; ) {
            int length = 0;
            while (body[at] != ' ') {
                length = length * 10 + body[at++] - '0';
            }
            found.add(at + 1);
            at += 1 + length;
            found.add(at);
        }
        bounds = found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The measure of all others: what it takes to touch every octet once. */
    public byte[] arraycopy() {
        System.arraycopy(body, 0, copy, 0, body.length);
        return copy;
    }
}
