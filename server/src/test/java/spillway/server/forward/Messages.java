package spillway.server.forward;

import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;

/** Makes messages for tests; each call changes one thing. */
record Messages(
        long position, String process, String app, Severity severity, long millis, boolean continues, String mention) {
    static final long EPOCH = 1_700_000_000_000L;

    static Messages web1() {
        return new Messages(AcceptedMessage.NOT_STORED, "web.1", "app", Severity.ERROR, EPOCH, false, "");
    }

    Messages at(long newMillis) {
        return new Messages(position, process, app, severity, newMillis, continues, mention);
    }

    Messages stored(long newPosition) {
        return new Messages(newPosition, process, app, severity, millis, continues, mention);
    }

    Messages of(String newProcess) {
        return new Messages(position, newProcess, app, severity, millis, continues, mention);
    }

    Messages as(Severity newSeverity) {
        return new Messages(position, process, app, newSeverity, millis, continues, mention);
    }

    Messages continuing() {
        return new Messages(position, process, app, severity, millis, true, mention);
    }

    Messages mentioning(String newMention) {
        return new Messages(position, process, app, severity, millis, continues, newMention);
    }

    AcceptedMessage text(String text) {
        return make(text, null, null, null);
    }

    AcceptedMessage known(String text, @Nullable String code, String summary) {
        return make(text, code, summary, null);
    }

    AcceptedMessage request(String code, String name, String path, String requestId) {
        String text = "at=error code=" + code + " desc=\"" + name + "\" path=\"" + path + "\" request_id=" + requestId;
        return of("router").make(text, code, name, new RoutedRequest(null, path, -1, -1, null, requestId));
    }

    AcceptedMessage request(String summary, RoutedRequest request) {
        return of("router").make("at=info", null, summary, request);
    }

    private AcceptedMessage make(
            String text, @Nullable String code, @Nullable String summary, @Nullable RoutedRequest request) {
        return new AcceptedMessage(
                position,
                "shop",
                "",
                millis * 1_000,
                millis,
                app,
                process,
                severity,
                text,
                code,
                summary,
                request,
                continues,
                mention.isEmpty() ? null : mention);
    }
}
