package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import spillway.server.route.LiteralSearch.Literal;

/**
 * Finds which of many literals stand in a text, in a pass or two for all of them.
 *
 * <p>Literals of one or two octets have a pass of their own: looked for by so little, the others would be compared too often.
 */
final class Literals {
    private static final int MIN_SELECTIVE = 3;

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
        searches = Stream.of(pass(length -> length >= MIN_SELECTIVE), pass(length -> length < MIN_SELECTIVE))
                .filter(literals -> !literals.isEmpty())
                .map(LiteralSearch::new)
                .toArray(LiteralSearch[]::new);
    }

    private List<Literal> pass(IntPredicate lengths) {
        return IntStream.range(0, texts.size())
                .mapToObj(number -> new Literal(texts.get(number).getBytes(UTF_8), number))
                .filter(literal -> lengths.test(literal.octets().length))
                .toList();
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
}
