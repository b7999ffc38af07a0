package spillway.server;

import org.jspecify.annotations.Nullable;
import spillway.codec.heroku.Events;
import spillway.codec.heroku.HerokuReader;
import spillway.codec.heroku.Meaning;
import spillway.codec.heroku.Reason;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;
import spillway.server.forward.AcceptedMessage;
import spillway.server.forward.RoutedRequest;
import spillway.server.route.Decision;
import spillway.server.route.SeverityPatterns;

/**
 * Reads frames one after the other - header, meaning, decision - the same way for requests, for what is read back from the
 * store and for {@code explain}. One thread owns it; what it says of a frame holds until the next.
 */
final class Interpreter {
    /** How a decision that leaves a message out is kept for the lines that continue it: below {@link Events#UNDECIDED}. */
    private static final long FILTERED = Events.UNDECIDED - 1;

    private final SyslogMessage message = new SyslogMessage();
    private final Meaning meaning = new Meaning();
    private final HerokuReader reader = new HerokuReader();
    private final Events events = new Events();
    private final Ruleset ruleset;
    private final Decision decision;
    private final SeverityPatterns patterns;
    private final boolean infer;

    private long channels;
    private int rule;
    private @Nullable String mention;

    Interpreter(Ruleset ruleset) {
        this.ruleset = ruleset;
        this.decision = ruleset.rules().newDecision();
        this.patterns = new SeverityPatterns(ruleset.configuration().severity());
        this.infer = ruleset.configuration().severity().infer();
    }

    Ruleset ruleset() {
        return ruleset;
    }

    SyslogMessage message() {
        return message;
    }

    Meaning meaning() {
        return meaning;
    }

    /** One bit for each channel that gets the message; 0 if it is filtered. */
    long channels() {
        return channels;
    }

    /** The rule that decided, by its place in the configuration; -1 if none names the message. */
    int rule() {
        return rule;
    }

    /**
     * Reads the frame at {@code octets[start..end)} and decides about it. A line that continues an event goes where the event
     * went.
     *
     * @param drain its drain's place in the configuration
     * @param nowMillis the time of receipt in milliseconds since 1970
     * @return {@link #channels}
     */
    long read(byte[] octets, int start, int end, SyslogParser.Dialect dialect, int drain, long nowMillis) {
        readMeaning(octets, start, end, dialect);
        if (events.continues(message, meaning, drain, nowMillis * 1_000) && events.decision() != Events.UNDECIDED) {
            takeOver(events.decision());
        } else {
            channels = ruleset.rules().decide(message, meaning, drain, nowMillis, decision);
            rule = decision.rule();
            mention = decision.mention();
            events.decided(channels == 0 ? FILTERED - 1 - rule : channels);
        }
        return channels;
    }

    /** Reads the frame without deciding about it. */
    void readMeaning(byte[] octets, int start, int end, SyslogParser.Dialect dialect) {
        SyslogParser.parse(octets, start, end, dialect, message);
        reader.read(message, meaning);
        if (!infer) {
            meaning.severity(meaning.wireSeverity(), Reason.WIRE, start, start);
        }
        patterns.apply(message, meaning);
        channels = 0;
        rule = -1;
        mention = null;
    }

    private void takeOver(long decided) {
        mention = null;
        if (decided >= 0) {
            channels = decided;
            rule = -1;
        } else {
            channels = 0;
            rule = (int) (FILTERED - 1 - decided);
        }
    }

    /** The message as it waits in a group; its place in the store is not known yet. */
    AcceptedMessage accepted(String drain, String label, long receivedMillis) {
        return new AcceptedMessage(
                AcceptedMessage.NOT_STORED,
                drain,
                label,
                message.epochMicros(receivedMillis * 1_000),
                receivedMillis,
                message.app(),
                message.process(),
                meaning.severity(),
                meaning.text(),
                meaning.code(),
                meaning.summary(),
                request(),
                meaning.continues(),
                mention);
    }

    private @Nullable RoutedRequest request() {
        String path = meaning.path();
        return path == null
                ? null
                : new RoutedRequest(
                        meaning.method(),
                        path,
                        meaning.status(),
                        meaning.serviceMillis(),
                        meaning.dyno(),
                        meaning.requestId());
    }
}
