package spillway.server.route;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.SyslogMessage;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Drain;
import spillway.server.config.Configuration.Rule;

/**
 * Decides which channels get a message: the first rule that matches does, and further ones after each that continues.
 *
 * <p>Immutable; any thread may ask, each with a {@link Decision} of its own. Fields are looked at before text, for all rules
 * at once; the text is searched only if a rule is left that asks for it, once, for the literals of all rules together. So a
 * hundred rules cost little more than ten. Nothing is allocated unless a pattern must be tried.
 */
public final class Rules {
    private final List<Rule> rules;
    private final List<Channel> channels;
    private final List<Condition> conditions = new ArrayList<>();
    private final long[] masks;
    private final @Nullable Quiet[] quiet;
    private final Literals literals = new Literals();
    private final LiteralIndex literalIndex;
    private final FieldIndex index;

    /**
     * @param rules checked: every channel they name is among {@code channels}
     * @param drains whose order gives the number that {@link #decide} takes
     */
    public Rules(List<Rule> rules, List<Channel> channels, List<Drain> drains) {
        this.rules = List.copyOf(rules);
        this.channels = List.copyOf(channels);
        masks = new long[rules.size()];
        quiet = new Quiet[rules.size()];
        for (int i = 0; i < masks.length; i++) {
            Rule rule = rules.get(i);
            conditions.add(new Condition(rule.when(), drains, literals));
            masks[i] = mask(rule);
            quiet[i] = rule.quietHours() == null ? null : new Quiet(rule.quietHours());
        }
        literals.compile();
        index = new FieldIndex(conditions, drains.size());
        literalIndex = new LiteralIndex(conditions.stream().map(Condition::text).toList(), literals);
    }

    /** A place for decisions, for one thread. */
    public Decision newDecision() {
        return new Decision(index.words(), literals, new HeaderCache(index));
    }

    public List<Rule> rules() {
        return rules;
    }

    /** The channels of a mask, in the order of the configuration. */
    public List<Channel> channels(long mask) {
        List<Channel> named = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            if ((mask & (1L << i)) != 0) {
                named.add(channels.get(i));
            }
        }
        return named;
    }

    /**
     * Decides about a message.
     *
     * @param drain which drain it came to, by its place in the configuration
     * @param nowMillis milliseconds since 1970, for quiet hours
     * @param decision is filled
     * @return one bit for each channel that gets it; 0 if it is filtered
     */
    public long decide(SyslogMessage message, Meaning meaning, int drain, long nowMillis, Decision decision) {
        decision.begin();
        index.find(message, meaning, drain, decision);
        long[] candidates = decision.candidates;
        for (int word = 0; word < candidates.length; word++) {
            long bits = candidates[word];
            while (bits != 0) {
                int rule = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (literalIndex.needsSearch(rule)) {
                    bits &= literalIndex.possible(message, decision)[word];
                    if ((bits & (1L << rule)) == 0) {
                        continue;
                    }
                }
                bits &= bits - 1;
                if (conditions.get(rule).holdsForRest(message, meaning, drain, decision)
                        && apply(rule, meaning, nowMillis, decision)) {
                    return decision.channels;
                }
            }
        }
        return decision.channels;
    }

    /** Returns whether the rule ends the search. */
    private boolean apply(int number, Meaning meaning, long nowMillis, Decision decision) {
        Rule rule = rules.get(number);
        Quiet hours = quiet[number];
        decision.rule = number;
        if (hours == null || !hours.holdsBack(meaning.severity(), nowMillis)) {
            decision.channels |= masks[number];
            if (decision.mention == null && !rule.drop()) {
                decision.mention = rule.mention();
            }
        }
        return !rule.continues();
    }

    private long mask(Rule rule) {
        long mask = 0;
        for (int i = 0; i < channels.size(); i++) {
            mask |= rule.postTo().contains(channels.get(i).name()) ? 1L << i : 0;
        }
        return rule.drop() ? 0 : mask;
    }
}
