package spillway.server.config;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/** Every key there is, by the path of the mapping it stands in. */
final class Keys {
    static final Map<String, List<String>> KNOWN = Map.ofEntries(
            entry(
                    "",
                    List.of("listen", "admin", "drains", "channels", "rules", "group", "store", "severity", "redact")),
            entry(
                    "listen",
                    List.of(
                            "address",
                            "path",
                            "max-body",
                            "idle-timeout",
                            "request-timeout",
                            "require-forwarded-https",
                            "tls")),
            entry("listen.tls", List.of("certificate", "key")),
            entry("admin", List.of("address")),
            entry("drains", List.of("name", "credentials", "tokens", "dialect", "logs-url")),
            entry(
                    "channels",
                    List.of(
                            "name",
                            "webhook",
                            "bot-token",
                            "room",
                            "threads",
                            "api-url",
                            "console",
                            "format",
                            "pace",
                            "delivery",
                            "mention")),
            entry("rules", List.of("name", "when", "post-to", "drop", "continue", "mention", "quiet-hours")),
            entry("rules.quiet-hours", List.of("from", "until", "zone", "severity")),
            entry(
                    "rules.when",
                    List.of(
                            "drain",
                            "app",
                            "process",
                            "min-severity",
                            "max-severity",
                            "facility",
                            "code",
                            "sqlstate",
                            "status",
                            "text",
                            "not")),
            entry("rules.when.text", List.of("starts-with", "contains", "matches")),
            entry(
                    "group",
                    List.of(
                            "by",
                            "wait",
                            "interval",
                            "max-wait",
                            "max-lines",
                            "collapse-similar",
                            "announce-recovery")),
            entry("store", List.of("directory", "max-size", "durability")),
            entry("severity", List.of("infer", "patterns")),
            entry("severity.patterns", List.of("severity", "text")),
            entry("severity.patterns.text", List.of("starts-with", "contains", "matches")),
            entry("redact", List.of("secrets", "emails", "patterns")));

    /** Keys whose values are never shown. */
    private static final List<String> SECRET = List.of("credentials", "tokens", "webhook", "bot-token");

    private Keys() {}

    /** The keys of the mapping at a path such as {@code rules[3].when.not}, which takes the same as {@code rules.when}. */
    static List<String> at(String path) {
        String plain = path.replaceAll("\\[\\d+\\]", "").replaceAll("(\\.not)+", "");
        return KNOWN.getOrDefault(plain, List.of());
    }

    static boolean isSecret(String key) {
        return SECRET.contains(key);
    }
}
