package spillway.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration.Rule;
import spillway.server.config.Configuration.TextMatch;
import spillway.server.config.Configuration.When;

/**
 * Finds rules that can never match, because earlier ones take everything that they would.
 *
 * <p>A rule is looked at one severity at a time: for each some earlier rule that doesn't continue must hold whenever it
 * holds, key by key. That finds what a person would see at a glance, and never blames a rule that can match.
 */
final class Reach {
    private Reach() {}

    /** Why the rule at {@code later} can never match; empty if it may, or if it is among the broken ones. */
    static String never(List<Rule> rules, int later, Set<Rule> broken) {
        if (broken.contains(rules.get(later))) {
            return "";
        }
        List<Rule> whole = rules.subList(0, later).stream()
                .filter(rule -> !broken.contains(rule))
                .toList();
        return never(whole, rules.get(later).when());
    }

    private static String never(List<Rule> rules, When when) {
        List<Integer> codes = severities(when);
        if (codes.isEmpty()) {
            return when.not() == null ? "" : "its not takes everything";
        }
        Map<Rule, Set<Integer>> taken = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (!rule.continues()) {
                taken.put(rule, taken(rule, when, codes));
            }
        }
        List<Rule> takers = needed(taken, codes);
        return takers.isEmpty() ? "" : blame(takers);
    }

    private static String blame(List<Rule> takers) {
        return takers.stream()
                .map(rule ->
                        "\"" + rule.name() + "\" in line " + rule.position().line())
                .collect(Collectors.joining(" and ", "rule ", takers.size() == 1 ? " takes it all" : " take it all"));
    }

    private static Set<Integer> taken(Rule rule, When when, List<Integer> codes) {
        return codes.stream().filter(code -> implied(rule.when(), when, code)).collect(Collectors.toSet());
    }

    /** The rules that take all of {@code codes} together, none of which could be spared; empty if something is left. */
    private static List<Rule> needed(Map<Rule, Set<Integer>> taken, List<Integer> codes) {
        List<Rule> needed = new ArrayList<>(taken.keySet());
        if (!takesAll(needed, taken, codes)) {
            return List.of();
        }
        // Later ones go first: the earliest rule is what a person would call the one that takes it.
        for (int i = needed.size() - 1; i >= 0; i--) {
            List<Rule> rest = new ArrayList<>(needed);
            rest.remove(i);
            if (takesAll(rest, taken, codes)) {
                needed = rest;
            }
        }
        return needed;
    }

    private static boolean takesAll(List<Rule> rules, Map<Rule, Set<Integer>> taken, List<Integer> codes) {
        return codes.stream()
                .allMatch(code -> taken.entrySet().stream()
                        .anyMatch(rule ->
                                rules.contains(rule.getKey()) && rule.getValue().contains(code)));
    }

    /** At which {@code when} may hold. */
    private static List<Integer> severities(When when) {
        return List.of(0, 1, 2, 3, 4, 5, 6, 7).stream()
                .filter(code -> spans(when, code) && (when.not() == null || !implied(when.not(), when, code)))
                .toList();
    }

    private static boolean spans(When when, int code) {
        Severity min = when.minSeverity();
        Severity max = when.maxSeverity();
        return (min == null || code <= min.code()) && (max == null || code >= max.code());
    }

    /** Whether {@code wide} holds whenever {@code narrow} does, at one severity. */
    private static boolean implied(When wide, When narrow, int code) {
        return spans(wide, code) && fields(wide, narrow) && not(wide.not(), narrow.not(), code);
    }

    private static boolean fields(When wide, When narrow) {
        return globs(wide.drain(), narrow.drain())
                && globs(wide.app(), narrow.app())
                && globs(wide.process(), narrow.process())
                && globs(wide.code(), narrow.code())
                && globs(wide.sqlstate(), narrow.sqlstate())
                && any(wide.facility(), narrow.facility(), Object::equals)
                && any(wide.kind(), narrow.kind(), Object::equals)
                && any(wide.status(), narrow.status(), Reach::coversStatus)
                && text(wide.text(), narrow.text());
    }

    private static boolean globs(List<String> wide, List<String> narrow) {
        return any(wide, narrow, Globs::covers);
    }

    private static <T> boolean any(List<T> wide, List<T> narrow, BiPredicate<T, T> covers) {
        if (wide.isEmpty()) {
            return true;
        }
        return !narrow.isEmpty()
                && narrow.stream().allMatch(one -> wide.stream().anyMatch(other -> covers.test(other, one)));
    }

    private static boolean coversStatus(String wide, String narrow) {
        return Globs.covers(wide.replace('x', '?'), narrow.replace('x', '?'));
    }

    private static boolean text(TextMatch wide, TextMatch narrow) {
        return any(wide.startsWith(), narrow.startsWith(), (w, n) -> n.startsWith(w))
                && any(wide.matches(), narrow.matches(), Object::equals)
                && (any(wide.contains(), narrow.contains(), (w, n) -> n.contains(w))
                        || any(wide.contains(), narrow.startsWith(), (w, n) -> n.contains(w)));
    }

    /** What an earlier rule excepts at this severity must be excepted by the later one too. */
    private static boolean not(@Nullable When earlier, @Nullable When later, int code) {
        return earlier == null || !spans(earlier, code) || (later != null && implied(later, earlier, code));
    }
}
