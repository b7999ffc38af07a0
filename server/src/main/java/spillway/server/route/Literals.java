package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds which of many literals stand in a text, in a pass or two for all of them.
 *
 * <p>Long literals are looked for with long strides, so short ones have a pass of their own: one short literal would make all
 * of them slow.
 */
final class Literals {
    private final List<String> texts = new ArrayList<>();
    private LiteralSearch[] searches = {};

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
        List<LiteralSearch> passes = new ArrayList<>();
        pass(passes, length -> length >= 5, 2, 4);
        pass(passes, length -> length == 4, 1, 4);
        pass(passes, length -> length == 2 || length == 3, 1, 2);
        pass(passes, length -> length == 1, 1, 1);
        searches = passes.toArray(LiteralSearch[]::new);
    }

    int count() {
        return texts.size();
    }

    /** Sets in {@code found} (one bit a literal) those that stand in the text; clears all others. */
    void find(byte[] octets, int start, int end, long[] found) {
        Arrays.fill(found, 0);
        for (LiteralSearch search : searches) {
            search.find(octets, start, end, found);
        }
    }

    private void pass(List<LiteralSearch> passes, IntPredicate lengths, int stride, int gram) {
        LiteralSearch search = new LiteralSearch(stride, gram);
        for (int number = 0; number < texts.size(); number++) {
            byte[] literal = texts.get(number).getBytes(UTF_8);
            if (lengths.test(literal.length)) {
                search.add(literal, number);
            }
        }
        if (!search.isEmpty()) {
            passes.add(search);
        }
    }
}
