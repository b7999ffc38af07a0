package spillway.server.config;

import java.util.List;

/** A piece of YAML and where it starts; line and column count from 1. */
sealed interface Node {
    int line();

    int column();

    /** What it is, for an error text. */
    String kind();

    /** {@code absent} is YAML's null: nothing, {@code ~} or {@code null}, without quotes. */
    record Scalar(String text, boolean absent, int line, int column) implements Node {
        @Override
        public String kind() {
            return absent ? "nothing" : "a text";
        }
    }

    record Sequence(List<Node> items, int line, int column) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(List<Entry> entries, int line, int column) implements Node {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A key, where it starts, and its value. */
    record Entry(String key, int line, int column, Node value) {}
}
