package spillway.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Facility;
import spillway.codec.syslog.Severity;

/**
 * Everything a user sets, checked: nothing in here can still be wrong. Secrets never show in a {@code toString}.
 *
 * @param notices what a user should be told at the start, as log lines: listening on loopback only, posts to the console
 */
public record Configuration(
        Listen listen,
        Admin admin,
        List<Drain> drains,
        List<Channel> channels,
        List<Rule> rules,
        Group group,
        Store store,
        Inference severity,
        Redaction redact,
        List<String> notices) {

    /**
     * What a running server can't exchange and differs in {@code other}: the keys. Everything else - credentials and tokens,
     * rules, severity patterns, redaction - may be taken over while running.
     */
    public List<String> differencesNeedingRestart(Configuration other) {
        List<String> keys = new ArrayList<>();
        addIf(!listen.equals(other.listen), "listen", keys);
        addIf(!admin.equals(other.admin), "admin", keys);
        addIf(!logsUrls().equals(other.logsUrls()), "drains[].logs-url", keys);
        addIf(!channels.equals(other.channels), "channels", keys);
        addIf(!group.equals(other.group), "group", keys);
        addIf(!store.equals(other.store), "store", keys);
        return List.copyOf(keys);
    }

    private static void addIf(boolean differs, String key, List<String> keys) {
        if (differs) {
            keys.add(key);
        }
    }

    private List<String> logsUrls() {
        return drains.stream()
                .filter(drain -> drain.logsUrl() != null)
                .map(drain -> drain.name() + " " + drain.logsUrl())
                .toList();
    }

    /** Where requests are taken. {@code maxBody} is octets, after decompression too. */
    public record Listen(
            Address address,
            String path,
            long maxBody,
            Duration idleTimeout,
            Duration requestTimeout,
            boolean requireForwardedHttps,
            @Nullable Tls tls) {}

    /** A host (name or literal; empty is any) and a port, 0 for a free one. */
    public record Address(String host, int port) {}

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    public record Admin(Address address) {}

    /**
     * Who may post. {@code credentials} are {@code user:password}, or {@code Bearer TOKEN}; none means that anyone may.
     * {@code tokens} are the drain tokens that may post; none means any.
     */
    public record Drain(
            String name,
            List<String> credentials,
            List<String> tokens,
            Dialect dialect,
            @Nullable String logsUrl) {
        @Override
        public String toString() {
            return "Drain[" + name + "]";
        }
    }

    /** How messages stand in frames; {@code AUTO} decides by the sender. */
    public enum Dialect {
        AUTO,
        LOGPLEX,
        RFC5424
    }

    /**
     * One place to post to. {@code url} is the webhook, or the API's base for a bot; {@code token} and {@code room} (a
     * conversation's id or name) are a bot's.
     */
    public record Channel(
            String name,
            Kind kind,
            @Nullable String url,
            @Nullable String token,
            @Nullable String room,
            Format format,
            boolean threads,
            Duration pace,
            Delivery delivery,
            @Nullable String mention) {
        @Override
        public String toString() {
            return "Channel[" + name + ", " + kind + "]";
        }
    }

    public enum Kind {
        WEBHOOK,
        BOT,
        CONSOLE
    }

    /** {@code SLACK}: blocks and attachments. {@code PLAIN}: only text, for servers that speak the webhook's old form. */
    public enum Format {
        SLACK,
        PLAIN
    }

    /** What happens to a post whose answer got lost: sent again, or not. */
    public enum Delivery {
        AT_LEAST_ONCE,
        AT_MOST_ONCE
    }

    /** Which messages, and where they go ({@code postTo}) or that they are left out ({@code drop}). */
    public record Rule(
            String name,
            When when,
            List<String> postTo,
            boolean drop,
            boolean continues,
            @Nullable String mention,
            @Nullable QuietHours quietHours,
            Position position) {}

    /** Where in which file something stands; line and column count from 1. */
    public record Position(String file, int line, int column) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /** Between {@code from} and {@code until} of each day in {@code zone} only {@code severity} and worse passes. */
    public record QuietHours(LocalTime from, LocalTime until, ZoneId zone, Severity severity) {}

    /**
     * All that are set must hold; within a list any. An empty list, or null, is not set. Names and codes are globs ({@code *}
     * any run, {@code ?} one character); {@code kind} is what a Heroku line tells of; {@code status} are as {@code 503}, {@code 50x}, {@code 5xx}.
     */
    public record When(
            List<String> drain,
            List<String> app,
            List<String> process,
            @Nullable Severity minSeverity,
            @Nullable Severity maxSeverity,
            List<Facility> facility,
            List<spillway.codec.heroku.Kind> kind,
            List<String> code,
            List<String> sqlstate,
            List<String> status,
            TextMatch text,
            @Nullable When not) {
        /** Holds for every message. */
        public static final When ANY = new When(
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                TextMatch.ANY,
                null);
    }

    /**
     * All of the three that are set must hold, of each list any. {@code matches} are RE2 patterns, found anywhere in the text.
     */
    public record TextMatch(List<String> startsWith, List<String> contains, List<String> matches) {
        public static final TextMatch ANY = new TextMatch(List.of(), List.of(), List.of());

        public boolean isAny() {
            return startsWith.isEmpty() && contains.isEmpty() && matches.isEmpty();
        }
    }

    /** How messages become posts. */
    public record Group(
            List<GroupKey> by,
            Duration waitTime,
            Duration interval,
            Duration maxWait,
            int maxLines,
            boolean collapseSimilar,
            boolean announceRecovery) {}

    public enum GroupKey {
        SEVERITY,
        DRAIN,
        APP,
        PROCESS,
        PROCESS_TYPE,
        CODE
    }

    /** {@code maxSize} is octets. */
    public record Store(Path directory, long maxSize, Durability durability) {}

    public enum Durability {
        DISK,
        MEMORY
    }

    public record Inference(boolean infer, List<SeverityPattern> patterns) {}

    /** The user's own: a text that matches has this severity. */
    public record SeverityPattern(Severity severity, TextMatch text) {}

    /** What is blanked before anything is posted or shown; {@code patterns} are RE2. */
    public record Redaction(boolean secrets, boolean emails, List<String> patterns) {}
}
