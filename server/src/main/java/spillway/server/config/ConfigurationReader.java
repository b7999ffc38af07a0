package spillway.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Drain;
import spillway.server.config.Configuration.Durability;
import spillway.server.config.Configuration.Format;
import spillway.server.config.Configuration.Group;
import spillway.server.config.Configuration.GroupKey;
import spillway.server.config.Configuration.Inference;
import spillway.server.config.Configuration.Kind;
import spillway.server.config.Configuration.Listen;
import spillway.server.config.Configuration.Redaction;
import spillway.server.config.Configuration.Rule;
import spillway.server.config.Configuration.SeverityPattern;
import spillway.server.config.Configuration.Store;
import spillway.server.config.Node.Mapping;

/**
 * Reads the configuration and finds everything that is wrong with it.
 *
 * <p>The shipped {@code config/spillway.yml} is also inside the program: what a file leaves out ({@code drains}, {@code
 * channels} or {@code rules} as a whole; any other key by itself) is as there.
 */
public final class ConfigurationReader {
    private static final int MAX_FILE_SIZE = 1 << 20;
    private static final String BUILT_IN = "spillway.yml";
    private static final String BUILT_IN_NAME = "(built-in) " + BUILT_IN;

    private final Section root;
    private final Section builtIn;

    private ConfigurationReader(Section root, Section builtIn) {
        this.root = root;
        this.builtIn = builtIn;
    }

    /**
     * Reads a file. Nothing else is touched, so it may be read again at any time.
     *
     * @throws ConfigurationException if the file can't be read or anything in it is wrong; tells all of it
     */
    public static Configuration read(Path file, Map<String, String> environment) throws ConfigurationException {
        return read(file.toString(), octets(file), environment);
    }

    /** Reads the built-in file, for which two variables are enough. */
    public static Configuration builtIn(Map<String, String> environment) throws ConfigurationException {
        return read(BUILT_IN_NAME, builtInOctets(), environment);
    }

    private static Configuration read(String name, byte[] octets, Map<String, String> environment)
            throws ConfigurationException {
        References references = new References(environment);
        Source source = new Source(references, new Problems(name), name.equals(BUILT_IN_NAME));
        Source builtIn = new Source(references, new Problems(BUILT_IN_NAME), true);
        Section root = root(octets, source);
        if (!root.isPresent()) {
            throwAny(source);
        }
        Configuration configuration = new ConfigurationReader(root, root(builtInOctets(), builtIn)).configuration();
        throwAny(source, builtIn);
        return configuration;
    }

    private Configuration configuration() {
        Field drainsField = orBuiltIn("drains");
        List<Drain> drains = DrainReader.drains(drainsField);
        boolean sure = drainsField.source().problems().count() == 0; // a refused credential is one, all the same
        boolean protectedDrains = !sure || drains.stream().noneMatch(DrainReader::isOpen);
        List<Channel> channels = ChannelReader.channels(orBuiltIn("channels"));
        Section listen = root.optionalSection("listen");
        Listen listening = ListenReader.listen(listen, protectedDrains);
        return new Configuration(
                listening,
                ListenReader.admin(root.optionalSection("admin")),
                drains,
                channels,
                rules(drains, channels),
                group(root.optionalSection("group")),
                store(root.optionalSection("store")),
                severity(root.optionalSection("severity")),
                redact(root.optionalSection("redact")),
                notices(listening, drains, channels));
    }

    private Field orBuiltIn(String key) {
        Field own = root.field(key);
        return own.isPresent() ? own : builtIn.field(key);
    }

    private List<Rule> rules(List<Drain> drains, List<Channel> channels) {
        if (!root.field("rules").isPresent() && root.field("channels").isPresent()) {
            root.required("rules", "rules that name these channels; the built-in ones name the built-in channel");
            return List.of();
        }
        Map<String, Format> formats = new LinkedHashMap<>();
        channels.forEach(channel -> formats.put(channel.name(), channel.format()));
        return new RuleReader(drains.stream().map(Drain::name).toList(), formats).rules(orBuiltIn("rules"));
    }

