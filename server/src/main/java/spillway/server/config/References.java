package spillway.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what a value refers to: {@code ${NAME}} and {@code ${NAME:-default}} in the environment, {@code file:PATH} in a
 * file. A variable that is empty counts as not set; two dollar signs before the brace make it plain text.
 */
final class References {
    /**
     * What a value says once its references are looked up.
     *
     * @param file whether it is the content of a file
     * @param variable the first variable it names; null if none
     */
    record Resolved(String text, boolean file, @Nullable String variable) {
        /** Whether any of it came from outside the configuration. */
        boolean referred() {
            return file || variable != null;
        }
    }

    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String problem;

        UnresolvedException(String problem) {
            super(problem);
            this.problem = problem;
        }

        /** What is missing; holds no value. */
        String problem() {
            return problem;
        }
    }

    private static final long MAX_FILE_SIZE = 65_536;
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}|\\$\\{");
    private static final String FILE = "file:";

    private final Map<String, String> environment;

    References(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Looks up variables only: for what may itself begin with {@code file:}. */
    Resolved variables(String text) throws UnresolvedException {
        if (!text.contains("${")) {
            return new Resolved(text, false, null);
        }
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        String variable = null;
        while (matcher.find()) {
            String value = "${";
            if (matcher.group(1) != null) {
                value = variable(matcher.group(1), matcher.group(2));
                variable = variable == null ? matcher.group(1) : variable;
            } else if (matcher.group().length() == 2) {
                throw new UnresolvedException(
                        "${ without a name (expected: ${NAME} or ${NAME:-default}; $${ is a plain ${)");
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return new Resolved(matcher.appendTail(resolved).toString(), false, variable);
    }

    Resolved resolve(String text) throws UnresolvedException {
        Resolved resolved = variables(text);
        if (!resolved.text().startsWith(FILE)) {
            return resolved;
        }
        String path = resolved.text().substring(FILE.length());
        try {
            return new Resolved(content(path), true, resolved.variable());
        } catch (IOException | InvalidPathException e) {
            throw new UnresolvedException(FILE + (resolved.referred() ? "…" : path) + ": " + FileFailure.why(e));
        }
    }

    private String variable(String name, String fallback) throws UnresolvedException {
        String value = environment.get(name);
        if (value != null && !value.isEmpty()) {
            return value;
        }
        if (fallback == null) {
            throw new UnresolvedException(
                    "${" + name + "}: not set (expected: a value in the environment, or ${" + name + ":-default})");
        }
        return fallback;
    }

    /** The content without the newline that editors leave at its end. */
    private static String content(String path) throws IOException {
        Path file = Path.of(path);
        if (Files.size(file) > MAX_FILE_SIZE) {
            throw new IOException("over " + MAX_FILE_SIZE + " octets");
        }
        return Files.readString(file, UTF_8).replaceFirst("\\r?\\n\\z", "");
    }
}
