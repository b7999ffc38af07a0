package spillway.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Delivery;
import spillway.server.config.Configuration.Format;
import spillway.server.config.Configuration.Kind;

/** Reads {@code channels}. */
final class ChannelReader {
    /** A channel is one bit of a mask. */
    private static final int MAX_CHANNELS = 64;

    private static final String KIND = "one of webhook, bot-token, console: true";

    /** What Slack turns into a call; a name after {@code @} it shows as text. */
    private static final String SLACK_MENTION =
            "<(?:!(?:here|channel|everyone)|@[UW][A-Z0-9]{1,19}|!subteam\\^S[A-Z0-9]{1,19})>";

    private static final Pattern SLACK_MENTIONS = Pattern.compile(SLACK_MENTION + "(?: " + SLACK_MENTION + "){0,9}");
    private static final Pattern PLAIN_MENTIONS = Pattern.compile("@[\\w.-]{1,80}(?: @[\\w.-]{1,80}){0,9}");

    private ChannelReader() {}

    static List<Channel> channels(Field field) {
        List<Channel> channels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Field item : field.items()) {
            Section section = Section.of(item);
            String name = DrainReader.name(section, names);
            channels.add(channel(section, name == null ? "" : name));
        }
        if (channels.size() > MAX_CHANNELS) {
            field.problem(channels.size() + " channels (expected: at most " + MAX_CHANNELS + ")");
        }
        return List.copyOf(channels);
    }

    private static Channel channel(Section section, String name) {
        Kind kind = kind(section);
        refuseForeign(section);
        Format format = section.field("format").choice(Format.class, Format.SLACK);
        return new Channel(
                name,
                kind,
                url(section, kind),
                token(section),
                room(section),
                format,
                section.field("threads").bool(false),
                section.field("pace").duration(Duration.ofMillis(1_050), Duration.ZERO, Duration.ofMinutes(10)),
                section.field("delivery").choice(Delivery.class, Delivery.AT_LEAST_ONCE),
                mention(section, format));
    }

    /** A webhook or token that is written down but comes out as not set makes a console, so one file serves with and without it. */
    private static Kind kind(Section section) {
        long kinds = Stream.of("webhook", "bot-token", "console")
                .filter(key -> section.field(key).isPresent())
                .count();
        if (kinds != 1 && section.isPresent()) {
            section.self()
                    .problem(
                            kinds == 0 ? "no kind (expected: " + KIND + ")" : "several kinds (expected: " + KIND + ")");
            return Kind.CONSOLE;
        }
        Field console = section.field("console");
        if (console.isPresent() && !console.bool(true)) {
            console.refuse("false", KIND);
        }
        if (token(section) != null) {
            return Kind.BOT;
        }
        return webhook(section) != null ? Kind.WEBHOOK : Kind.CONSOLE;
    }

    private static @Nullable String webhook(Section section) {
        return section.field("webhook").as("an http or https URL", DrainReader::url);
    }

    private static @Nullable String token(Section section) {
        return section.field("bot-token").as("a bot's token, as xoxb-...", ChannelReader::word);
    }

    private static @Nullable String url(Section section, Kind kind) {
        if (kind != Kind.BOT) {
            return webhook(section);
        }
        return section.field("api-url").as("an http or https URL", DrainReader::url, "https://slack.com/api");
    }

    private static @Nullable String room(Section section) {
        String expected = "a conversation's id or name, as C012AB3CD or #alerts";
        boolean bot = section.field("bot-token").isPresent();
        return (bot ? section.required("room", expected) : section.field("room")).as(expected, ChannelReader::word);
    }

    private static void refuseForeign(Section section) {
        boolean bot = section.field("bot-token").isPresent();
        for (String key : List.of("room", "threads", "api-url")) {
            Field field = section.field(key);
            if (!bot && field.isPresent()) {
                field.problem("without effect (expected: only beside bot-token)");
            }
        }
        Field format = section.field("format");
        if (bot && format.isPresent()) {
            format.problem("without effect (expected: only beside webhook)");
        }
    }

    private static @Nullable String word(String text) {
        return text.matches("\\S{1,200}") ? text : null;
    }

    /** Slack's own form is understood by servers of the plain format too. */
    static @Nullable String mention(Section section, Format format) {
        boolean plain = format == Format.PLAIN;
        return section.field("mention")
                .as(
                        "a mention, as <!here>, <@U012AB3CD> or <!subteam^S012AB3CD>" + (plain ? ", or @here" : ""),
                        text -> SLACK_MENTIONS.matcher(text).matches()
                                        || (plain
                                                && PLAIN_MENTIONS.matcher(text).matches())
                                ? text
                                : null);
    }
}
