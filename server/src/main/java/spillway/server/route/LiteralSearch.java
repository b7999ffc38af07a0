package spillway.server.route;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds literals by a few octets of each.
 *
 * <p>The text is looked at every {@code stride} octets, {@code gram} octets at a time. Of each literal as many successive grams
 * as a stride is long are entered in a table, so that one of them is looked at wherever the literal stands; the rarest ones
 * that it has, so that most looks find nothing. Unlike in a search that skips by what it sees, the next look never waits for
 * the last one, and ten literals or a hundred cost about the same.
 *
 * <pre>{@code
 *   literal  "out of memory", stride 2, gram 4: entered are two successive grams, as "f me" and " mem"
 *   text     "killed: out of memory": looked at are "kill", "lled", ... "of m", " mem": entered, so all of it is compared
 * }</pre>
 */
final class LiteralSearch {
    /** A literal whose gram at {@code offset} was found; its two octets at {@code probe} tell most of the others apart. */
    private record Candidate(byte[] literal, int number, int offset, int probe) {}

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HASH_BITS = 14;

    /** What text is made of, most frequent first. */
    private static final String FREQUENT = " etaoinsrldcumpfghyb0w1v2=kT345.-:6789x/_\"S,qzjE";

    private final int stride;
    private final int gram;
    private final long[] entered = new long[(1 << HASH_BITS) / 64];
    private final Candidate[][] candidates = new Candidate[1 << HASH_BITS][];
    private boolean empty = true;

    /** Literals must be at least {@code stride + gram - 1} octets long; {@code gram} is 1, 2 or 4. */
    LiteralSearch(int stride, int gram) {
        this.stride = stride;
        this.gram = gram;
    }

    void add(byte[] literal, int number) {
        empty = false;
        int first = rarest(literal, stride, gram);
        int probe = literal.length > 1 ? rarest(literal, 1, 2) : 0;
        for (int offset = first; offset < first + stride; offset++) {
            enter(hash(literal, offset), new Candidate(literal, number, offset, probe));
        }
    }

    boolean isEmpty() {
        return empty;
    }

    void find(byte[] octets, int start, int end, long[] found) {
        for (int at = start; at <= end - gram; at += stride) {
            int hash = hash(octets, at);
            if ((entered[hash >> 6] & (1L << hash)) != 0) {
                compare(octets, start, end, at, hash, found);
            }
        }
    }

    private void compare(byte[] octets, int start, int end, int at, int hash, long[] found) {
        for (Candidate candidate : candidates[hash]) {
            byte[] literal = candidate.literal;
            int from = at - candidate.offset;
            int to = from + literal.length;
            if (from >= start && to <= end && mayStandAt(from, candidate, octets)) {
                if (Arrays.equals(literal, 0, literal.length, octets, from, to)) {
                    found[candidate.number >> 6] |= 1L << candidate.number;
                }
            }
        }
    }

    private static boolean mayStandAt(int from, Candidate candidate, byte[] octets) {
        byte[] literal = candidate.literal;
        int probe = candidate.probe;
        return octets[from + probe] == literal[probe]
                && (literal.length == 1 || octets[from + probe + 1] == literal[probe + 1]);
    }

    private void enter(int hash, Candidate candidate) {
        entered[hash >> 6] |= 1L << hash;
        Candidate[] before = candidates[hash] == null ? new Candidate[0] : candidates[hash];
        Candidate[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = candidate;
        candidates[hash] = after;
    }

    /** Where those {@code count} successive grams start of which the most frequent is the rarest. */
    private static int rarest(byte[] literal, int count, int gram) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int first = 0; first + count + gram - 1 <= literal.length; first++) {
            int most = 0;
            for (int offset = first; offset < first + count; offset++) {
                most = Math.max(most, frequency(literal, offset, gram));
            }
            if (most < least) {
                least = most;
                best = first;
            }
        }
        return best;
    }

    private static int frequency(byte[] literal, int offset, int gram) {
        int sum = 0;
        for (int i = offset; i < offset + gram; i++) {
            int rank = FREQUENT.indexOf((char) literal[i]);
            sum += rank < 0 ? 0 : FREQUENT.length() - rank;
        }
        return sum;
    }

    private int hash(byte[] octets, int at) {
        int value = switch (gram) {
            case 1 -> octets[at];
            case 2 -> (octets[at] & 0xFF) | octets[at + 1] << 8;
            default -> (int) INT.get(octets, at);
        };
        return (value * 0x9E3779B1) >>> (32 - HASH_BITS);
    }
}
