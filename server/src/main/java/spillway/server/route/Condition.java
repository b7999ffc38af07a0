package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.codec.heroku.Kind;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.Facility;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;
import spillway.server.config.Configuration.Drain;
import spillway.server.config.Configuration.When;

/** A {@code when}, made ready to be asked of many messages. */
final class Condition {
    private static final int SQLSTATE_LENGTH = 5;

    private final boolean[] drains;
    private final Glob[] apps;
    private final Glob[] processes;
    private final int severities;
    private final int facilities;
    private final int kinds;
    private final Glob[] codes;
    private final Glob[] sqlstates;
    private final int[][] statuses;
    private final TextCondition text;
    private final @Nullable Condition not;

    Condition(When when, List<Drain> drains, Literals literals) {
        this.drains = drains(when, drains);
        apps = Glob.of(when.app());
        processes = Glob.of(when.process());
        severities = severities(when.minSeverity(), when.maxSeverity());
        facilities = when.facility().stream()
                .mapToInt(facility -> 1 << facility.code())
                .reduce((a, b) -> a | b)
                .orElse(-1);
        kinds = when.kind().stream()
                .mapToInt(kind -> 1 << kind.ordinal())
                .reduce((a, b) -> a | b)
                .orElse(-1);
        codes = Glob.of(when.code());
        sqlstates = Glob.of(when.sqlstate());
        statuses = when.status().stream().map(Condition::range).toArray(int[][]::new);
        text = new TextCondition(when.text(), literals);
        not = when.not() == null ? null : new Condition(when.not(), drains, literals);
    }

    private static boolean[] drains(When when, List<Drain> drains) {
        boolean[] holds = new boolean[drains.size()];
        for (int i = 0; i < holds.length; i++) {
            byte[] name = drains.get(i).name().getBytes(UTF_8);
            holds[i] = Glob.any(Glob.of(when.drain()), name, 0, name.length);
        }
        return holds;
    }

    /** One bit a code: from max-severity's to min-severity's. */
    private static int severities(@Nullable Severity min, @Nullable Severity max) {
        int mask = 0;
        for (int code = 0; code < 8; code++) {
            boolean holds = (min == null || code <= min.code()) && (max == null || code >= max.code());
            mask |= holds ? 1 << code : 0;
        }
        return mask;
    }

    /** The first and last status of {@code 503}, {@code 50x}, {@code 5xx}. */
    private static int[] range(String status) {
        return new int[] {Integer.parseInt(status.replace('x', '0')), Integer.parseInt(status.replace('x', '9'))};
    }

    TextCondition text() {
        return text;
    }

    boolean hasHeaderGlobs() {
        return apps.length > 0 || processes.length > 0;
    }

    boolean holdsForDrain(int drain) {
        return drains[drain];
    }

    boolean holdsFor(Severity severity) {
        return (severities & (1 << severity.code())) != 0;
    }

    boolean holdsFor(Facility facility) {
        return (facilities & (1 << facility.code())) != 0;
    }

    boolean holdsFor(Kind kind) {
        return (kinds & (1 << kind.ordinal())) != 0;
    }

    /** APP-NAME and PROCID. */
    boolean holdsForHeader(SyslogMessage message) {
        byte[] octets = message.octets();
        return Glob.any(apps, octets, message.appStart(), message.appEnd())
                && Glob.any(processes, octets, message.processStart(), message.processEnd());
    }

    /** Everything but what {@link FieldIndex} looked at before. */
    boolean holdsForRest(SyslogMessage message, Meaning meaning, int drain, Decision decision) {
        return holdsForCode(message, meaning)
                && holdsForStatus(meaning.status())
                && text.holds(message, decision)
                && (not == null || !not.holds(message, meaning, drain, decision));
    }

    private boolean holds(SyslogMessage message, Meaning meaning, int drain, Decision decision) {
        return holdsForDrain(drain)
                && holdsFor(meaning.severity())
                && holdsFor(message.facility())
                && holdsFor(meaning.kind())
                && holdsForHeader(message)
                && holdsForRest(message, meaning, drain, decision);
    }

    private boolean holdsForCode(SyslogMessage message, Meaning meaning) {
        if (codes.length == 0 && sqlstates.length == 0) {
            return true;
        }
        int start = meaning.codeStart();
        int end = meaning.codeEnd();
        return start < end
                && Glob.any(codes, message.octets(), start, end)
                && (sqlstates.length == 0
                        || (end - start == SQLSTATE_LENGTH && Glob.any(sqlstates, message.octets(), start, end)));
    }

    private boolean holdsForStatus(int status) {
        for (int[] range : statuses) {
            if (status >= range[0] && status <= range[1]) {
                return true;
            }
        }
        return statuses.length == 0;
    }
}
