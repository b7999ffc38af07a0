package spillway.server.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;
import spillway.server.config.Node.Entry;
import spillway.server.config.Node.Mapping;
import spillway.server.config.Node.Scalar;
import spillway.server.config.Node.Sequence;

/**
 * Reads YAML text into nodes that know where they stand.
 *
 * <p>Anchors, aliases and tags are refused: a configuration says what it means where it stands, and each of them also
 * swallows a value that only begins like one ({@code app: *}, {@code mention: !here}).
 */
final class YamlReader {
    private static final int MAX_DEPTH = 16;
    private static final String QUOTE_IT = " (a value that starts with one of *&!@%` or holds { or } needs quotes)";

    private static final Pattern QUOTING_ERRORS = Pattern.compile("cannot start|unexpected character|but got");

    private final String text;
    private final YAMLParser parser;
    private final Problems problems;

    private YamlReader(String text, YAMLParser parser, Problems problems) {
        this.text = text;
        this.parser = parser;
        this.problems = problems;
    }

    /** The file's mapping; null if it holds none, which is then among the problems. */
    static @Nullable Mapping read(String text, Problems problems) {
        YAMLFactory factory = new YAMLFactory();
        try (YAMLParser parser = factory.createParser(text)) {
            return new YamlReader(text, parser, problems).document();
        } catch (JsonProcessingException e) {
            syntaxError(e, text, problems);
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the text is in memory
        }
    }

    private @Nullable Mapping document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            problems.add(1, 1, "nothing (expected: a mapping, as listen, drains, channels, rules)");
            return null;
        }
        Node root = node(first, 0);
        if (parser.nextToken() != null) {
            JsonLocation at = parser.currentTokenLocation();
            problems.add(at.getLineNr(), at.getColumnNr(), "a second document (expected: one)");
        }
        if (root instanceof Mapping mapping) {
            return mapping;
        }
        problems.add(root, root.kind() + " (expected: a mapping, as listen, drains, channels, rules)");
        return null;
    }

    private Node node(JsonToken token, int depth) throws IOException {
        JsonLocation at = parser.currentTokenLocation();
        int line = at.getLineNr();
        int column = at.getColumnNr();
        refuseIndirection(at);
        if (depth > MAX_DEPTH) {
            throw new JsonParseException(parser, "nested too deep (expected: at most " + MAX_DEPTH + " levels)", at);
        }
        return switch (token) {
            case START_OBJECT -> new Mapping(entries(depth), line, column);
            case START_ARRAY -> new Sequence(items(depth), line, column);
            default -> new Scalar(parser.getText(), token == JsonToken.VALUE_NULL, line, column);
        };
    }

    private List<Node> items(int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            items.add(node(token, depth + 1));
        }
        return items;
    }

    private List<Entry> entries(int depth) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonLocation at = parser.currentTokenLocation();
            Node value = node(parser.nextToken(), depth + 1);
            if (keys.add(key)) {
                entries.add(new Entry(key, at.getLineNr(), at.getColumnNr(), value));
            } else {
                problems.add(at.getLineNr(), at.getColumnNr(), Shown.key(key) + ": a second time (expected: once)");
            }
        }
        return entries;
    }

    private void refuseIndirection(JsonLocation at) {
        int offset = text.offsetByCodePoints(0, (int) at.getCharOffset());
        char first = offset < text.length() ? text.charAt(offset) : ' ';
        String what = switch (first) {
            case '*' -> "an alias";
            case '&' -> "an anchor";
            case '!' -> "a tag";
            default -> "";
        };
        if (!what.isEmpty()) {
            problems.addUnreadable(at.getLineNr(), at.getColumnNr(), what + " is not taken" + QUOTE_IT);
        }
    }

    /** Says where and what, but never shows the line: it may hold a secret. */
    private static void syntaxError(JsonProcessingException e, String text, Problems problems) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            String problem = firstLine(marked.getProblem());
            boolean unquoted =
                    !problem.contains("TAB") && QUOTING_ERRORS.matcher(problem).find();
            problems.add(mark.getLine() + 1, mark.getColumn() + 1, "not YAML: " + problem + (unquoted ? QUOTE_IT : ""));
        } else if (e.getCause() instanceof ReaderException unreadable) {
            String before = text.substring(0, Math.min(text.length(), unreadable.getPosition()));
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            int column = before.length() - before.lastIndexOf('\n');
            problems.add(line, column, String.format("not YAML: character U+%04X", unreadable.getCodePoint()));
        } else {
            JsonLocation at = e.getLocation();
            String message = firstLine(e.getOriginalMessage());
            problems.add(
                    at.getLineNr(),
                    at.getColumnNr(),
                    "not YAML: " + (message.startsWith("Expected a field name") ? "a key that is no text" : message));
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "broken"
                : message.strip().lines().findFirst().orElse("broken").replaceFirst("\\s*(\\S\\(\\d+\\))?$", "");
    }
}
