package spillway.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Node.Entry;
import spillway.server.config.Node.Mapping;

/** A mapping whose keys are known: an unknown one is a problem. */
final class Section {
    private final Field self;
    private final @Nullable Mapping mapping;

    private Section(Field self, @Nullable Mapping mapping) {
        this.self = self;
        this.mapping = mapping;
    }

    /** The mapping that is {@code field}'s value; without any entry if it is absent or no mapping. */
    static Section of(Field field) {
        Node node = field.node();
        if (!(node instanceof Mapping mapping)) {
            if (node != null) {
                field.problem(
                        node.kind() + " (expected: a mapping with the keys " + String.join(", ", known(field)) + ")");
            }
            return new Section(field, null);
        }
        Section section = new Section(field, mapping);
        section.refuseUnknownKeys();
        return section;
    }

    /** The same where nothing, as in {@code listen:} with all its keys commented out, means: as by default. */
    static Section ofOptional(Field field) {
        boolean absent = field.node() instanceof Node.Scalar scalar && scalar.absent();
        return absent ? new Section(field, null) : of(field);
    }

    /** Whether there is a mapping to read. */
    boolean isPresent() {
        return mapping != null;
    }

    Field self() {
        return self;
    }

    Field field(String key) {
        Node value = null;
        if (mapping != null) {
            for (Entry entry : mapping.entries()) {
                value = entry.key().equals(key) ? entry.value() : value;
            }
        }
        return new Field(path(key), value, self.source(), self.isHidden() || Keys.isSecret(key));
    }

    Section section(String key) {
        return of(field(key));
    }

    Section optionalSection(String key) {
        return ofOptional(field(key));
    }

    /** A key that must be there. */
    Field required(String key, String expected) {
        Field field = field(key);
        if (!field.isPresent() && mapping != null) {
            self.source().problems().add(mapping, path(key) + ": missing (expected: " + expected + ")");
        }
        return field;
    }

    /** For a mapping that without a key would hold for everything. */
    void refuseEmpty() {
        if (mapping != null && mapping.entries().isEmpty()) {
            self.problem("an empty mapping (expected: at least one of " + String.join(", ", known(self)) + ")");
        }
    }

    private void refuseUnknownKeys() {
        if (mapping == null) {
            return;
        }
        List<String> known = known(self);
        for (Entry entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                String nearest = Shown.nearest(entry.key(), known);
                String text = path(Shown.key(entry.key())) + ": unknown key (nearest: " + nearest + ")";
                self.source().problems().add(entry.line(), entry.column(), text);
            }
        }
    }

    private static List<String> known(Field field) {
        return Keys.at(field.path());
    }

    private String path(String key) {
        return self.path().isEmpty() ? key : self.path() + "." + key;
    }
}
