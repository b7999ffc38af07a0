package spillway.codec.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Blanks secrets before anything is posted or shown: {@code password=hunter2} becomes {@code password=[redacted password]}.
 *
 * <p>One pass from left to right, in linear time whatever the text; a text without a secret is given back as it is. What
 * only might be a secret (a number, a word of prose behind a colon) stays: a post that hides what happened helps nobody.
 */
public final class Redaction {
    private final boolean secrets;
    private final boolean emails;
    private final List<Custom> own;

    /** Learns of each thing blanked: its kind, as {@code aws-key}, and how many. */
    @FunctionalInterface
    public interface Counter {
        /** {@code n} more of {@code kind}; {@code n} is at least 1. */
        void redacted(String kind, int n);
    }

    /** A pattern of the user's own; must take linear time. Counted as {@code custom}. */
    @FunctionalInterface
    public interface Custom {
        /** The text without what it found, and {@code found} told for each: the same String if there is nothing. */
        String redact(String text, Runnable found);
    }

    /**
     * A post without secrets.
     *
     * @param blanked how many secrets its lines held, by kind: what title and summary repeat of a line counts once
     */
    public record Redacted(Post post, Map<String, Integer> blanked) {}

    /** From {@code start} until before {@code end} stands something of {@code kind}. */
    record Find(int start, int end, String kind) {}

    /**
     * A redaction; it may be shared among threads if {@code own} may.
     *
     * @param secrets whether the built-in kinds are looked for
     * @param emails whether e-mail addresses are
     */
    public Redaction(boolean secrets, boolean emails, List<Custom> own) {
        this.secrets = secrets;
        this.emails = emails;
        this.own = List.copyOf(own);
    }

    /** The text with what was found written as {@code [redacted KIND]}; the same String if there is nothing. */
    public String redact(String text, Counter counter) {
        String redacted = secrets || emails ? builtIn(text, counter) : text;
        for (Custom custom : own) {
            redacted = custom.redact(redacted, () -> counter.redacted("custom", 1));
        }
        return redacted;
    }

    /** All of a post that comes from logs. A private key that was logged line by line is followed through the lines. */
    public Redacted redact(Post post) {
        Map<String, Integer> blanked = new TreeMap<>();
        Counter counter = (kind, n) -> blanked.merge(kind, n, Integer::sum);
        List<Post.Line> lines = new ArrayList<>(post.lines().size());
        KeyLines keyLines = new KeyLines();
        for (Post.Line line : post.lines()) {
            String text =
                    secrets && keyLines.isInside(line) ? blank("private-key", counter) : redact(line.text(), counter);
            lines.add(new Post.Line(
                    line.epochMillis(),
                    line.lastMillis(),
                    redact(line.process()),
                    text,
                    line.count(),
                    line.omitted(),
                    line.omittedDistinct()));
        }
        Post redacted = new Post(
                post.severity(),
                redact(post.title()),
                redact(post.summary()),
                List.copyOf(lines),
                post.fromMillis(),
                post.untilMillis(),
                post.processes().stream().map(this::redact).toList(),
                post.notes().stream().map(this::redact).toList(),
                post.link(),
                post.mention(),
                post.batchId());
        return new Redacted(redacted, Map.copyOf(blanked));
    }

    /** What repeats a line's text in part, or holds a secret hardly ever: not counted. */
    private String redact(String text) {
        return redact(text, (kind, n) -> {});
    }

    private static String blank(String kind, Counter counter) {
        counter.redacted(kind, 1);
        return "[redacted " + kind + "]";
    }

    private String builtIn(String text, Counter counter) {
        StringBuilder out = null;
        int copied = 0;
        for (int i = 0; i < text.length(); ) {
            Find find = at(text, i);
            if (find == null || find.start() < copied) {
                i++;
                continue;
            }
            if (out == null) {
                out = new StringBuilder(text.length() + 32);
            }
            out.append(text, copied, find.start()).append(blank(find.kind(), counter));
            copied = find.end();
            i = Math.max(i + 1, copied);
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    private @Nullable Find at(String text, int i) {
        char c = text.charAt(i);
        if (c == '@') {
            return emails ? EmailAddress.at(text, i) : null;
        }
        if (!secrets) {
            return null;
        }
        return switch (c) {
            case ':' -> text.startsWith("//", i + 1) ? UrlCredential.at(text, i) : NamedSecret.at(text, i);
            case '=', '>', ' ', '%' -> NamedSecret.at(text, i);
            case '-' -> KeyLines.at(text, i);
            case '2', '3', '4', '5', '6' -> CardNumber.at(text, i);
            default -> ProviderToken.at(text, i);
        };
    }
}
