package spillway.codec.heroku;

import java.util.Arrays;
import java.util.Map;

/**
 * A fixed set of words, each with a code.
 *
 * <p>A word is known by its last eight letters in lower case, packed into a long, and its length. No two share a place, so
 * that a look-up is one probe, and no branch depends on which word it is: the words of a log cannot be foreseen.
 */
final class WordTable {
    /** The word is not in the table. */
    static final int NONE = -1;

    private final int shift;
    private final long[] words;
    private final byte[] lengths;
    private final byte[] codes;
    private long multiplier = 0x9E3779B97F4A7C15L;

    /** The codes are 0 to 127. */
    WordTable(Map<String, Integer> codes) {
        shift = Math.min(64 - 6, Long.numberOfLeadingZeros(codes.size()) - 4);
        int size = 1 << (64 - shift);
        words = new long[size];
        lengths = new byte[size];
        this.codes = new byte[size];
        while (!fill(codes)) { // another multiplier until no two collide
            multiplier = (multiplier * 6364136223846793005L + 1442695040888963407L) | 1;
        }
    }

    private boolean fill(Map<String, Integer> all) {
        Arrays.fill(lengths, (byte) NONE);
        for (Map.Entry<String, Integer> each : all.entrySet()) {
            int length = each.getKey().length();
            long word = Octets.word(Octets.of(each.getKey()), 0, length);
            int place = place(word);
            if (lengths[place] != NONE) {
                if (words[place] == word) { // no multiplier tells them apart
                    throw new IllegalArgumentException(
                            each.getKey() + ": another word has the same last eight letters");
                }
                return false;
            }
            words[place] = word;
            lengths[place] = (byte) length;
            codes[place] = each.getValue().byteValue();
        }
        return true;
    }

    private int place(long word) {
        return (int) ((word * multiplier) >>> shift);
    }

    /** The code of the letters in {@code octets[start..end)}, or {@link #NONE}; no other octets may be among them. */
    int code(byte[] octets, int start, int end) {
        return code(Octets.word(octets, start, end), end - start);
    }

    /** The same for letters packed by {@link Octets#word}. */
    int code(long word, int length) {
        int place = place(word);
        long differing = (words[place] ^ word) | (lengths[place] ^ length);
        return codes[place]
                | (int) ((differing | -differing) >> 63); // NONE, all ones, where anything differs: no branch
    }

    boolean has(byte[] octets, int start, int end) {
        return code(octets, start, end) != NONE;
    }
}
