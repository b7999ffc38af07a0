package spillway.server.route;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import spillway.codec.heroku.Kind;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.Facility;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * Finds the rules whose fields hold for a message, all at once: one bit a rule, one row of bits for each value that a field
 * may have, and the rows of a message's values are laid over each other.
 */
final class FieldIndex {
    /** Up to this many rules with globs are asked one by one; more are remembered by header. */
    private static final int MAX_ASKED = 4;

    private static final int NO_OCTET = 256;

    private final List<Condition> conditions;
    private final int words;
    private final long[][] byDrain;
    private final long[][] bySeverity;
    private final long[][] byFacility;
    private final long[][] byKind;
    private final long[][] byFirstOctet;
    private final boolean withFacility;
    private final boolean withKind;
    private final boolean withFirstOctet;
    private final int[] withGlobs;

    FieldIndex(List<Condition> conditions, int drains) {
        this.conditions = conditions;
        this.words = Math.max(1, (conditions.size() + 63) >> 6);
        byDrain = rows(drains, (condition, drain) -> condition.holdsForDrain(drain));
        bySeverity = rows(8, (condition, code) -> condition.holdsFor(Severity.of(code)));
        byFacility = rows(24, (condition, code) -> condition.holdsFor(Facility.of(code)));
        byKind = rows(Kind.values().length, (condition, kind) -> condition.holdsFor(Kind.values()[kind]));
        byFirstOctet = rows(NO_OCTET + 1, FieldIndex::mayStartWith);
        withFacility = differ(byFacility);
        withKind = differ(byKind);
        withFirstOctet = differ(byFirstOctet);
        withGlobs = numbers(Condition::hasHeaderGlobs);
    }

    int words() {
        return words;
    }

    /** Sets the bits of the rules that may still hold. */
    void find(SyslogMessage message, Meaning meaning, int drain, Decision decision) {
        long[] into = decision.candidates;
        System.arraycopy(byDrain[drain], 0, into, 0, words);
        and(into, bySeverity[meaning.severity().code()]);
        if (withFacility) {
            and(into, byFacility[message.facility().code()]);
        }
        if (withKind) {
            and(into, byKind[meaning.kind().ordinal()]);
        }
        if (withFirstOctet) {
            and(into, byFirstOctet[firstOctet(message)]);
        }
        if (withGlobs.length > MAX_ASKED) {
            and(into, decision.headers.rules(message));
        } else {
            askGlobs(message, into);
        }
    }

    /** Sets the bits of the rules that hold for the message's APP-NAME and PROCID. */
    void headers(SyslogMessage message, long[] into) {
        Arrays.fill(into, -1);
        askGlobs(message, into);
    }

    private void askGlobs(SyslogMessage message, long[] into) {
        for (int rule : withGlobs) {
            long bit = 1L << rule;
            if ((into[rule >> 6] & bit) != 0 && !conditions.get(rule).holdsForHeader(message)) {
                into[rule >> 6] &= ~bit;
            }
        }
    }

    private static int firstOctet(SyslogMessage message) {
        int start = message.textStart();
        return start < message.textEnd() ? message.octets()[start] & 0xFF : NO_OCTET;
    }

    private static boolean mayStartWith(Condition condition, int octet) {
        byte[][] prefixes = condition.text().prefixes();
        return prefixes.length == 0 || Arrays.stream(prefixes).anyMatch(prefix -> (prefix[0] & 0xFF) == octet);
    }

    private interface Holds {
        boolean test(Condition condition, int value);
    }

    private long[][] rows(int values, Holds holds) {
        long[][] rows = new long[values][words];
        for (int value = 0; value < values; value++) {
            for (int rule = 0; rule < conditions.size(); rule++) {
                if (holds.test(conditions.get(rule), value)) {
                    rows[value][rule >> 6] |= 1L << rule;
                }
            }
        }
        return rows;
    }

    private static boolean differ(long[][] rows) {
        return Arrays.stream(rows).anyMatch(row -> !Arrays.equals(row, rows[0]));
    }

    private int[] numbers(Predicate<Condition> which) {
        int[] numbers = new int[conditions.size()];
        int count = 0;
        for (int rule = 0; rule < numbers.length; rule++) {
            if (which.test(conditions.get(rule))) {
                numbers[count++] = rule;
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    private static void and(long[] into, long[] row) {
        for (int word = 0; word < into.length; word++) {
            into[word] &= row[word];
        }
    }
}
