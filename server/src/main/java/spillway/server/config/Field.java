package spillway.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Configuration.Position;
import spillway.server.config.Node.Scalar;
import spillway.server.config.Node.Sequence;
import spillway.server.config.References.Resolved;
import spillway.server.config.References.UnresolvedException;

/**
 * One key's value, or its absence: reads it as a type, or says what is wrong with it and gives the fallback.
 *
 * <p>A value whose references come out empty, as {@code ${NAME:-}} with NAME not set, is as good as absent.
 */
final class Field {
    /** Null if the text is not of this type. */
    interface Parse<T> {
        @Nullable
        T parse(String text);
    }

    private static final String DURATION = "a duration with a unit, as 500ms or 2s";
    private static final String SIZE = "a size with a unit, as 64KiB or 8MiB";

    private final String path;
    private final @Nullable Node node;
    private final Source source;
    private boolean hidden;
    private @Nullable String variable;

    Field(String path, @Nullable Node node, Source source, boolean hidden) {
        this.path = path;
        this.node = node;
        this.source = source;
        this.hidden = hidden;
    }

    String path() {
        return path;
    }

    @Nullable
    Node node() {
        return node;
    }

    Source source() {
        return source;
    }

    boolean isPresent() {
        return node != null;
    }

    boolean isHidden() {
        return hidden;
    }

    /** Null if absent or refused. */
    <T> @Nullable T as(String expected, Parse<T> parse) {
        return parse(resolve(expected, true, false), expected, parse);
    }

    /** The same for what is no secret, as an address or a number: shown if it is refused, although a variable says it. */
    <T> @Nullable T asPlain(String expected, Parse<T> parse) {
        return parse(resolve(expected, true, true), expected, parse);
    }

    /** The same for what may itself begin with {@code file:}, such as text to look for. */
    <T> @Nullable T asLiteral(String expected, Parse<T> parse) {
        return parse(resolve(expected, false, false), expected, parse);
    }

    private <T> @Nullable T parse(@Nullable String text, String expected, Parse<T> parse) {
        if (text == null) {
            return null;
        }
        T value = parse.parse(text);
        if (value == null) {
            refuse(text, expected);
        }
        return value;
    }

    <T> T as(String expected, Parse<T> parse, T fallback) {
        T value = as(expected, parse);
        return value == null ? fallback : value;
    }

    <T> T asPlain(String expected, Parse<T> parse, T fallback) {
        T value = asPlain(expected, parse);
        return value == null ? fallback : value;
    }

    Duration duration(Duration fallback, Duration min, Duration max) {
        Duration value = asPlain(DURATION, Units::duration, fallback);
        if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
            return value;
        }
        refuse(Units.show(value), Units.show(min) + " to " + Units.show(max));
        return fallback;
    }

    /** In octets. */
    long size(long fallback, long min, long max) {
        long value = asPlain(SIZE, text -> Units.size(text) < 0 ? null : Units.size(text), fallback);
        if (value >= min && value <= max) {
            return value;
        }
        refuse(Units.show(value), Units.show(min) + " to " + Units.show(max));
        return fallback;
    }

    int number(int fallback, int min, int max) {
        String expected = "a whole number, " + min + " to " + max;
        int value = asPlain(expected, text -> text.matches("\\d{1,9}") ? Integer.valueOf(text) : null, fallback);
        if (value >= min && value <= max) {
            return value;
        }
        refuse(String.valueOf(value), expected);
        return fallback;
    }

    boolean bool(boolean fallback) {
        return asPlain("true or false", Field::bool, fallback);
    }

    private static @Nullable Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    /** One of {@code type}'s names, written in lower case with dashes. */
    <E extends Enum<E>> E choice(Class<E> type, E fallback) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> keyword(constant.name()))
                .toList();
        return asPlain(
                "one of " + String.join(", ", names),
                text -> names.contains(text) ? type.getEnumConstants()[names.indexOf(text)] : null,
                fallback);
    }

    static String keyword(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The items of a list; a value that stands alone is a list of one. */
    List<Field> items() {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof Sequence sequence)) {
            return List.of(this);
        }
        if (sequence.items().isEmpty()) {
            problem("an empty list (expected: at least one)");
        }
        List<Field> items = new ArrayList<>();
        for (Node item : sequence.items()) {
            items.add(new Field(path + "[" + items.size() + "]", item, source, hidden));
        }
        return items;
    }

    <T> List<T> list(String expected, Parse<T> parse) {
        List<T> values = new ArrayList<>();
        for (Field item : items()) {
            T value = item.as(expected, parse);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    void refuse(String text, String expected) {
        problem((hidden ? "a hidden value" : Shown.value(text)) + " (expected: " + expected + ")");
    }

    /** Says what is wrong here; {@code text} must not hold a secret. */
    void problem(String text) {
        if (node == null) {
            return;
        }
        if (variable != null && source.builtIn()) {
            source.problems().addVariable(variable, text);
        } else {
            source.problems().add(node, path + ": " + text);
        }
    }

    Position position() {
        return node == null
                ? new Position(source.problems().file(), 1, 1)
                : new Position(source.problems().file(), node.line(), node.column());
    }

    private @Nullable String resolve(String expected, boolean files, boolean plain) {
        if (node == null) {
            return null;
        }
        if (!(node instanceof Scalar scalar) || scalar.absent()) {
            problem(node.kind() + " (expected: " + expected + ")");
            return null;
        }
        try {
            References references = source.references();
            Resolved resolved = files ? references.resolve(scalar.text()) : references.variables(scalar.text());
            variable = resolved.variable();
            hidden |= resolved.file() || (variable != null && !plain);
            return resolved.referred() && resolved.text().isEmpty() ? null : resolved.text();
        } catch (UnresolvedException e) {
            problem(e.problem());
            return null;
        }
    }
}
