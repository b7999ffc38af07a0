package spillway.codec.heroku;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.codec.syslog.Severity;

/** Judges the reader by labelled lines, prints what it took for what, and lists every line it got wrong. */
class CorpusTest {
    private static final List<String> FILES =
            List.of("loggers.txt", "platform.txt", "traces.txt", "traps.txt", "neighbours.txt");

    @Test
    void corpus_isLargeAndVariedEnough() {
        List<LabelledLine> lines = lines(FILES);
        assertAll(
                () -> assertTrue(lines.size() >= 600, () -> lines.size() + " lines"),
                () -> assertTrue(lines.stream().filter(LabelledLine::trap).count() >= 150, "traps"),
                () -> assertTrue(
                        lines.stream().map(LabelledLine::format).distinct().count() >= 25, "formats"));
    }

    @Test
    void read_tellsErrorsFromTraps_ofTheCorpus() {
        judge("corpus", lines(FILES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "heldout.txt",
                "independent.txt",
                "independent-later.txt",
                "independent-third.txt",
                "independent-fourth.txt",
                "independent-fifth.txt",
                "independent-sixth.txt",
                "independent-seventh.txt",
                "independent-eighth.txt",
                "independent-ninth.txt",
                "independent-tenth.txt",
                "independent-eleventh.txt",
                "independent-twelfth.txt",
                "independent-thirteenth.txt",
                "independent-fourteenth.txt",
                "independent-fifteenth.txt",
                "independent-sixteenth.txt"
            })
    void read_tellsErrorsFromTraps_ofLinesWrittenLater(String file) {
        judge(file, LabelledLine.read(file));
    }

    private static List<LabelledLine> lines(List<String> files) {
        return files.stream().flatMap(file -> LabelledLine.read(file).stream()).toList();
    }

    private static void judge(String name, List<LabelledLine> lines) {
        Verdicts verdicts = new Verdicts();
        verdicts.judge(lines);
        System.out.println(verdicts.table(name));
        assertAll(Stream.<org.junit.jupiter.api.function.Executable>of(
                () -> assertTrue(verdicts.missedErrors() <= 0.01, "errors missed: " + verdicts.missedErrors()),
                () -> assertTrue(verdicts.raisedTraps() <= 0.01, "traps raised: " + verdicts.raisedTraps()),
                () -> assertTrue(verdicts.exact() >= 0.98, "exactly the label: " + verdicts.exact()),
                () -> assertEquals(List.of(), verdicts.wrongFacts(), "facts")));
    }

    @Test
    void table_countsAMissAndARaise() {
        Verdicts verdicts = new Verdicts();
        LabelledLine error = LabelledLine.read("loggers.txt").get(0);
        LabelledLine mislabelled =
                new LabelledLine("x", "x", 1, Severity.DEBUG, true, false, null, null, error.text(), error.frame());
        verdicts.judge(List.of(error, mislabelled));
        assertEquals(0, verdicts.missedErrors());
        assertEquals(1, verdicts.raisedTraps());
        assertEquals(0.5, verdicts.exact());
        assertEquals(new ArrayList<>(), verdicts.wrongFacts());
    }
}
