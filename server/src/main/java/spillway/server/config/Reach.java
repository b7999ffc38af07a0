package spillway.server.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
        if (when.not() != null
                && implied(when.not(), when)
                && severities(when).stream().allMatch(code -> spans(when.not(), code))) {
            return "its not takes everything";
        }
        TreeSet<Integer> takers = new TreeSet<>();
        for (int code : severities(when)) {
            int taker = taker(rules, when, code);
            if (taker < 0) {
                return "";
            }
            takers.add(taker);
        }
        return takers.stream()
                .map(rules::get)
                .map(rule ->
                        "\"" + rule.name() + "\" in line " + rule.position().line())
                .collect(Collectors.joining(" and ", "rule ", takers.size() == 1 ? " takes it all" : " take it all"));
    }

    private static int taker(List<Rule> rules, When when, int code) {
        for (int earlier = 0; earlier < rules.size(); earlier++) {
            Rule rule = rules.get(earlier);
            if (!rule.continues() && spans(rule.when(), code) && implied(rule.when(), when)) {
                return earlier;
            }
        }
        return -1;
    }

    private static List<Integer> severities(When when) {
        return List.of(0, 1, 2, 3, 4, 5, 6, 7).stream()
                .filter(code -> spans(when, code))
                .toList();
    }

    private static boolean spans(When when, int code) {
        Severity min = when.minSeverity();
        Severity max = when.maxSeverity();
        return (min == null || code <= min.code()) && (max == null || code >= max.code());
    }

    /** Whether {@code wide} holds whenever {@code narrow} does, severity aside. */
    private static boolean implied(When wide, When narrow) {
        return globs(wide.drain(), narrow.drain())
                && globs(wide.app(), narrow.app())
                && globs(wide.process(), narrow.process())
                && globs(wide.code(), narrow.code())
                && globs(wide.sqlstate(), narrow.sqlstate())
                && any(wide.facility(), narrow.facility(), Object::equals)
                && any(wide.status(), narrow.status(), Reach::coversStatus)
                && text(wide.text(), narrow.text())
                && not(wide.not(), narrow.not());
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

    /** What an earlier rule excepts must be excepted by the later one too. */
    private static boolean not(@Nullable When earlier, @Nullable When later) {
        if (earlier == null) {
            return true;
        }
        return later != null
                && severities(earlier).stream().allMatch(code -> spans(later, code))
                && implied(later, earlier);
    }
}
