package spillway.server.forward;

import java.util.regex.Pattern;

/** The one line of an event that a notification has room for. */
final class Gist {
    /** {@code F, [2024-05-14T08:02:10.100111 #2] FATAL -- web: }, as Ruby's Logger begins each line. */
    private static final Pattern RUBY_HEADER =
            Pattern.compile("^[A-Z], \\[[^\\]\n]{1,60}\\] +[A-Z]+ -- [^:\n]{0,60}: ?");

    /** The request's id, as Rails puts it before each line. */
    private static final Pattern REQUEST_ID = Pattern.compile("^\\[[0-9a-f]{8}-[0-9a-f-]{27}\\] ?");

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

    private static String without(Pattern prefix, String line) {
        return prefix.matcher(line).replaceFirst("");
    }
}
