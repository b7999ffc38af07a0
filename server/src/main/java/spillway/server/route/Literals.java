package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds which of many literals stand in a text, in one pass for all of them.
 *
 * <p>Wu and Manber's search: the last octets of a window as long as the shortest literal tell how far the window may move
 * before any literal can fit. Most windows move by several octets, so ten literals or a hundred cost about the same. Short
 * literals would shorten everyone's window: they have a search of their own.
 *
 * @see <a href="https://webglimpse.net/pubs/TR94-17.pdf">A fast algorithm for multi-pattern searching, 1994</a>
 */
final class Literals {
    private static final int SHORT = 6;

    private final List<String> texts = new ArrayList<>();
    private Search shortOnes = Search.NONE;
    private Search longOnes = Search.NONE;

    /** Adds a literal and returns its number; equal ones have the same. */
    int add(String literal) {
        int number = texts.indexOf(literal);
        if (number >= 0) {
            return number;
        }
        texts.add(literal);
        return texts.size() - 1;
    }

    /** Prepares the search, once all are added. */
    void compile() {
        shortOnes = search(true);
        longOnes = search(false);
    }

    int count() {
        return texts.size();
    }

    /** Sets in {@code found} (one bit a literal) those that stand in the text; clears all others. */
    void find(byte[] octets, int start, int end, long[] found) {
        Arrays.fill(found, 0);
        longOnes.find(octets, start, end, found);
        shortOnes.find(octets, start, end, found);
    }

    private Search search(boolean ofShort) {
        List<byte[]> literals = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < texts.size(); number++) {
            byte[] literal = texts.get(number).getBytes(UTF_8);
            if (literal.length < SHORT == ofShort) {
                literals.add(literal);
                numbers.add(number);
            }
        }
        if (literals.isEmpty()) {
            return Search.NONE;
        }
        return new Search(
                literals.toArray(byte[][]::new),
                numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    /** One window length for all of its literals. */
    private static final class Search {
        static final Search NONE = new Search(new byte[0][], new int[0]);

        private static final int BITS = 13;
        private static final int MAX_SHIFT = Byte.MAX_VALUE;

        private final byte[][] literals;
        private final int[] numbers;
        private final int window;
        private final int block;
        private final byte[] shifts = new byte[1 << BITS];
        private final short[] heads = new short[1 << BITS];
        private final short[] next;

        Search(byte[][] literals, int[] numbers) {
            this.literals = literals;
            this.numbers = numbers;
            int shortest = Arrays.stream(literals)
                    .mapToInt(literal -> literal.length)
                    .min()
                    .orElse(0);
            this.window = Math.min(shortest, MAX_SHIFT);
            this.block = window >= SHORT ? 3 : Math.min(window, 2);
            this.next = new short[literals.length];
            Arrays.fill(shifts, (byte) Math.max(1, window - block + 1));
            Arrays.fill(heads, (short) -1);
            for (int i = 0; i < literals.length; i++) {
                enter((short) i);
            }
        }

        private void enter(short literal) {
            for (int last = block - 1; last < window; last++) {
                int hash = hash(literals[literal], last);
                int shift = window - 1 - last;
                shifts[hash] = (byte) Math.min(shifts[hash], shift);
                if (shift == 0) {
                    next[literal] = heads[hash];
                    heads[hash] = literal;
                }
            }
        }

        void find(byte[] octets, int start, int end, long[] found) {
            if (literals.length == 0) {
                return;
            }
            int at = start + window - 1;
            while (at < end) {
                int hash = hash(octets, at);
                int shift = shifts[hash];
                if (shift == 0) {
                    compare(octets, at - window + 1, end, heads[hash], found);
                    shift = 1;
                }
                at += shift;
            }
        }

        private void compare(byte[] octets, int start, int end, int first, long[] found) {
            for (int i = first; i >= 0; i = next[i]) {
                byte[] literal = literals[i];
                int stop = start + literal.length;
                if (stop <= end && Arrays.equals(literal, 0, literal.length, octets, start, stop)) {
                    found[numbers[i] >> 6] |= 1L << numbers[i];
                }
            }
        }

        /** Of the block that ends with the octet at {@code last}. */
        private int hash(byte[] octets, int last) {
            int value = octets[last] & 0xFF;
            if (block > 1) {
                value |= (octets[last - 1] & 0xFF) << 8;
            }
            if (block > 2) {
                value |= (octets[last - 2] & 0xFF) << 16;
            }
            return (value * 0x9E3779B1) >>> (32 - BITS);
        }
    }
}
