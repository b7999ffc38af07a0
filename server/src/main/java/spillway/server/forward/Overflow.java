package spillway.server.forward;

import spillway.codec.syslog.Severity;

/** Messages that came faster than their text could be kept: only counted. */
record Overflow(long messages, Severity severity, long fromMillis, long untilMillis) {
    static final Overflow NONE = new Overflow(0, Severity.DEBUG, Long.MAX_VALUE, Long.MIN_VALUE);

    Overflow plus(AcceptedMessage message) {
        long millis = message.epochMicros() / 1_000;
        return new Overflow(
                messages + 1,
                severity.isAtLeast(message.severity()) ? severity : message.severity(),
                Math.min(fromMillis, millis),
                Math.max(untilMillis, millis));
    }
}
