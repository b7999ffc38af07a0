package spillway.codec.heroku;

import java.util.ArrayList;
import java.util.List;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;

/** What the reader made of labelled lines: a confusion table, and the lines it got wrong. */
final class Verdicts {
    private static final long BETWEEN_LINES = 1_000;
    private static final long BETWEEN_SECTIONS = 60_000_000;

    private static final List<String> COLUMNS =
            List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

    private final int[][] counts = new int[8][8];
    private final List<String> wrong = new ArrayList<>();
    private final List<String> wrongFacts = new ArrayList<>();
    private int errors;
    private int missed;
    private int traps;
    private int raised;
    private int total;
    private int exact;

    void judge(List<LabelledLine> lines) {
        HerokuReader reader = new HerokuReader();
        Events events = new Events();
        SyslogMessage message = new SyslogMessage();
        Meaning meaning = new Meaning();
        long micros = 0;
        String format = "";
        for (LabelledLine line : lines) {
            boolean sameSection = line.format().equals(format);
            format = line.format();
            micros += sameSection && line.continues() ? BETWEEN_LINES : BETWEEN_SECTIONS;
            SyslogParser.parse(line.frame(), 0, line.frame().length, SyslogParser.Dialect.LOGPLEX, message);
            reader.read(message, meaning);
            boolean continues = events.continues(message, meaning, line.section(), micros);
            count(line, meaning, continues);
        }
    }

    private void count(LabelledLine line, Meaning meaning, boolean continues) {
        Severity got = meaning.severity();
        total++;
        counts[line.severity().code()][got.code()]++;
        if (line.severity().isAtLeast(Severity.ERROR)) {
            errors++;
            missed += got.isAtLeast(Severity.ERROR) ? 0 : 1;
        }
        if (line.trap()) {
            traps++;
            raised += got.isAtLeast(Severity.WARNING) ? 1 : 0;
        }
        if (got == line.severity()) {
            exact++;
        } else {
            wrong.add(line.place() + " " + line.severity().keyword() + " read as " + got.keyword() + " ("
                    + meaning.reasonWords() + "): " + shorten(line.text()));
        }
        facts(line, meaning, continues);
    }

    private void facts(LabelledLine line, Meaning meaning, boolean continues) {
        if (line.continues() != continues) {
            wrongFacts.add(line.place() + " continues=" + continues + ": " + shorten(line.text()));
        }
        if (line.kind() != null && line.kind() != meaning.kind()) {
            wrongFacts.add(line.place() + " kind=" + meaning.kind() + ": " + shorten(line.text()));
        }
        String code = meaning.code() == null ? "" : meaning.code();
        if (line.code() != null && !line.code().equals(code)) {
            wrongFacts.add(line.place() + " code=" + code + ": " + shorten(line.text()));
        }
        if (meaning.reasonEnd() < meaning.reasonStart() || meaning.reasonEnd() > line.frame().length) {
            wrongFacts.add(line.place() + " reason " + meaning.reasonStart() + " to " + meaning.reasonEnd());
        }
    }

    private static String shorten(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }

    double missedErrors() {
        return errors == 0 ? 0 : (double) missed / errors;
    }

    double raisedTraps() {
        return traps == 0 ? 0 : (double) raised / traps;
    }

    /** How many of all lines got exactly the severity they are labelled with, 0 to 1. */
    double exact() {
        return (double) exact / total;
    }

    List<String> wrongFacts() {
        return wrongFacts;
    }

    private static String share(String what, int part, int whole) {
        return String.format("%-28s %5d of %5d %6.1f %%%n", what, part, whole, whole == 0 ? 0 : 100.0 * part / whole);
    }

    String table(String name) {
        StringBuilder table =
                new StringBuilder("\n" + name + ": " + total + " lines; a row is the label, a column what was read\n");
        table.append(String.format("%11s", ""));
        for (String column : COLUMNS) {
            table.append(String.format("%8s", column));
        }
        for (Severity label : Severity.values()) {
            table.append(String.format("%n%11s", label.keyword()));
            for (Severity got : Severity.values()) {
                int count = counts[label.code()][got.code()];
                table.append(String.format("%8s", count == 0 ? (label == got ? "0" : ".") : count));
            }
        }
        table.append('\n');
        table.append(share("error and worse recognised", errors - missed, errors));
        table.append(share("traps raised", raised, traps));
        table.append(share("exactly the label", exact, total));
        for (String line : wrong) {
            table.append(line).append('\n');
        }
        for (String line : wrongFacts) {
            table.append("fact: ").append(line).append('\n');
        }
        return table.toString();
    }
}
