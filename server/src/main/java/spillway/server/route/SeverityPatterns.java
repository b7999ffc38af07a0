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
    private final Decision scratch;

    public SeverityPatterns(Inference inference) {
        patterns = inference.patterns();
        Literals literals = new Literals();
        for (SeverityPattern pattern : patterns) {
            conditions.add(new TextCondition(pattern.text(), literals));
        }
        literals.compile();
        scratch = new Decision(1, literals, new HeaderCache(new FieldIndex(List.of(), 0)));
    }

    /** Overrides the severity of {@code meaning} if a pattern matches; to be called before the rules are asked. */
    public void apply(SyslogMessage message, Meaning meaning) {
        if (conditions.isEmpty()) {
            return;
        }
        scratch.begin();
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).holds(message, scratch)) {
                int start = message.textStart();
                meaning.severity(patterns.get(i).severity(), Reason.USER_PATTERN, start, message.textEnd());
                return;
            }
        }
    }
}
