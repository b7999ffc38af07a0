package spillway.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that a user sees all of it at once. */
final class Problems {
    private record Problem(int line, int column, String text) {}

    private static final Comparator<Problem> BY_POSITION =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private final List<Problem> unreadable = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    int count() {
        return found.size();
    }

    /** For what a variable says where there is no file of the user's to point into. */
    void addVariable(String name, String text) {
        found.add(new Problem(0, 0, name + ": " + text));
    }

    void add(Node at, String text) {
        add(at.line(), at.column(), text);
    }

    void add(int line, int column, String text) {
        found.add(new Problem(line, column, text));
    }

    /** For what can't be read at all: nothing else is said of the same place. */
    void addUnreadable(int line, int column, String text) {
        unreadable.add(new Problem(line, column, text));
        add(line, column, text);
    }

    private boolean isCovered(Problem problem) {
        return unreadable.stream()
                .anyMatch(other -> BY_POSITION.compare(other, problem) == 0 && !other.equals(problem));
    }

    /** One line each, in order of position. */
    List<String> lines() {
        return found.stream()
                .filter(problem -> !isCovered(problem))
                .sorted(BY_POSITION)
                .map(problem -> problem.line == 0
                        ? problem.text
                        : file + ":" + problem.line + ":" + problem.column + ": " + problem.text)
                .distinct()
                .toList();
    }
}
