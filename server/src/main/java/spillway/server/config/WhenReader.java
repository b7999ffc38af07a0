package spillway.server.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.codec.heroku.Kind;
import spillway.codec.syslog.Facility;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration.TextMatch;
import spillway.server.config.Configuration.When;

/** Reads {@code when}, its {@code text} and its {@code not}. */
final class WhenReader {
    static final String SEVERITY = "emergency, alert, critical, error, warning, notice, info, debug or 0 to 7";

    private static final String TEXT = "a text, of 1 to 1000 characters";
    private static final String FACILITY = "a facility, as user, local7 or 0 to 23";

    private static final List<String> KINDS =
            Arrays.stream(Kind.values()).map(kind -> Field.keyword(kind.name())).toList();

    private WhenReader() {}

    static When when(Section section) {
        Severity min = severity(section.field("min-severity"));
        Severity max = severity(section.field("max-severity"));
        if (min != null && max != null && max.code() > min.code()) {
            section.field("max-severity")
                    .refuse(max.keyword(), "as bad as min-severity, " + min.keyword() + ", or worse");
        }
        Field not = section.field("not");
        if (not.isPresent()) {
            Section.of(not).refuseEmpty();
        }
        return new When(
                globs(section, "drain"),
                globs(section, "app"),
                globs(section, "process"),
                min,
                max,
                set(section.field("facility"), FACILITY, Facility::parse),
                set(section.field("kind"), "one of " + String.join(", ", KINDS), WhenReader::kind),
                globs(section, "code"),
                globs(section, "sqlstate"),
                set(section.field("status"), "a status, as 503, 50x or 5xx", WhenReader::status),
                text(section.field("text")),
                not.isPresent() ? when(Section.of(not)) : null);
    }

    static TextMatch text(Field field) {
        if (!field.isPresent()) {
            return TextMatch.ANY;
        }
        Section section = Section.of(field);
        section.refuseEmpty();
        return new TextMatch(
                literals(section.field("starts-with")),
                literals(section.field("contains")),
                patterns(section.field("matches")));
    }

    static List<String> patterns(Field field) {
        List<String> patterns = new ArrayList<>();
        for (Field item : field.items()) {
            String pattern = item.asLiteral("an RE2 pattern", text -> text);
            String problem = pattern == null ? "" : Patterns.problem(pattern);
            if (pattern != null && problem.isEmpty()) {
                patterns.add(pattern);
            } else if (pattern != null) {
                item.problem((item.isHidden() ? "a hidden value" : Shown.value(pattern)) + ": " + problem);
            }
        }
        return List.copyOf(patterns);
    }

    static @Nullable Severity severity(Field field) {
        return field.asPlain(SEVERITY, Severity::parse);
    }

    private static List<String> globs(Section section, String key) {
        return set(section.field(key), Globs.EXPECTED, Globs::parse);
    }

    /** A list of which something must be left: one that came out as not set would hold for everything. */
    private static <T> List<T> set(Field field, String expected, Field.Parse<T> parse) {
        int problems = field.source().problems().count();
        List<T> values = field.list(expected, parse);
        if (field.isPresent() && values.isEmpty() && field.source().problems().count() == problems) {
            field.problem("not set (expected: " + expected + ")");
        }
        return values;
    }

    private static List<String> literals(Field field) {
        int problems = field.source().problems().count();
        List<String> values = new ArrayList<>();
        for (Field item : field.items()) {
            String value = item.asLiteral(TEXT, WhenReader::literal);
            if (value != null) {
                values.add(value);
            }
        }
        if (field.isPresent() && values.isEmpty() && field.source().problems().count() == problems) {
            field.problem("not set (expected: " + TEXT + ")");
        }
        return List.copyOf(values);
    }

    private static @Nullable Kind kind(String text) {
        int ordinal = KINDS.indexOf(text);
        return ordinal < 0 ? null : Kind.values()[ordinal];
    }

    private static @Nullable String status(String text) {
        return text.matches("[1-5](\\d\\d|\\dx|xx)") ? text : null;
    }

    private static @Nullable String literal(String text) {
        return text.isEmpty() || text.length() > 1_000 ? null : text;
    }
}