    private static Group group(Section section) {
        Duration wait = section.field("wait").duration(Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(60));
        Duration interval =
                section.field("interval").duration(Duration.ofSeconds(10), Duration.ZERO, Duration.ofMinutes(10));
        Field maxWait = section.field("max-wait");
        Duration longest = maxWait.duration(Duration.ofSeconds(60), Duration.ZERO, Duration.ofHours(1));
        if (longest.compareTo(wait) < 0 || longest.compareTo(interval) < 0) {
            String other = longest.compareTo(wait) < 0 ? "wait" : "interval";
            (maxWait.isPresent() ? maxWait : section.field(other))
                    .refuse(Units.show(longest), "max-wait at least as long as " + other);
        }
        return new Group(
                by(section.field("by")),
                wait,
                interval,
                longest,
                section.field("max-lines").number(200, 1, 10_000),
                section.field("collapse-similar").bool(false),
                section.field("announce-recovery").bool(false));
    }

    private static List<GroupKey> by(Field field) {
        List<GroupKey> keys = new ArrayList<>();
        for (Field item : field.items()) {
            GroupKey key = item.choice(GroupKey.class, GroupKey.SEVERITY);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        return keys.isEmpty() ? List.of(GroupKey.SEVERITY, GroupKey.APP, GroupKey.PROCESS_TYPE) : List.copyOf(keys);
    }

    private static Store store(Section section) {
        return new Store(
                section.field("directory").as("a path", ListenReader::file, Path.of("data")),
                section.field("max-size").size(1L << 30, 1L << 20, 1L << 40),
                section.field("durability").choice(Durability.class, Durability.DISK));
    }

    private static Inference severity(Section section) {
        List<SeverityPattern> patterns = new ArrayList<>();
        for (Field item : section.field("patterns").items()) {
            Section pattern = Section.of(item);
            Severity severity = WhenReader.severity(pattern.required("severity", WhenReader.SEVERITY));
            Field text = pattern.required("text", "starts-with, contains or matches");
            patterns.add(
                    new SeverityPattern(Objects.requireNonNullElse(severity, Severity.NOTICE), WhenReader.text(text)));
        }
        return new Inference(section.field("infer").bool(true), List.copyOf(patterns));
    }

    private static Redaction redact(Section section) {
        return new Redaction(
                section.field("secrets").bool(true),
                section.field("emails").bool(false),
                WhenReader.patterns(section.field("patterns")));
    }

    private static List<String> notices(Listen listen, List<Drain> drains, List<Channel> channels) {
        List<String> notices = new ArrayList<>();
        drains.stream().filter(DrainReader::isOpen).findFirst().ifPresent(drain -> {
            if (ListenReader.isLoopback(listen.address())) {
                notices.add("listening on loopback only: cause=no-credentials drain=" + drain.name());
            }
        });
        for (Channel channel : channels) {
            if (channel.kind() == Kind.CONSOLE) {
                notices.add("posts go to the console: channel=" + channel.name());
            }
        }
        return List.copyOf(notices);
    }

    private static Section root(byte[] octets, Source source) {
        String text = text(octets, source.problems());
        @Nullable Mapping mapping = text == null ? null : YamlReader.read(text, source.problems());
        return Section.ofOptional(new Field("", mapping, source, false));
    }

    private static @Nullable String text(byte[] octets, Problems problems) {
        int from = octets.length >= 3 && octets[0] == (byte) 0xEF && octets[1] == (byte) 0xBB ? 3 : 0;
        ByteBuffer in = ByteBuffer.wrap(octets, from, octets.length - from);
        try {
            return UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            String before = new String(octets, from, in.position() - from, UTF_8);
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            problems.add(line, before.length() - before.lastIndexOf('\n'), "not UTF-8");
            return null;
        }
    }

    private static byte[] octets(Path file) throws ConfigurationException {
        try {
            if (Files.isDirectory(file) || Files.size(file) > MAX_FILE_SIZE) {
                throw new ConfigurationException(
                        List.of(file + ": no configuration (expected: a YAML file of at most 1MiB)"));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException(List.of(file + ": " + FileFailure.why(e) + " (expected: a YAML file)"));
        }
    }

    private static byte[] builtInOctets() {
        try (InputStream in = ConfigurationReader.class.getResourceAsStream(BUILT_IN)) {
            return Objects.requireNonNull(in, BUILT_IN).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void throwAny(Source... sources) throws ConfigurationException {
        List<String> lines = new ArrayList<>();
        for (Source source : sources) {
            lines.addAll(source.problems().lines());
        }
        if (!lines.isEmpty()) {
            throw new ConfigurationException(lines);
        }
    }
}
