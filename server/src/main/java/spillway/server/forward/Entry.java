package spillway.server.forward;

/** One event, and how often it came: a line, a stack trace with its lines joined, or requests of one kind. */
final class Entry {
    final AcceptedMessage first;
    final String text;
    long count;
    long fromMicros;
    long untilMicros;

    /** When it last got here, by the monotonic clock; earlier for what comes back from the store. */
    long lastNanos;

    /** The shortest and the longest service of its requests; -1 if not told. */
    private int leastMillis = -1;

    private int mostMillis = -1;

    /** Where all its requests went; empty if these are several dynos, or none. */
    private String dyno = "";

    Entry(AcceptedMessage first, String text, long lastNanos) {
        this.first = first;
        this.text = text;
        this.count = 1;
        this.fromMicros = first.epochMicros();
        this.untilMicros = first.epochMicros();
        this.lastNanos = lastNanos;
        RoutedRequest request = first.request();
        if (request != null) {
            leastMillis = mostMillis = request.serviceMillis();
            dyno = request.dyno() == null ? "" : request.dyno();
        }
    }

    /** Router lines differ in every field, but a person counts them by code, method, path and status. */
    String key() {
        RoutedRequest request = first.request();
        return request == null ? text : "\0" + first.code() + ' ' + request.kind();
    }

    void absorb(Entry other) {
        count += other.count;
        fromMicros = Math.min(fromMicros, other.fromMicros);
        untilMicros = Math.max(untilMicros, other.untilMicros);
        lastNanos = Math.max(lastNanos, other.lastNanos);
        leastMillis = Math.min(leastMillis, other.leastMillis);
        mostMillis = Math.max(mostMillis, other.mostMillis);
        dyno = dyno.equals(other.dyno) ? dyno : "";
    }

    /** A request in short, {@code GET /cart  503 after 30001 ms  web.1  request_id=...}; anything else as logged. */
    String told() {
        RoutedRequest request = first.request();
        if (request == null) {
            return text;
        }
        StringBuilder told = new StringBuilder();
        told.append(request.method() == null ? "" : request.method() + ' ');
        told.append(count == 1 ? request.path() : request.pathWithoutQuery());
        if (request.status() >= 0) {
            told.append("  ").append(request.status());
        }
        if (leastMillis >= 0) {
            told.append(request.status() >= 0 ? " after " : "  after ").append(leastMillis);
            told.append(leastMillis == mostMillis ? "" : "–" + mostMillis).append(" ms");
        }
        told.append(dyno.isEmpty() ? "" : "  " + dyno);
        return told.append(request.id() == null ? "" : "  request_id=" + request.id())
                .toString();
    }
}
