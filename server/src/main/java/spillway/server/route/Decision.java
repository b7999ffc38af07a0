package spillway.server.route;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.SyslogMessage;

/**
 * What {@link Rules} decided about one message, and what they found out about it on the way.
 *
 * <p>One thread owns it and has {@link Rules#decide} fill it again for each message. It fits only the rules that made it.
 */
public final class Decision {
    final long[] candidates;
    final long[] possible;
    final HeaderCache headers;
    private final long[] found;
    private final Literals literals;

    long channels;
    int rule;

    @Nullable
    String mention;

    boolean indexed;
    private boolean searched;
    private byte @Nullable [] text;

    Decision(int words, Literals literals, HeaderCache headers) {
        this.candidates = new long[words];
        this.possible = new long[words];
        this.found = new long[(literals.count() + 63) >> 6];
        this.literals = literals;
        this.headers = headers;
    }

    /** One bit for each channel that gets the message, by its place in the configuration; 0 if it is filtered. */
    public long channels() {
        return channels;
    }

    /**
     * The rule that decided, by its place in the configuration: the last one that took the message; -1 if no rule names it.
     */
    public int rule() {
        return rule;
    }

    /** What the first rule that posts it and has one says to mention. */
    public @Nullable String mention() {
        return mention;
    }

    void begin() {
        channels = 0;
        rule = -1;
        mention = null;
        indexed = searched = false;
        text = null;
    }

    /** Whether the literal of this number stands in the text. */
    boolean found(int literal, SyslogMessage message) {
        search(message);
        return (found[literal >> 6] & (1L << literal)) != 0;
    }

    /** One bit for each literal that stands in the text. */
    long[] search(SyslogMessage message) {
        if (!searched) {
            literals.find(message.octets(), message.textStart(), message.textEnd(), found);
            searched = true;
        }
        return found;
    }

    /** The only place that allocates: the matcher takes whole arrays. */
    boolean matches(Pattern pattern, SyslogMessage message) {
        byte[] whole = text;
        if (whole == null) {
            whole = Arrays.copyOfRange(message.octets(), message.textStart(), message.textEnd());
            text = whole;
        }
        Matcher matcher = pattern.matcher(whole);
        return matcher.find();
    }
}
