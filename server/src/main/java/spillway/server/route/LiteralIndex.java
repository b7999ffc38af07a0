package spillway.server.route;

import java.util.List;
import spillway.codec.syslog.SyslogMessage;

/** Tells from the literals that stand in a text which conditions may hold for it: one bit a condition. */
final class LiteralIndex {
    private final long[] needing;
    private final long[][] byLiteral;

    LiteralIndex(List<TextCondition> conditions, Literals literals) {
        int words = (conditions.size() + 63) >> 6;
        needing = new long[words];
        byLiteral = new long[literals.count()][words];
        for (int i = 0; i < conditions.size(); i++) {
            for (int literal : conditions.get(i).needed()) {
                byLiteral[literal][i >> 6] |= 1L << i;
                needing[i >> 6] |= 1L << i;
            }
        }
    }

    /** Whether the condition can only hold if one of its literals stands in the text. */
    boolean needsSearch(int condition) {
        return (needing[condition >> 6] & (1L << condition)) != 0;
    }

    /** The conditions that may hold for the text, which is searched if that has not been done yet. */
    long[] possible(SyslogMessage message, Decision decision) {
        long[] possible = decision.possible;
        if (!decision.indexed) {
            decision.indexed = true;
            long[] found = decision.search(message);
            for (int word = 0; word < needing.length; word++) {
                possible[word] = ~needing[word];
            }
            for (int word = 0; word < found.length; word++) {
                for (long bits = found[word]; bits != 0; bits &= bits - 1) {
                    allow(byLiteral[(word << 6) + Long.numberOfTrailingZeros(bits)], possible);
                }
            }
        }
        return possible;
    }

    private static void allow(long[] conditions, long[] possible) {
        for (int word = 0; word < conditions.length; word++) {
            possible[word] |= conditions[word];
        }
    }
}
