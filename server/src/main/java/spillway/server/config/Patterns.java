package spillway.server.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Checks the user's RE2 patterns.
 *
 * <p>Any of them takes time linear in the text, but times the size of its program; {@code a{1000}} on a long line is too much
 * for a path on which every message goes. So the size is bounded (a hundred steps take about 10 ms for a line of 10,000 octets),
 * before compilation too: {@code ((a{999}){999}){999}} would take all memory.
 */
final class Patterns {
    static final int MAX_STEPS = 100;

    private static final int MAX_LENGTH = 1_000;

    private Patterns() {}

    /** What is wrong with a pattern, without the pattern itself; empty if it is right. */
    static String problem(String pattern) {
        if (pattern.isEmpty() || pattern.length() > MAX_LENGTH) {
            return pattern.length() + " characters (expected: 1 to " + MAX_LENGTH + ")";
        }
        long steps = estimate(pattern);
        if (steps <= 10L * MAX_STEPS) {
            try {
                steps = Pattern.compile(pattern).programSize();
            } catch (PatternSyntaxException e) {
                return e.getDescription() + " (expected: an RE2 pattern)";
            }
        }
        return steps <= MAX_STEPS
                ? ""
                : "too large with " + steps + " steps (expected: at most " + MAX_STEPS
                        + "; several may stand in a list)";
    }

    /** About how many steps the program takes: characters, and what is repeated, as often as it is repeated at most. */
    private static long estimate(String pattern) {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '(') {
                outer.push(sum);
                sum = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = sum + 2;
                sum = outer.pop() + last;
            } else if (c == '{' && repeats(pattern, at + 1) > 0) {
                long repeated = repeats(pattern, at + 1);
                sum += last * (repeated - 1);
                last *= repeated;
                at = pattern.indexOf('}', at);
            } else {
                at += c == '\\' ? 1 : 0;
                last = 1;
                sum++;
            }
            if (sum > Integer.MAX_VALUE) {
                return sum;
            }
        }
        while (!outer.isEmpty()) {
            sum += outer.pop();
        }
        return sum;
    }

    /** The larger number of <code>3}</code>, <code>3,}</code> or <code>3,5}</code> from {@code at} on; 0 if this is no repetition. */
    private static long repeats(String pattern, int at) {
        long most = 0;
        long number = 0;
        for (int i = at; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c >= '0' && c <= '9') {
                number = Math.min(number * 10 + (c - '0'), 100_000);
            } else if (c == ',' || c == '}') {
                most = Math.max(most, number);
                number = 0;
            } else {
                return 0;
            }
            if (c == '}') {
                return most;
            }
        }
        return 0;
    }
}
