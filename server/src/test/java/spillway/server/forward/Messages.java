package spillway.server.forward;

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
        return make(text, null, null, null, null);
    }

    AcceptedMessage known(String text, String code, String summary) {
        return make(text, code, summary, null, null);
    }

    AcceptedMessage request(String code, String name, String path, String requestId) {
        String text = "at=error code=" + code + " desc=\"" + name + "\" path=\"" + path + "\" request_id=" + requestId;
        return of("router").make(text, code, name, path, requestId);
    }

    private AcceptedMessage make(
            String text,
            @org.jspecify.annotations.Nullable String code,
            @org.jspecify.annotations.Nullable String summary,
            @org.jspecify.annotations.Nullable String path,
            @org.jspecify.annotations.Nullable String requestId) {
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
                path,
                requestId,
                continues,
                mention.isEmpty() ? null : mention);
    }
}
