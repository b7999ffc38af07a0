package spillway.server.route;

import java.util.ArrayList;
import java.util.List;
import spillway.codec.heroku.Meaning;
import spillway.codec.heroku.Reason;
import spillway.codec.syslog.SyslogMessage;
import spillway.server.config.Configuration.Inference;
import spillway.server.config.Configuration.SeverityPattern;

/**
 * The user's own severities: the first pattern whose text matches decides, over what was read from the text.
 *
 * <p>One thread owns it; nothing is allocated unless a pattern must be tried.
 */
public final class SeverityPatterns {
    private final List<SeverityPattern> patterns;
    private final List<TextCondition> conditions = new ArrayList<>();
    private final LiteralIndex index;
    private final Decision scratch;

    public SeverityPatterns(Inference inference) {
        patterns = inference.patterns();
        Literals literals = new Literals();
        for (SeverityPattern pattern : patterns) {
            conditions.add(new TextCondition(pattern.text(), literals));
        }
        literals.compile();
        index = new LiteralIndex(conditions, literals);
        int words = (patterns.size() + 63) >> 6;
        scratch = new Decision(words, literals, new HeaderCache(new FieldIndex(List.of(), 0)));
    }

    /** Overrides the severity of {@code meaning} if a pattern matches; to be called before the rules are asked. */
    public void apply(SyslogMessage message, Meaning meaning) {
        if (conditions.isEmpty()) {
            return;
        }
        scratch.begin();
        long[] possible = index.possible(message, scratch);
        for (int i = 0; i < conditions.size(); i++) {
            if ((possible[i >> 6] & (1L << i)) != 0 && conditions.get(i).holds(message, scratch)) {
                int start = message.textStart();
                meaning.severity(patterns.get(i).severity(), Reason.USER_PATTERN, start, message.textEnd());
                return;
            }
        }
    }
}
