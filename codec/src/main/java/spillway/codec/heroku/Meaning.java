package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;
import spillway.codec.syslog.SyslogMessage;

/**
 * What one message means: its severity and why, and the facts it tells.
 *
 * <p>One thread owns it and has {@link HerokuReader} fill it again for each message. What it says holds until the next
 * {@link HerokuReader#read} or the next parse of the message it was read from: facts that few ask for are looked up in the
 * message's octets when they are asked for. Offsets count from the start of {@link SyslogMessage#octets}; a span ends before
 * its {@code ...End} offset. Methods that return a String allocate it; all others allocate nothing.
 */
public final class Meaning {
    private static final byte[] METHOD = Octets.of(" method=");
    private static final byte[] PATH = Octets.of(" path=");
    private static final byte[] HOST = Octets.of(" host=");
    private static final byte[] REQUEST_ID = Octets.of(" request_id=");
    private static final byte[] DYNO = Octets.of(" dyno=");
    private static final byte[] CONNECT = Octets.of(" connect=");
    private static final byte[] SERVICE = Octets.of(" service=");
    private static final byte[] FORWARDED = Octets.of(" fwd=");
    private static final byte[] DURATION = Octets.of("duration: ");

    SyslogMessage message = new SyslogMessage();
    Severity severity = Severity.INFO;
    Reason reason = Reason.WIRE;
    int reasonStart;
    int reasonEnd;
    Kind kind = Kind.OTHER;
    Continuation continuation = Continuation.NONE;
    boolean continues;
    boolean startsEvent;

    @Nullable
    PlatformCode platformCode;

    int codeStart;
    int codeEnd;
    int status;
    int exitStatus;
    int memoryTenths;
    int lostCount;
    int sinceStart;
    int sinceEnd;
    int number;
    int part;
    int detailStart;
    int detailEnd;
    int fromStart;
    int fromEnd;
    int toStart;
    int toEnd;

    /** Forgets the message before; what only one kind of message tells is set by its reader, and asked for by kind. */
    void begin(SyslogMessage message) {
        if (this.message != message) {
            this.message = message;
        }
        severity = message.severity();
        reason = Reason.WIRE;
        reasonStart = reasonEnd = message.frameStart();
        kind = Kind.OTHER;
        continuation = Continuation.NONE;
        continues = startsEvent = false;
        if (platformCode != null) { // a reference costs the collector's barrier
            platformCode = null;
        }
        codeStart = codeEnd = detailStart = detailEnd = 0;
        status = number = -1;
    }

    void found(Severity found, Reason why, int start, int end) {
        severity = found;
        reason = why;
        reasonStart = start;
        reasonEnd = end;
    }

    /**
     * Understood, and nothing to worry about: platforms of 2012 marked a mere start as an emergency, so a wire severity worse
     * than notice becomes info.
     */
    void harmless(Kind what) {
        kind = what;
        severity = severity.isAtLeast(Severity.WARNING) ? Severity.INFO : severity;
        reason = Reason.HARMLESS;
        reasonStart = reasonEnd = message.textStart();
    }

    /** Overrides the severity, as one of the user's own patterns does; the offsets are what is to be underlined. */
    public void severity(Severity severity, Reason reason, int start, int end) {
        found(severity, reason, start, end);
    }

    /** As the text tells it, or else the wire's. */
    public Severity severity() {
        return severity;
    }

    /** As the PRI tells it. */
    public Severity wireSeverity() {
        return message.severity();
    }

    /** Whether {@link #severity} was read from the text; it may be the wire's all the same. */
    public boolean inferred() {
        return reason != Reason.WIRE;
    }

    public Reason reason() {
        return reason;
    }

    /** The reason in words, with the code if there is one: {@code platform code R14}. */
    public String reasonWords() {
        String code = reason == Reason.PLATFORM_CODE || reason == Reason.SQLSTATE ? code() : null;
        return code == null ? reason.words() : reason.words() + " " + code;
    }

    /** Where the octets stand that decided the severity; equal to {@link #reasonEnd} if no octets did. */
    public int reasonStart() {
        return reasonStart;
    }

    public int reasonEnd() {
        return reasonEnd;
    }

    public Kind kind() {
        return kind;
    }

    /** What the form of the line alone says about its belonging to the line before. */
    public Continuation continuation() {
        return continuation;
    }

    /** Whether the line by itself can only be the continuation of an event. */
    public boolean isContinuation() {
        return continuation == Continuation.CERTAIN;
    }

    /** Whether {@link Events} joined this line to the one before it. */
    public boolean continues() {
        return continues;
    }

    /** Whether more lines are to be expected: {@code Traceback (most recent call last):}, {@code panic:}. */
    public boolean startsEvent() {
        return startsEvent;
    }

