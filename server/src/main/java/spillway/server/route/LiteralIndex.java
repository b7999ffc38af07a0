package spillway.server.route;

import java.util.List;
import spillway.codec.syslog.SyslogMessage;

/** Tells from the literals that stand in a text which rules may hold for it. */
final class LiteralIndex {
    private final long[] needing;
    private final long[][] byLiteral;

    LiteralIndex(List<Condition> conditions, int literals, int words) {
        needing = new long[words];
        byLiteral = new long[literals][words];
        for (int rule = 0; rule < conditions.size(); rule++) {
            int[] needed = conditions.get(rule).text().needed();
            for (int literal : needed) {
                byLiteral[literal][rule >> 6] |= 1L << rule;
                needing[rule >> 6] |= 1L << rule;
            }
        }
    }

    /** Whether the rule can only hold if one of its literals stands in the text. */
    boolean needsSearch(int rule) {
        return (needing[rule >> 6] & (1L << rule)) != 0;
    }

    /** Searches the text if that has not been done yet, and fills {@link Decision#possible}. */
    boolean mayHold(int rule, SyslogMessage message, Decision decision) {
        long[] possible = decision.possible;
        if (!decision.indexed) {
            decision.indexed = true;
            long[] found = decision.search(message);
            for (int word = 0; word < possible.length; word++) {
                possible[word] = ~needing[word];
            }
            for (int word = 0; word < found.length; word++) {
                for (long bits = found[word]; bits != 0; bits &= bits - 1) {
                    allow(byLiteral[(word << 6) + Long.numberOfTrailingZeros(bits)], possible);
                }
            }
        }
        return (possible[rule >> 6] & (1L << rule)) != 0;
    }

    private static void allow(long[] rules, long[] possible) {
        for (int word = 0; word < possible.length; word++) {
            possible[word] |= rules[word];
        }
    }
}
