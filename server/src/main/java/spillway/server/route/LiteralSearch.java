package spillway.server.route;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Finds literals by a few octets of each.
 *
 * <p>The text is looked at every {@code stride} octets, {@code gram} octets at a time: as seldom as the shortest literal
 * permits. Of each literal as many successive grams as a stride is long are entered in a table, so that one of them is looked
 * at wherever the literal stands; the rarest ones that it has, so that most looks find nothing. Unlike in a search that skips
 * by what it sees, the next look never waits for the last one, all looks of a block are asked about at once, and ten literals
 * or a hundred cost about the same.
 *
 * <pre>{@code
 *   literal  "OOM killed", stride 4, gram 4: entered are four successive grams, as "OOM ", "OM k", "M ki", " kil"
 *   text     "kernel: OOM killed": looked at are "kern", "el: ", "OOM ": entered, so all of it is compared
 * }</pre>
 */
final class LiteralSearch {
    /** @param anyCase whether ASCII letters of either case do, if {@code octets} has them in lower case */
    record Literal(byte[] octets, boolean anyCase, int number) {}

    /** A literal whose gram at {@code offset} was found; its two octets at {@code probe} tell most of the others apart. */
    private record Candidate(Literal literal, int offset, int probe) {}

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_GRAM = Integer.BYTES;
    private static final int LOWER_CASE = 0x20202020;

    /** The octets that one round of the search goes on by; also the longest stride. */
    private static final int BLOCK = 8;

    /** Small enough to stay in the cache, and large enough that a look seldom meets another gram's hash. */
    private static final int MIN_HASH_BITS = 12;

    private static final int MAX_HASH_BITS = 16;
    private static final int HASHES_PER_GRAM = 16;

    /** What text is made of, most frequent first. */
    private static final String FREQUENT = " etaoinsrldcumpfghyb0w1v2=kT345.-:6789x/_\"S,qzjE";

    private final int gram;
    private final int mask;
    private final int fold;
    private final int stride;
    private final int shift;
    private final byte[] entered; // 1 at the hash of each gram
    private final Candidate[][] candidates;

    /** @param literals at least one, none empty */
    LiteralSearch(List<Literal> literals) {
        int shortest = literals.stream()
                .mapToInt(literal -> literal.octets.length)
                .min()
                .orElseThrow();
        gram = shortest <= MAX_GRAM ? Math.min(shortest, MAX_GRAM - 1) : MAX_GRAM;
        mask = -1 >>> (Integer.SIZE - Byte.SIZE * gram);
        fold = literals.stream().anyMatch(Literal::anyCase) ? LOWER_CASE : 0;
        stride = Integer.highestOneBit(Math.min(shortest - gram + 1, BLOCK));
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(literals.size() * stride * HASHES_PER_GRAM - 1);
        bits = Math.max(MIN_HASH_BITS, Math.min(bits, MAX_HASH_BITS));
        shift = Integer.SIZE - bits;
        entered = new byte[1 << bits];
        candidates = new Candidate[1 << bits][];
        literals.forEach(this::enter);
    }

    private void enter(Literal literal) {
        byte[] octets = literal.octets;
        int first = rarest(octets, stride, gram);
        int probe = rarest(octets, 1, Math.min(octets.length, 2));
        for (int offset = first; offset < first + stride; offset++) {
            int hash = hash(gram(octets, offset));
            Candidate[] before = candidates[hash] == null ? new Candidate[0] : candidates[hash];
            candidates[hash] = Arrays.copyOf(before, before.length + 1);
            candidates[hash][before.length] = new Candidate(literal, offset, probe);
            entered[hash] = 1;
        }
    }

    /** Sets in {@code found} (one bit a number) the literals that stand in the text. */
    void find(byte[] octets, int start, int end, long[] found) {
        int at = start;
        for (; at + BLOCK - 1 + MAX_GRAM <= end; at += BLOCK) {
            int hit = look(octets, at);
            if (stride <= 4) {
                hit |= look(octets, at + 4);
            }
            if (stride <= 2) {
                hit |= look(octets, at + 2) | look(octets, at + 6);
            }
            if (stride == 1) {
                hit |= look(octets, at + 1) | look(octets, at + 3) | look(octets, at + 5) | look(octets, at + 7);
            }
            if (hit != 0) {
                compare(octets, start, end, at, at + BLOCK, found);
            }
        }
        compare(octets, start, end, at, end - gram + 1, found);
    }

    private int look(byte[] octets, int at) {
        return entered[hash(((int) INT.get(octets, at) | fold) & mask)];
    }

    /** Compares the literals whose grams are looked at from {@code at} to before {@code until}. */
    private void compare(byte[] octets, int start, int end, int at, int until, long[] found) {
        for (int place = at; place < until; place += stride) {
            int hash = hash(gram(octets, place));
            if (entered[hash] != 0) {
                compare(octets, start, end, place, candidates[hash], found);
            }
        }
    }

    private static void compare(byte[] octets, int start, int end, int at, Candidate[] candidates, long[] found) {
        for (Candidate candidate : candidates) {
            Literal literal = candidate.literal;
            int from = at - candidate.offset;
            int to = from + literal.octets.length;
            if (from >= start && to <= end && standsAt(from, to, candidate, octets)) {
                found[literal.number >> 6] |= 1L << literal.number;
            }
        }
    }

    private static boolean standsAt(int from, int to, Candidate candidate, byte[] octets) {
        byte[] literal = candidate.literal.octets;
        if (candidate.literal.anyCase) {
            return standsInAnyCaseAt(from, literal, octets);
        }
        int probe = candidate.probe;
        return octets[from + probe] == literal[probe]
                && (literal.length == 1 || octets[from + probe + 1] == literal[probe + 1])
                && Arrays.equals(literal, 0, literal.length, octets, from, to);
    }

    private static boolean standsInAnyCaseAt(int from, byte[] literal, byte[] octets) {
        for (int i = 0; i < literal.length; i++) {
            byte octet = octets[from + i];
            if ((octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet) != literal[i]) {
                return false;
            }
        }
        return true;
    }

    /** The gram at {@code at}, also if it is the array's last. */
    private int gram(byte[] octets, int at) {
        if (at + MAX_GRAM <= octets.length) {
            return ((int) INT.get(octets, at) | fold) & mask;
        }
        int value = 0;
        for (int i = gram - 1; i >= 0; i--) {
            value = value << Byte.SIZE | (octets[at + i] & 0xFF);
        }
        return (value | fold) & mask;
    }

    private int hash(int gram) {
        return (gram * 0x9E3779B1) >>> shift;
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
}
