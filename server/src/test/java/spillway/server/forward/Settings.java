package spillway.server.forward;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import spillway.server.config.Configuration;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Delivery;
import spillway.server.config.Configuration.Dialect;
import spillway.server.config.Configuration.Drain;
import spillway.server.config.Configuration.Durability;
import spillway.server.config.Configuration.Format;
import spillway.server.config.Configuration.Group;
import spillway.server.config.Configuration.GroupKey;
import spillway.server.config.Configuration.Kind;

/** Configurations as a user would write them. */
record Settings(List<Channel> channels, Group group) {
    static final Group GROUP = new Group(
            List.of(GroupKey.SEVERITY, GroupKey.APP, GroupKey.PROCESS_TYPE),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            200,
            false,
            false);

    static Settings defaults() {
        return new Settings(List.of(webhook("alerts")), GROUP);
    }

    static Channel webhook(String name) {
        return channel(name, Kind.WEBHOOK, Delivery.AT_LEAST_ONCE, null);
    }

    static Channel bot(String name) {
        return new Channel(
                name,
                Kind.BOT,
                "http://127.0.0.1:9/api/",
                "xoxb-planted-secret",
                "C1",
                Format.SLACK,
                true,
                Duration.ofMillis(1050),
                Delivery.AT_LEAST_ONCE,
                null);
    }

    static Channel channel(
            String name, Kind kind, Delivery delivery, @org.jspecify.annotations.Nullable String mention) {
        return new Channel(
                name,
                kind,
                "http://127.0.0.1:9/services/T/B/planted-secret",
                null,
                null,
                Format.SLACK,
                false,
                Duration.ofMillis(1050),
                delivery,
                mention);
    }

    Settings with(Channel... newChannels) {
        return new Settings(List.of(newChannels), group);
    }

    Settings by(GroupKey... keys) {
        return new Settings(
                channels,
                new Group(
                        List.of(keys),
                        group.waitTime(),
                        group.interval(),
                        group.maxWait(),
                        group.maxLines(),
                        group.collapseSimilar(),
                        group.announceRecovery()));
    }

    Settings maxLines(int maxLines) {
        return new Settings(
                channels,
                new Group(
                        group.by(),
                        group.waitTime(),
                        group.interval(),
                        group.maxWait(),
                        maxLines,
                        group.collapseSimilar(),
                        group.announceRecovery()));
    }

    Settings interval(Duration interval) {
        return new Settings(
                channels,
                new Group(
                        group.by(),
                        group.waitTime(),
                        interval,
                        group.maxWait(),
                        group.maxLines(),
                        group.collapseSimilar(),
                        group.announceRecovery()));
    }

    Settings similar() {
        return new Settings(
                channels,
                new Group(
                        group.by(),
                        group.waitTime(),
                        group.interval(),
                        group.maxWait(),
                        group.maxLines(),
                        true,
                        group.announceRecovery()));
    }

    Settings announcing() {
        return new Settings(
                channels,
                new Group(
                        group.by(),
                        group.waitTime(),
                        group.interval(),
                        group.maxWait(),
                        group.maxLines(),
                        group.collapseSimilar(),
                        true));
    }

    Configuration make() {
        Drain drain = new Drain(
                "shop",
                List.of(),
                List.of(),
                Dialect.AUTO,
                "https://logs.example/{app}?from={from}&to={to}&id={request-id}");
        return new Configuration(
                new Configuration.Listen(
                        new Configuration.Address("127.0.0.1", 0),
                        "/logs",
                        8 << 20,
                        Duration.ofSeconds(310),
                        Duration.ofSeconds(30),
                        false,
                        null),
                new Configuration.Admin(new Configuration.Address("127.0.0.1", 0)),
                List.of(drain),
                new ArrayList<>(channels),
                List.of(),
                group,
                new Configuration.Store(Path.of("data"), 1 << 30, Durability.DISK),
                new Configuration.Inference(true, List.of()),
                new Configuration.Redaction(true, false, List.of()),
                List.of());
    }
}
