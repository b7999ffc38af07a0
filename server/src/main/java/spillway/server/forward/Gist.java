package spillway.server.forward;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of an event's lines a person reads: of all, for a notification, and of each behind the first. */
final class Gist {
    /** {@code F, [2024-05-14T08:02:10.100111 #2] FATAL -- web: }, as Ruby's Logger begins each line. */
    private static final Pattern RUBY_HEADER =
            Pattern.compile("[A-Z], \\[[^\\]\n]{1,60}\\] +[A-Z]+ -- [^:\n]{0,60}: ?");

    /** The request's id, as Rails puts it before each line. */
    private static final Pattern REQUEST_ID = Pattern.compile("\\[[0-9a-f]{8}-[0-9a-f-]{27}\\] ?");

    private Gist() {}

    /** The first line that says something, without what stands there only for machines; Rails' first says nothing. */
    static String of(String text) {
        for (String line : (Iterable<String>) text.lines()::iterator) {
            String said = without(REQUEST_ID, without(RUBY_HEADER, line)).strip();
            if (!said.isEmpty()) {
                return said;
            }
        }
        return text.lines().findFirst().orElse("");
    }

    /** A further line of an event without the request's id, which a reader has seen in the first. */
    static String afterId(String line, String first) {
        Matcher id = REQUEST_ID.matcher(line);
        return id.lookingAt() && first.contains(id.group().strip()) ? line.substring(id.end()) : line;
    }

    private static String without(Pattern prefix, String line) {
        Matcher found = prefix.matcher(line);
        return found.lookingAt() ? line.substring(found.end()) : line;
    }
}
