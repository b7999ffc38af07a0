package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import java.util.Arrays;
import spillway.codec.syslog.SyslogMessage;
import spillway.server.config.Configuration.TextMatch;
import spillway.server.route.Literals.Literal;

/** The {@code text} of a {@code when}: literals at the start, literals anywhere, patterns. */
final class TextCondition {
    private final byte[][] prefixes;
    private final int[] contained;
    private final Pattern[] patterns;
    private final int[][] required;

    /** @param literals where the literals to look for are entered */
    TextCondition(TextMatch text, Literals literals) {
        prefixes =
                text.startsWith().stream().map(prefix -> prefix.getBytes(UTF_8)).toArray(byte[][]::new);
        contained = text.contains().stream()
                .mapToInt(literal -> literals.add(new Literal(literal, false)))
                .toArray();
        patterns = text.matches().stream().map(Pattern::compile).toArray(Pattern[]::new);
        required = text.matches().stream()
                .map(pattern -> RequiredLiterals.of(pattern).stream()
                        .mapToInt(literals::add)
                        .toArray())
                .toArray(int[][]::new);
    }

    boolean isAny() {
        return prefixes.length == 0 && contained.length == 0 && patterns.length == 0;
    }

    byte[][] prefixes() {
        return prefixes;
    }

    /** Literals of which one must be found for the text to match; none if that can't be said. */
    int[] needed() {
        if (contained.length > 0) {
            return contained;
        }
        boolean sure = Arrays.stream(required).allMatch(literals -> literals.length > 0);
        return sure ? Arrays.stream(required).flatMapToInt(Arrays::stream).toArray() : new int[0];
    }

    boolean holds(SyslogMessage message, Decision decision) {
        return startsWithAny(message) && containsAny(message, decision) && matchesAny(message, decision);
    }

    private boolean startsWithAny(SyslogMessage message) {
        int start = message.textStart();
        for (byte[] prefix : prefixes) {
            int end = start + prefix.length;
            if (end <= message.textEnd() && Arrays.equals(prefix, 0, prefix.length, message.octets(), start, end)) {
                return true;
            }
        }
        return prefixes.length == 0;
    }

    private boolean containsAny(SyslogMessage message, Decision decision) {
        for (int literal : contained) {
            if (decision.found(literal, message)) {
                return true;
            }
        }
        return contained.length == 0;
    }

    private boolean matchesAny(SyslogMessage message, Decision decision) {
        for (int i = 0; i < patterns.length; i++) {
            if (mayMatch(required[i], message, decision) && decision.matches(patterns[i], message)) {
                return true;
            }
        }
        return patterns.length == 0;
    }

    private static boolean mayMatch(int[] required, SyslogMessage message, Decision decision) {
        for (int literal : required) {
            if (decision.found(literal, message)) {
                return true;
            }
        }
        return required.length == 0;
    }
}
