package spillway.server.forward;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Configuration;

/**
 * Where to read on: a drain's {@code logs-url} with <code>{app}</code> (the label, else the drain), <code>{from}</code> and
 * <code>{to}</code> (RFC 3339, UTC) and <code>{request-id}</code> filled in.
 */
record Link(Map<String, String> templates) {
    static Link of(Configuration configuration) {
        Map<String, String> templates = new HashMap<>();
        for (Configuration.Drain drain : configuration.drains()) {
            if (drain.logsUrl() != null) {
                templates.put(drain.name(), drain.logsUrl());
            }
        }
        return new Link(templates);
    }

    @Nullable
    String to(Batch batch) {
        AcceptedMessage first = batch.first;
        String template = first == null ? null : templates.get(first.drain());
        if (first == null || template == null) {
            return null;
        }
        String app = first.label().isEmpty() ? first.drain() : first.label();
        RoutedRequest request = first.request();
        String requestId = request == null || request.id() == null ? "" : request.id();
        return template.replace("{app}", encode(app))
                .replace("{from}", encode(Instant.ofEpochMilli(batch.fromMillis).toString()))
                .replace("{to}", encode(Instant.ofEpochMilli(batch.untilMillis).toString()))
                .replace("{request-id}", encode(requestId));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
