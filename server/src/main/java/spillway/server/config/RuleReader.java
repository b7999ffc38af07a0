package spillway.server.config;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration.Format;
import spillway.server.config.Configuration.QuietHours;
import spillway.server.config.Configuration.Rule;
import spillway.server.config.Configuration.When;

/** Reads {@code rules}; {@code drains} and {@code channels} are what they may name. */
final class RuleReader {
    private static final int MAX_RULES = 1_000;
    private static final String TIME = "a time of day in quotes, as \"22:00\"";
    private static final String ZONE = "a time zone, as Europe/Berlin";

    private final Collection<String> drains;
    private final Map<String, Format> channels;

    /** @param channels the form of each channel's posts by its name */
    RuleReader(Collection<String> drains, Map<String, Format> channels) {
        this.drains = drains;
        this.channels = channels;
    }

    List<Rule> rules(Field field) {
        List<Rule> rules = new ArrayList<>();
        List<Field> items = field.items();
        Set<String> names = new HashSet<>();
        Set<Rule> broken = new HashSet<>();
        for (Field item : items) {
            int problems = item.source().problems().count();
            Rule rule = rule(Section.of(item), names);
            rules.add(rule);
            if (item.source().problems().count() > problems) {
                broken.add(rule); // may look as if it took everything
            }
        }
        if (rules.size() > MAX_RULES) {
            field.problem(rules.size() + " rules (expected: at most " + MAX_RULES + ")");
        }
        for (int later = 0; later < Math.min(rules.size(), MAX_RULES); later++) {
            String never = Reach.never(rules, later, broken);
            if (!never.isEmpty()) {
                items.get(later).problem("rule " + Shown.value(rules.get(later).name()) + " can never match: " + never);
            }
        }
        return List.copyOf(rules);
    }

    private Rule rule(Section section, Set<String> names) {
        String name = DrainReader.name(section, names);
        Field when = section.field("when");
        List<String> postTo = postTo(section.field("post-to"));
        boolean plain = postTo.stream().allMatch(channel -> channels.get(channel) == Format.PLAIN);
        Rule rule = new Rule(
                name == null ? "" : name,
                when.isPresent() ? WhenReader.when(Section.of(when)) : When.ANY,
                postTo,
                section.field("drop").bool(false),
                section.field("continue").bool(false),
                ChannelReader.mention(section, plain ? Format.PLAIN : Format.SLACK),
                quietHours(section.field("quiet-hours")),
                section.self().position());
        if (when.isPresent()) {
            refuseUnknownDrains(Section.of(when).field("drain"), rule.when());
        }
        checkOutcome(section, rule.drop());
        return rule;
    }

    private List<String> postTo(Field field) {
        String expected = "a channel that is defined: " + String.join(", ", channels.keySet());
        return field.list(expected, text -> channels.containsKey(text) ? text : null);
    }

    /** A rule either posts or drops. */
    private static void checkOutcome(Section section, boolean drop) {
        boolean posts = section.field("post-to").isPresent();
        Field self = section.self();
        if (section.isPresent() && !posts && !drop) {
            self.problem("no outcome (expected: post-to with channels, or drop: true)");
        }
        if (posts && drop) {
            section.field("drop").problem("true beside post-to (expected: one of both)");
        }
        for (String key : List.of("continue", "mention", "quiet-hours")) {
            if (drop && section.field(key).isPresent()) {
                section.field(key).problem("without effect beside drop (expected: only beside post-to)");
            }
        }
    }

    private void refuseUnknownDrains(Field field, When when) {
        for (String glob : when.drain()) {
            if (drains.stream().noneMatch(drain -> Globs.covers(glob, drain))) {
                field.refuse(glob, "a drain that is defined: " + String.join(", ", drains));
            }
        }
    }

    private static @Nullable QuietHours quietHours(Field field) {
        if (!field.isPresent()) {
            return null;
        }
        Section section = Section.of(field);
        LocalTime from = section.required("from", TIME).as(TIME, RuleReader::time);
        LocalTime until = section.required("until", TIME).as(TIME, RuleReader::time);
        ZoneId zone = section.field("zone").as(ZONE, RuleReader::zone, ZoneOffset.UTC);
        Severity severity = section.field("severity").as(WhenReader.SEVERITY, Severity::parse, Severity.CRITICAL);
        if (from == null || until == null) {
            return null;
        }
        if (from.equals(until)) {
            section.field("until").refuse(until.toString(), "another time than from");
        }
        return new QuietHours(from, until, zone, severity);
    }

    private static @Nullable LocalTime time(String text) {
        try {
            return text.matches("\\d\\d:\\d\\d") ? LocalTime.parse(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
