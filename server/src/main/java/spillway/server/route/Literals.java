package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds which of many literals stand in a text, in a pass or two for all of them.
 *
 * <p>Literals of one or two octets have a pass of their own: looked for by so little, the others would be compared too often.
 */
final class Literals {
    private static final int MIN_SELECTIVE = 3;

    /** @param anyCase whether ASCII letters of either case do, if {@code text} has them in lower case */
    record Literal(String text, boolean anyCase) {}

    private final List<Literal> literals = new ArrayList<>();
    private LiteralSearch[] searches = {};

    /** Adds a literal and returns its number; equal ones have the same. */
    int add(Literal literal) {
        int number = literals.indexOf(literal);
        if (number >= 0) {
            return number;
        }
        literals.add(literal);
        return literals.size() - 1;
    }

    /** Prepares the search, once all are added. */
    void compile() {
        searches = Stream.of(pass(length -> length >= MIN_SELECTIVE), pass(length -> length < MIN_SELECTIVE))
                .filter(pass -> !pass.isEmpty())
                .map(LiteralSearch::new)
                .toArray(LiteralSearch[]::new);
    }

    private List<LiteralSearch.Literal> pass(IntPredicate lengths) {
        return IntStream.range(0, literals.size())
                .mapToObj(this::encoded)
                .filter(literal -> lengths.test(literal.octets().length))
                .toList();
    }

    private LiteralSearch.Literal encoded(int number) {
        Literal literal = literals.get(number);
        return new LiteralSearch.Literal(literal.text.getBytes(UTF_8), literal.anyCase, number);
    }

    int count() {
        return literals.size();
    }

    /** Sets in {@code found} (one bit a literal) those that stand in the text; clears all others. */
    void find(byte[] octets, int start, int end, long[] found) {
        Arrays.fill(found, 0);
        for (LiteralSearch search : searches) {
            search.find(octets, start, end, found);
        }
    }
}
