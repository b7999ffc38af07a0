package spillway.server.config;

import java.util.List;

/** A configuration that is refused: one line for each thing wrong with it, in order of position. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list, which is serializable
    private final List<String> lines;

    ConfigurationException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    /** As {@code config/spillway.yml:14:9: group.wait: "5" (expected: a duration with a unit, as 500ms or 2s)}. */
    public List<String> lines() {
        return lines;
    }
}