    /** H12, R14, L10 or an SQLSTATE; equal to {@link #codeEnd} if there is none. */
    public int codeStart() {
        return codeStart;
    }

    public int codeEnd() {
        return codeEnd;
    }

    public @Nullable String code() {
        PlatformCode known = platformCode;
        return known != null ? known.code() : span(codeStart, codeEnd);
    }

    /** Heroku's entry for the H, R or L code; null if the message carries none that Heroku has published. */
    public @Nullable PlatformCode platformCode() {
        return platformCode;
    }

    /** The HTTP status of a router line, or of an access line of the application; -1 if there is none. */
    public int status() {
        return status;
    }

    /** What a process exited with, 0 to 255; -1 if the message tells no exit. */
    public int exitStatus() {
        return kind == Kind.EXIT ? exitStatus : -1;
    }

    /** The memory a dyno takes, in tenths of a percent of its quota; -1 if the message tells none. */
    public int memoryTenthsOfPercent() {
        return kind == Kind.MEMORY ? memoryTenths : -1;
    }

    /** How many messages were lost; -1 if the message is no loss notice. */
    public int lostCount() {
        return kind == Kind.LOSS_NOTICE ? lostCount : -1;
    }

    /** Since when messages were lost, as RFC 3339; equal to {@link #sinceEnd} if not told. */
    public int sinceStart() {
        return kind == Kind.LOSS_NOTICE ? sinceStart : 0;
    }

    public int sinceEnd() {
        return kind == Kind.LOSS_NOTICE ? sinceEnd : 0;
    }

    /** The n of Postgres' {@code [n-m]}; -1 if there is none. */
    public int postgresNumber() {
        return number;
    }

    /** The m of Postgres' {@code [n-m]}: 1 for the first line of an event; -1 if there is none. */
    public int postgresPart() {
        return number >= 0 ? part : -1;
    }

    /** Postgres' own level, as {@code LOG} or {@code STATEMENT}. */
    public @Nullable String postgresLevel() {
        return kind == Kind.POSTGRES ? span(detailStart, detailEnd) : null;
    }

    /** What the message says to a person: of Postgres' lines the level and what follows, as what stands before differs in each. */
    public String text() {
        String text = kind == Kind.POSTGRES && detailStart < detailEnd ? span(detailStart, message.textEnd()) : null;
        return text == null ? message.text() : text;
    }

    /** Postgres' {@code duration: 2405.887 ms} in microseconds; -1 if the message tells none. */
    public long durationMicros() {
        return kind == Kind.POSTGRES ? Postgres.durationMicros(message, DURATION) : -1;
    }

    /** {@code v48}. */
    public @Nullable String release() {
        return kind == Kind.RELEASE ? span(detailStart, detailEnd) : null;
    }

    /** The state that a dyno left, as {@code starting}. */
    public @Nullable String fromState() {
        return changesState() ? span(fromStart, fromEnd) : null;
    }

    /** The state that a dyno came to, as {@code up}. */
    public @Nullable String toState() {
        return changesState() ? span(toStart, toEnd) : null;
    }

    private boolean changesState() {
        return kind == Kind.STATE_CHANGE || kind == Kind.CRASH;
    }

    /** Milliseconds until the router was connected to the dyno; -1 if the message tells none. */
    public int connectMillis() {
        return millis(CONNECT);
    }

    /** Milliseconds from the connection to the end of the response; -1 if the message tells none. */
    public int serviceMillis() {
        return millis(SERVICE);
    }

    public @Nullable String method() {
        return field(METHOD);
    }

    public @Nullable String path() {
        return field(PATH);
    }

    public @Nullable String host() {
        return field(HOST);
    }

    public @Nullable String requestId() {
        return field(REQUEST_ID);
    }

    /** The dyno that a router line names, as {@code web.1}. */
    public @Nullable String dyno() {
        return field(DYNO);
    }

    public @Nullable String forwardedFor() {
        return field(FORWARDED);
    }

    /** What kind of thing this is in a few words, as {@code Request timeout} or {@code Release v48}; null if unknown. */
    public @Nullable String summary() {
        return Summary.of(this);
    }

    private int millis(byte[] name) {
        if (kind != Kind.ROUTER) {
            return -1;
        }
        int start = Router.valueStart(message, name);
        return start < 0 ? -1 : Octets.number(message.octets(), start, message.textEnd());
    }

    private @Nullable String field(byte[] name) {
        if (kind != Kind.ROUTER) {
            return null;
        }
        int start = Router.valueStart(message, name);
        return start < 0 ? null : span(start, Router.valueEnd(message, start));
    }

    @Nullable
    String span(int start, int end) {
        return start == end ? null : new String(message.octets(), start, end - start, UTF_8);
    }
}
