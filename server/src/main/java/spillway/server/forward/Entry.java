package spillway.server.forward;

/** One event, and how often it came: a line, or a stack trace with its lines joined. */
final class Entry {
    final AcceptedMessage first;
    final String text;
    long count;
    long fromMicros;
    long untilMicros;

    /** When it last got here, by the monotonic clock; earlier for what comes back from the store. */
    long lastNanos;

    Entry(AcceptedMessage first, String text, long lastNanos) {
        this.first = first;
        this.text = text;
        this.count = 1;
        this.fromMicros = first.epochMicros();
        this.untilMicros = first.epochMicros();
        this.lastNanos = lastNanos;
    }

    /** Router lines differ in every field, but a person counts them by code and path. */
    String key() {
        String path = first.path();
        if (path == null) {
            return text;
        }
        return "\0" + first.code() + ' ' + first.summary() + ' ' + withoutQuery(path);
    }

    void absorb(Entry other) {
        count += other.count;
        fromMicros = Math.min(fromMicros, other.fromMicros);
        untilMicros = Math.max(untilMicros, other.untilMicros);
        lastNanos = Math.max(lastNanos, other.lastNanos);
    }

    static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
