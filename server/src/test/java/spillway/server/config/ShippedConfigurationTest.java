package spillway.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spillway.server.config.Configuration.Address;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Kind;
import spillway.server.config.Configuration.Rule;

/** The files that are shipped say what the code does. */
class ShippedConfigurationTest {
    private static final Path CONFIG = Path.of("../config");
    private static final Path SHIPPED = CONFIG.resolve("spillway.yml");
    private static final Map<String, String> BOTH = Map.of(
            "SLACK_WEBHOOK_URL", "https://hooks.example.com/services/T/B/X",
            "SPILLWAY_CREDENTIALS", "user:password");

    @TempDir
    Path directory;

    @Test
    void runs_withoutAnyVariable_onLoopbackAndTheConsole() throws Exception {
        Configuration configuration = ConfigurationReader.read(SHIPPED, Map.of());
        assertEquals(new Address("127.0.0.1", 8514), configuration.listen().address());
        assertEquals(List.of(Kind.CONSOLE), kinds(configuration));
        assertEquals(
                List.of(
                        "listening on loopback only: cause=no-credentials drain=heroku",
                        "posts go to the console: channel=slack"),
                configuration.notices());
    }

    @Test
    void runs_withTheTwoVariables_onAnyAddressAndSlack() throws Exception {
        Configuration configuration = ConfigurationReader.read(SHIPPED, BOTH);
        assertEquals(new Address("0.0.0.0", 8514), configuration.listen().address());
        assertEquals(List.of(Kind.WEBHOOK), kinds(configuration));
        assertEquals(
                "https://hooks.example.com/services/T/B/X",
                configuration.channels().get(0).url());
        assertEquals(List.of("user:password"), configuration.drains().get(0).credentials());
        assertEquals(List.of(), configuration.notices());
    }

    @Test
    void builtIn_isTheShippedFile() throws Exception {
        Configuration shipped = ConfigurationReader.read(SHIPPED, BOTH);
        Configuration builtIn = ConfigurationReader.builtIn(BOTH);
        assertEquals(withoutPositions(shipped), withoutPositions(builtIn));
    }

    @Test
    void builtIn_namesTheVariable_thatIsWrong() {
        ConfigurationException wrong = assertThrows(
                ConfigurationException.class,
                () -> ConfigurationReader.builtIn(
                        Map.of("SLACK_WEBHOOK_URL", "hooks.slack.example", "SPILLWAY_CREDENTIALS", "planted")));
        assertEquals(
                List.of("SLACK_WEBHOOK_URL", "SPILLWAY_CREDENTIALS"),
                wrong.lines().stream()
                        .map(line -> line.substring(0, line.indexOf(": a hidden value (expected: ")))
                        .sorted()
                        .toList());
    }

    @Test
    void defaultsOfTheCode_areThoseInTheFile() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.yml"), "listen: {}\n");
        assertEquals(
                withoutPositions(ConfigurationReader.read(SHIPPED, BOTH)),
                withoutPositions(ConfigurationReader.read(empty, BOTH)));
        String bare =
                Files.readString(SHIPPED).replaceAll("(?m)^    (format|pace|delivery|continue|dialect): .*\n", "");
        Path short1 = Files.writeString(directory.resolve("bare.yml"), bare);
        assertEquals(
                withoutPositions(ConfigurationReader.read(SHIPPED, BOTH)),
                withoutPositions(ConfigurationReader.read(short1, BOTH)));
    }

    @Test
    void everyKeyOfTheCode_standsInTheFile_andTheOtherWayRound() throws Exception {
        Problems problems = new Problems("uncommented");
        Node root = YamlReader.read(uncommented(), problems);
        assertEquals(List.of(), problems.lines());
        Map<String, TreeSet<String>> found = new TreeMap<>();
        collect("", root, found);
        Map<String, TreeSet<String>> known = new TreeMap<>();
        Keys.KNOWN.forEach((path, keys) -> known.put(path, new TreeSet<>(keys)));
        assertEquals(known, found);
    }

    @Test
    void everyKeyThatIsOff_mayBeTurnedOn() throws Exception {
        Path file = Files.writeString(directory.resolve("all.yml"), uncommented());
        Configuration configuration =
                ConfigurationReader.read(file, Map.of("SLACK_BOT_TOKEN", "xoxb-1", "SPILLWAY_CREDENTIALS", "a:b"));
        assertEquals(List.of(Kind.CONSOLE, Kind.BOT, Kind.CONSOLE), kinds(configuration));
        assertEquals(4, configuration.rules().size());
    }

    @Test
    void everyExample_isRead() throws Exception {
        Path secret = Files.writeString(directory.resolve("space-drain"), "Bearer abc\n");
        Map<String, String> environment = Map.of(
                "SLACK_WEBHOOK_URL", "https://hooks.example.com/services/T/B/X",
                "SLACK_BOT_TOKEN", "xoxb-1",
                "SHOP_DRAIN", "shop:one",
                "BILLING_DRAIN", "billing:two",
                "SHOP_WEBHOOK", "https://hooks.example.com/1",
                "BILLING_WEBHOOK", "https://hooks.example.com/2",
                "EVERYONE_WEBHOOK", "https://hooks.example.com/3");
        List<String> read = new ArrayList<>();
        for (Path example : examples()) {
            String text = Files.readString(example).replace("/run/secrets/space-drain", secret.toString());
            Path file = Files.writeString(directory.resolve(example.getFileName()), text);
            ConfigurationReader.read(file, environment);
            read.add(example.getFileName().toString());
        }
        assertEquals(
                List.of("bot.yml", "demo.yml", "four-severities.yml", "minimal.yml", "seed.yml", "several-drains.yml"),
                read);
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(CONFIG.resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    /** Keys that are off begin with "#" and no space. */
    private static String uncommented() throws IOException {
        return Pattern.compile("(?m)^( *)#([^ \n].*)$")
                .matcher(Files.readString(SHIPPED))
                .replaceAll("$1$2")
                .replaceAll("(?m)^( +)#(  +\\S.*)$", "$1$2");
    }

    private static void collect(String path, Node node, Map<String, TreeSet<String>> found) {
        if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> collect(path, item, found));
        }
        if (node instanceof Node.Mapping mapping) {
            String place = path.replace(".not", "");
            for (Node.Entry entry : mapping.entries()) {
                found.computeIfAbsent(place, key -> new TreeSet<>()).add(entry.key());
                collect(path.isEmpty() ? entry.key() : path + "." + entry.key(), entry.value(), found);
            }
        }
    }

    private static List<Kind> kinds(Configuration configuration) {
        return configuration.channels().stream().map(Channel::kind).toList();
    }

    private static List<Object> withoutPositions(Configuration c) {
        String rules = c.rules().stream()
                .map(Rule::toString)
                .map(rule -> rule.replaceAll("position=.*", ""))
                .collect(Collectors.joining("\n"));
        return List.of(
                c.listen(), c.admin(), c.drains(), c.channels(), rules, c.group(), c.store(), c.severity(), c.redact());
    }
}
