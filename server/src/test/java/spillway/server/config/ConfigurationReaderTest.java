package spillway.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spillway.codec.syslog.Facility;
import spillway.codec.syslog.Severity;
import spillway.server.config.Configuration.Address;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Delivery;
import spillway.server.config.Configuration.Dialect;
import spillway.server.config.Configuration.Drain;
import spillway.server.config.Configuration.Durability;
import spillway.server.config.Configuration.Format;
import spillway.server.config.Configuration.Group;
import spillway.server.config.Configuration.GroupKey;
import spillway.server.config.Configuration.Inference;
import spillway.server.config.Configuration.Kind;
import spillway.server.config.Configuration.Listen;
import spillway.server.config.Configuration.QuietHours;
import spillway.server.config.Configuration.Redaction;
import spillway.server.config.Configuration.Rule;
import spillway.server.config.Configuration.SeverityPattern;
import spillway.server.config.Configuration.Store;
import spillway.server.config.Configuration.TextMatch;
import spillway.server.config.Configuration.Tls;
import spillway.server.config.Configuration.When;

class ConfigurationReaderTest {
    private static final String SCREEN = """
            channels:
              - {name: screen, console: true}
            """;
    private static final String SCREEN_AND_REST = SCREEN + """
            rules:
              - {name: rest, post-to: screen}
            """;

    @TempDir
    Path directory;

    @Test
    void read_takesEveryKey() throws Exception {
        Configuration configuration = read("""
                listen:
                  address: "[::1]:0"
                  path: /in
                  max-body: 512KiB
                  idle-timeout: 6m
                  request-timeout: 1500ms
                  require-forwarded-https: true
                  tls: {certificate: /c.pem, key: /k.pem}
                admin: {address: "localhost:9000"}
                drains:
                  - name: shop
                    credentials: ["${SHOP}", Bearer abc]
                    tokens: [d.1]
                    dialect: rfc5424
                    logs-url: "https://logs.example.com/{app}?from={from}&to={to}&id={request-id}"
                channels:
                  - {name: a, webhook: "http://localhost:1/x", format: plain, pace: 0s, delivery: at-most-once, mention: <!here>}
                  - {name: b, bot-token: xoxb-1, room: "#b", threads: true, api-url: "https://slack.example.gov/api"}
                  - {name: c, console: true}
                rules:
                  - name: one
                    when:
                      drain: sh*
                      app: [app, heroku]
                      process: "web.*"
                      min-severity: 6
                      max-severity: notice
                      facility: [local7, 1]
                      kind: [release, state-change]
                      code: "H*"
                      sqlstate: 40P01
                      status: [503, 4xx]
                      text: {starts-with: a, contains: [b, c], matches: "d+"}
                      not: {code: H18}
                    post-to: [a, b]
                    continue: true
                    mention: "<@U1>"
                    quiet-hours: {from: "22:00", until: 07:00, zone: Europe/Berlin, severity: alert}
                  - {name: two, when: {}, drop: true}
                group: {by: [drain, code], wait: 0s, interval: 1m, max-wait: 2m, max-lines: 5, collapse-similar: true, announce-recovery: true}
                store: {directory: /var/lib/spillway, max-size: 2MiB, durability: memory}
                severity:
                  infer: false
                  patterns:
                    - {severity: critical, text: {matches: "^FATAL|PANIC"}}
                redact: {secrets: false, emails: true, patterns: ["card=\\\\d+"]}
                """, Map.of("SHOP", "shop:secret"));
        When when = new When(
                List.of("sh*"),
                List.of("app", "heroku"),
                List.of("web.*"),
                Severity.INFO,
                Severity.NOTICE,
                List.of(Facility.LOCAL7, Facility.USER),
                List.of(spillway.codec.heroku.Kind.RELEASE, spillway.codec.heroku.Kind.STATE_CHANGE),
                List.of("H*"),
                List.of("40P01"),
                List.of("503", "4xx"),
                new TextMatch(List.of("a"), List.of("b", "c"), List.of("d+")),
                new When(
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of("H18"),
                        List.of(),
                        List.of(),
                        TextMatch.ANY,
                        null));
        QuietHours quiet =
                new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin"), Severity.ALERT);
        List<Rule> rules = configuration.rules();
        assertEquals(
                List.of(
                        new Rule(
                                "one",
                                when,
                                List.of("a", "b"),
                                false,
                                true,
                                "<@U1>",
                                quiet,
                                rules.get(0).position()),
                        new Rule(
                                "two",
                                When.ANY,
                                List.of(),
                                true,
                                false,
                                null,
                                null,
                                rules.get(1).position())),
                rules);
        assertEquals(
                directory.resolve("spillway.yml") + ":21:5",
                rules.get(0).position().toString());
        assertEquals(
                new Listen(
                        new Address("::1", 0),
                        "/in",
                        512 << 10,
                        Duration.ofMinutes(6),
                        Duration.ofMillis(1_500),
                        true,
                        new Tls(Path.of("/c.pem"), Path.of("/k.pem"))),
                configuration.listen());
        assertEquals(new Address("localhost", 9_000), configuration.admin().address());
        assertEquals(
                List.of(new Drain(
                        "shop",
                        List.of("shop:secret", "Bearer abc"),
                        List.of("d.1"),
                        Dialect.RFC5424,
                        "https://logs.example.com/{app}?from={from}&to={to}&id={request-id}")),
                configuration.drains());
        assertEquals(
                List.of(
                        new Channel(
                                "a",
                                Kind.WEBHOOK,
                                "http://localhost:1/x",
                                null,
                                null,
                                Format.PLAIN,
                                false,
                                Duration.ZERO,
                                Delivery.AT_MOST_ONCE,
                                "<!here>"),
                        new Channel(
                                "b",
                                Kind.BOT,
                                "https://slack.example.gov/api",
                                "xoxb-1",
                                "#b",
                                Format.SLACK,
                                true,
                                Duration.ofMillis(1_050),
                                Delivery.AT_LEAST_ONCE,
                                null),
                        new Channel(
                                "c",
                                Kind.CONSOLE,
                                null,
                                null,
                                null,
                                Format.SLACK,
                                false,
                                Duration.ofMillis(1_050),
                                Delivery.AT_LEAST_ONCE,
                                null)),
                configuration.channels());
        assertEquals(
                new Group(
                        List.of(GroupKey.DRAIN, GroupKey.CODE),
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        5,
                        true,
                        true),
                configuration.group());
        assertEquals(new Store(Path.of("/var/lib/spillway"), 2 << 20, Durability.MEMORY), configuration.store());
        assertEquals(
                new Inference(
                        false,
                        List.of(new SeverityPattern(
                                Severity.CRITICAL, new TextMatch(List.of(), List.of(), List.of("^FATAL|PANIC"))))),
                configuration.severity());
        assertEquals(new Redaction(false, true, List.of("card=\\d+")), configuration.redact());
    }

    @Test
    void read_tellsAllErrors_inOrderOfPosition() {
        assertRefused(
                """
                listen:
                  gruop: 3
                  max-body: 8MB
                group:
                  wait: "5"
                channels:
                  - {name: screen, console: true}
                rules:
                  - {name: rest, post-to: alerts}
                gruop:
                  wait: 2s
                """,
                "2:3: listen.gruop: unknown key (nearest: path)",
                "3:13: listen.max-body: \"8MB\" (expected: a size with a unit, as 64KiB or 8MiB)",
                "5:9: group.wait: \"5\" (expected: a duration with a unit, as 500ms or 2s)",
                "9:27: rules[0].post-to: \"alerts\" (expected: a channel that is defined: screen)",
                "10:1: gruop: unknown key (nearest: group)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: {address: 8514} | 1:19: listen.address: \"8514\" (expected: host:port, as 127.0.0.1:8514)",
                "listen: {address: 'h:65536'} | 1:19: listen.address: \"h:65536\" (expected: host:port, as 127.0.0.1:8514)",
                "listen: {path: logs} | 1:16: listen.path: \"logs\" (expected: a path, as /logs)",
                "listen: {idle-timeout: 310} | 1:24: listen.idle-timeout: \"310\" (expected: a duration with a unit, as 500ms or 2s)",
                "listen: {idle-timeout: 2h} | 1:24: listen.idle-timeout: \"7200s\" (expected: 1s to 3600s)",
                "listen: {max-body: 2TiB} | 1:20: listen.max-body: \"2TiB\" (expected: 1KiB to 1GiB)",
                "listen: {tls: {key: k}} | 1:15: listen.tls.certificate: missing (expected: the path of a PEM file)",
                "listen: {tls: on} | 1:15: listen.tls: a text (expected: a mapping with the keys certificate, key)",
                "listen: {require-forwarded-https: yes} | 1:35: listen.require-forwarded-https: \"yes\" (expected: true or false)",
                "listen: [a] | 1:9: listen: a list (expected: a mapping with the keys address, path, max-body, idle-timeout, request-timeout, require-forwarded-https, tls)",
                "group: {max-lines: many} | 1:20: group.max-lines: \"many\" (expected: a whole number, 1 to 10000)",
                "group: {max-lines: 0} | 1:20: group.max-lines: \"0\" (expected: a whole number, 1 to 10000)",
                "group: {by: []} | 1:13: group.by: an empty list (expected: at least one)",
                "group: {by: [colour]} | 1:14: group.by[0]: \"colour\" (expected: one of severity, drain, app, process, process-type, code)",
                "group: {wait: } | 1:14: group.wait: nothing (expected: a duration with a unit, as 500ms or 2s)",
                "group: {max-wait: 5s} | 1:19: group.max-wait: \"5s\" (expected: max-wait at least as long as interval)",
                "group: {wait: 1s, wait: 2s} | 1:19: wait: a second time (expected: once)",
                "store: {max-size: 1} | 1:19: store.max-size: \"1\" (expected: a size with a unit, as 64KiB or 8MiB)",
                "store: {durability: paper} | 1:21: store.durability: \"paper\" (expected: one of disk, memory)",
                "severity: {patterns: [{severity: bad, text: {contains: x}}]} | 1:34: severity.patterns[0].severity: \"bad\" (expected: emergency, alert, critical, error, warning, notice, info, debug or 0 to 7)",
                "severity: {patterns: [{severity: info, text: {}}]} | 1:46: severity.patterns[0].text: an empty mapping (expected: at least one of starts-with, contains, matches)",
                "redact: {patterns: '(a'} | 1:20: redact.patterns: \"(a\": missing closing ) (expected: an RE2 pattern)",
                "redact: {secrets: ${NOPE}x} | 1:20: not YAML: expected ',' or '}', but got { (a value that starts with one of *&!@%` or holds { or } needs quotes)",
            })
    void read_refuses_whatIsWrongInASection(String yaml, String line) {
        assertRefused(yaml.replace("\\n", "\n") + "\n" + SCREEN_AND_REST, line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: x} | 1:10: rules[0]: no outcome (expected: post-to with channels, or drop: true)",
                "{name: x, drop: false} | 1:10: rules[0]: no outcome (expected: post-to with channels, or drop: true)",
                "{name: x, drop: true, post-to: screen} | 1:26: rules[0].drop: true beside post-to (expected: one of both)",
                "{name: x, drop: true, continue: true} | 1:42: rules[0].continue: without effect beside drop (expected: only beside post-to)",
                "{drop: true} | 1:10: rules[0].name: missing (expected: a name of letters, digits and . _ -, at most 64)",
                "{name: a b, drop: true} | 1:17: rules[0].name: \"a b\" (expected: a name of letters, digits and . _ -, at most 64)",
                "{name: x, drop: true, when: {min-severity: warn}} | 1:53: rules[0].when.min-severity: \"warn\" (expected: emergency, alert, critical, error, warning, notice, info, debug or 0 to 7)",
                "{name: x, drop: true, when: {min-severity: error, max-severity: warning}} | 1:74: rules[0].when.max-severity: \"warning\" (expected: as bad as min-severity, error, or worse)",
                "{name: x, drop: true, when: {facility: local9}} | 1:49: rules[0].when.facility: \"local9\" (expected: a facility, as user, local7 or 0 to 23)",
                "{name: x, drop: true, when: {code: 'H[1]'}} | 1:45: rules[0].when.code: \"H[1]\" (expected: a glob: * is any run of characters, ? is one)",
                "{name: x, drop: true, when: {app: *}} | 1:45: not YAML: unexpected character found (a value that starts with one of *&!@%` or holds { or } needs quotes)",
                "{name: x, drop: true, when: {app: *web}} | 1:44: an alias is not taken (a value that starts with one of *&!@%` or holds { or } needs quotes)",
                "{name: x, drop: true, when: {app: &web app}} | 1:44: an anchor is not taken (a value that starts with one of *&!@%` or holds { or } needs quotes)",
                "{name: x, post-to: screen, mention: !here } | 1:46: a tag is not taken (a value that starts with one of *&!@%` or holds { or } needs quotes)",
                "{name: x, post-to: screen, mention: '@here'} | 1:46: rules[0].mention: \"@here\" (expected: a mention, as <!here>, <@U012AB3CD> or <!subteam^S012AB3CD>)",
                "{name: x, post-to: screen, mention: '#all'} | 1:46: rules[0].mention: \"#all\" (expected: a mention, as <!here>, <@U012AB3CD> or <!subteam^S012AB3CD>)",
                "{name: x, drop: true, when: {status: 5xxx}} | 1:47: rules[0].when.status: \"5xxx\" (expected: a status, as 503, 50x or 5xx)",
                "{name: x, drop: true, when: {drain: shop}} | 1:46: rules[0].when.drain: \"shop\" (expected: a drain that is defined: heroku)",
                "{name: x, drop: true, when: {not: {}}} | 1:44: rules[0].when.not: an empty mapping (expected: at least one of drain, app, process, min-severity, max-severity, facility, kind, code, sqlstate, status, text, not)",
                "{name: x, drop: true, when: {text: ERROR}} | 1:45: rules[0].when.text: a text (expected: a mapping with the keys starts-with, contains, matches)",
                "{name: x, drop: true, when: {text: {contains: ''}}} | 1:56: rules[0].when.text.contains: \"\" (expected: a text, of 1 to 1000 characters)",
                "{name: x, drop: true, when: {text: {matches: 'a{1000}'}}} | 1:55: rules[0].when.text.matches: \"a{1000}\": too large with 1002 steps (expected: at most 100; several may stand in a list)",
                "{name: x, drop: true, when: {text: {matches: '((a{999}){999}){999}'}}} | 1:55: rules[0].when.text.matches: \"((a{999}){999}){999}\": too large with 999000999 steps (expected: at most 100; several may stand in a list)",
                "{name: x, post-to: screen, quiet-hours: {from: '22:00', until: '22:00'}} | 1:73: rules[0].quiet-hours.until: \"22:00\" (expected: another time than from)",
                "{name: x, post-to: screen, quiet-hours: {from: '22', until: '07:00'}} | 1:57: rules[0].quiet-hours.from: \"22\" (expected: a time of day in quotes, as \"22:00\")",
                "{name: x, post-to: screen, quiet-hours: {from: '22:00', until: '07:00', zone: Mars}} | 1:88: rules[0].quiet-hours.zone: \"Mars\" (expected: a time zone, as Europe/Berlin)",
                "{name: x, post-to: []} | 1:29: rules[0].post-to: an empty list (expected: at least one)",
            })
    void read_refuses_whatIsWrongInARule(String rule, String line) {
        assertRefused("rules: [ " + rule + " ]\n" + SCREEN, line);
    }

    @Test
    void read_showsNoSecret_whateverIsWrong() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "HIDDEN token\n");
        String yaml = """
                listen: {path: "${SECRET}", max-body: "file:%1$s"}
                drains:
                  - name: shop
                    credentials: [HIDDEN, {HIDDEN: x}, "file:%1$s"]
                    tokens: ["HIDDEN HIDDEN"]
                    logs-url: ${SECRET}
                channels:
                  - {name: a, webhook: HIDDEN}
                  - {name: b, bot-token: "HIDDEN x", room: x}
                  - https://hooks.example.com/HIDDEN
                  - {https://hooks.example.com/HIDDEN: 3}
                rules:
                  - {name: x, post-to: ["${SECRET}"], when: {text: {matches: "(${SECRET}"}}}
                """.formatted(file);
        List<String> lines = refused(yaml, Map.of("SECRET", "HIDDEN"));
        assertFalse(String.join("\n", lines).contains("HIDDEN"), () -> String.join("\n", lines));
        assertEquals(15, lines.size(), () -> String.join("\n", lines));
    }

    @Test
    void read_showsWhatIsNoSecret_fromAVariableToo() {
        String yaml = """
                listen: {address: "${HOST}:port", max-body: "${SIZE}", require-forwarded-https: "${FLAG}"}
                admin: {address: "${HOST}"}
                group: {wait: "${WAIT}", max-lines: "${LINES}"}
                store: {durability: "${WHERE}"}
                """ + SCREEN_AND_REST;
        Map<String, String> environment = Map.of(
                "HOST",
                "drain.example.com",
                "SIZE",
                "8",
                "FLAG",
                "yes",
                "WAIT",
                "2h",
                "LINES",
                "many",
                "WHERE",
                "tape");
        assertEquals(
                List.of(
                        "1:19: listen.address: \"drain.example.com:port\" (expected: host:port, as 127.0.0.1:8514)",
                        "1:45: listen.max-body: \"8\" (expected: a size with a unit, as 64KiB or 8MiB)",
                        "1:81: listen.require-forwarded-https: \"yes\" (expected: true or false)",
                        "2:18: admin.address: \"drain.example.com\" (expected: host:port, as 127.0.0.1:8514)",
                        "3:15: group.wait: \"7200s\" (expected: 0s to 60s)",
                        "3:37: group.max-lines: \"many\" (expected: a whole number, 1 to 10000)",
                        "4:21: store.durability: \"tape\" (expected: one of disk, memory)"),
                refused(yaml, environment));
    }

    @Test
    void read_saysOnlyWhatIsMissing_ofDrainsWithoutTheirVariables() {
        assertRefused(
                """
                drains:
                  - {name: a, credentials: "${A}"}
                  - {name: b, credentials: ["${B}"]}
                  - {name: c}
                """ + SCREEN_AND_REST,
                "2:28: drains[0].credentials: ${A}: not set (expected: a value in the environment, or ${A:-default})",
                "3:29: drains[1].credentials[0]: ${B}: not set (expected: a value in the environment, or ${B:-default})");
    }

    @Test
    void read_namesTheVariable_thatIsNotSet() {
        assertRefused(
                "listen: {path: \"${NOPE}\"}\n" + SCREEN_AND_REST,
                "1:16: listen.path: ${NOPE}: not set (expected: a value in the environment, or ${NOPE:-default})");
        assertRefused(
                "listen: {path: \"${no such}\"}\n" + SCREEN_AND_REST,
                "1:16: listen.path: ${ without a name (expected: ${NAME} or ${NAME:-default}; $${ is a plain ${)");
        assertRefused(
                "store: {directory: \"file:/no/such\"}\n" + SCREEN_AND_REST,
                "1:20: store.directory: file:/no/such: no such file");
    }

    @Test
    void read_putsReferencesIn() throws Exception {
        Path file = Files.writeString(directory.resolve("path"), "/from-file\n");
        assertEquals("/a/b-b", path("/a/${X}-${X}", Map.of("X", "b")));
        assertEquals("/d", path("/${X:-d}", Map.of("X", "")));
        assertEquals("/from-file", path("file:" + file, Map.of()));
        assertEquals("/from-file", path("${X}", Map.of("X", "file:" + file)));
        assertEquals("/logs", path("${X:-}", Map.of()));
        assertEquals("/x", path("${X:-/x}", Map.of()));
    }

    private String path(String value, Map<String, String> environment) throws Exception {
        return read("listen: {path: \"" + value + "\"}\n" + SCREEN_AND_REST, environment)
                .listen()
                .path();
    }

    @Test
    void read_leavesTextsThatBeginLikeAFileReference() throws Exception {
        Configuration configuration = read(
                SCREEN + "rules: [{name: x, drop: true, when: {text: {contains: [\"file:x\", \"$${a\"]}}}]\n",
                Map.of());
        assertEquals(
                List.of("file:x", "${a"),
                configuration.rules().get(0).when().text().contains());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1:1: nothing (expected: a mapping, as listen, drains, channels, rules)",
                "'# only a comment\n' | 1:1: nothing (expected: a mapping, as listen, drains, channels, rules)",
                "'- a\n' | 1:1: a list (expected: a mapping, as listen, drains, channels, rules)",
                "'listen:\n\tpath: /x\n' | 2:1: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
                "'a: b: c\n' | 1:5: not YAML: mapping values are not allowed here",
                "'a: [1\n' | 2:1: not YAML: expected ',' or ']', but got <stream end> (a value that starts with one of *&!@%` or holds { or } needs quotes)",
                "'a: \u0001\n' | 1:4: not YAML: character U+0001",
            })
    void read_tellsWhereYamlIsBroken(String yaml, String line) {
        assertRefused(yaml, line);
    }

    @Test
    void read_refuses_aSecondDocument() {
        assertRefused(SCREEN_AND_REST + "---\nlisten: {}\n", "6:1: a second document (expected: one)");
    }

    @Test
    void read_refuses_whatIsNotUtf8() throws Exception {
        Path file = directory.resolve("spillway.yml");
        byte[] octets = "listen:\n  path: /ä".getBytes(UTF_8);
        octets[octets.length - 1] = ' ';
        Files.write(file, octets);
        ConfigurationException e =
                assertThrows(ConfigurationException.class, () -> ConfigurationReader.read(file, Map.of()));
        assertEquals(List.of(file + ":2:10: not UTF-8"), e.lines());
    }

    @Test
    void read_refuses_aMissingFile() {
        Path file = directory.resolve("missing.yml");
        ConfigurationException e =
                assertThrows(ConfigurationException.class, () -> ConfigurationReader.read(file, Map.of()));
        assertEquals(List.of(file + ": no such file (expected: a YAML file)"), e.lines());
        ConfigurationException isDirectory =
                assertThrows(ConfigurationException.class, () -> ConfigurationReader.read(directory, Map.of()));
        assertEquals(
                List.of(directory + ": no configuration (expected: a YAML file of at most 1MiB)"), isDirectory.lines());
    }

    @Test
    void read_refuses_anOpenAddressThatAnyoneMayPostTo() throws Exception {
        assertRefused(
                "listen: {address: \"0.0.0.0:8514\"}\n" + SCREEN_AND_REST,
                "1:19: listen.address: \"0.0.0.0:8514\" (expected: a loopback address, as 127.0.0.1:8514,"
                        + " or credentials or tokens for every drain)");
        assertEquals(
                new Address("", 8514),
                read("listen: {address: \":8514\"}\n" + SCREEN_AND_REST, Map.of("SPILLWAY_CREDENTIALS", "a:b"))
                        .listen()
                        .address());
    }

    @Test
    void read_tellsOneThing_whenACredentialIsNotSet() {
        assertRefused(
                "listen: {address: \"0.0.0.0:8514\"}\ndrains: [{name: a, credentials: \"${NOPE}\"}]\n"
                        + SCREEN_AND_REST,
                "2:33: drains[0].credentials: ${NOPE}: not set (expected: a value in the environment, or"
                        + " ${NOPE:-default})");
    }

    @Test
    void read_refuses_twoThatCantBeToldApart() {
        assertRefused(
                """
                drains:
                  - {name: a, credentials: "x:y"}
                  - {name: a, credentials: "x:y"}
                  - {name: c}
                  - {name: d}
                channels:
                  - {name: s, console: true}
                  - {name: s, console: true}
                rules:
                  - {name: r, when: {app: x}, post-to: s}
                  - {name: r, post-to: s}
                """,
                "3:12: drains[1].name: \"a\" (expected: a name that is not taken yet)",
                "3:28: drains[1].credentials: the same as of another drain (expected: its own, or tokens)",
                "5:5: drains[3]: no credentials and no tokens, as another drain (expected: at most one such drain)",
                "8:12: channels[1].name: \"s\" (expected: a name that is not taken yet)",
                "11:12: rules[1].name: \"r\" (expected: a name that is not taken yet)");
    }

    @Test
    void read_refuses_channelsThatAreNotOneKind() {
        assertRefused(
                """
                channels:
                  - {name: a}
                  - {name: b, console: true, webhook: "https://x"}
                  - {name: c, console: false}
                  - {name: d, webhook: "https://x", room: y}
                  - {name: e, bot-token: x}
                rules:
                  - {name: r, post-to: a}
                """,
                "2:5: channels[0]: no kind (expected: one of webhook, bot-token, console: true)",
                "3:5: channels[1]: several kinds (expected: one of webhook, bot-token, console: true)",
                "4:24: channels[2].console: \"false\" (expected: one of webhook, bot-token, console: true)",
                "5:43: channels[3].room: without effect (expected: only beside bot-token)",
                "6:5: channels[4].room: missing (expected: a conversation's id or name, as C012AB3CD or #alerts)");
    }

    @Test
    void read_refuses_channelsWithoutRules() {
        assertRefused(
                SCREEN,
                "1:1: rules: missing (expected: rules that name these channels; the built-in ones name the built-in"
                        + " channel)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user:", ":password", "Bearer", "Bearer a b", "Bearer "})
    void read_refuses_whatIsNoCredential(String credential) {
        assertRefused(
                "drains: [{name: a, credentials: \"" + credential + "\"}]\n" + SCREEN_AND_REST,
                "1:33: drains[0].credentials: a hidden value (expected: user:password, or Bearer and a token)");
    }

    @Test
    void toString_showsNoSecret() throws Exception {
        String text = read("""
                        drains: [{name: a, credentials: "user:HIDDEN", tokens: HIDDEN}]
                        channels:
                          - {name: a, webhook: "https://hooks.example.com/HIDDEN"}
                          - {name: b, bot-token: HIDDEN, room: x}
                        rules: [{name: x, post-to: a}]
                        """, Map.of()).toString();
        assertFalse(text.contains("HIDDEN"), text);
    }

    @Test
    void read_takesNamesAsMentions_onlyWherePostsArePlain() throws Exception {
        Configuration read = read("""
                channels: [{name: a, webhook: "http://localhost:1/x", format: plain, mention: "@here @on-call"}]
                rules: [{name: x, post-to: a, mention: "@bob"}]
                """, Map.of());
        assertEquals("@here @on-call", read.channels().get(0).mention());
        assertEquals("@bob", read.rules().get(0).mention());
    }

    @Test
    void differencesNeedingRestart_namesWhatCantBeTakenOver() throws Exception {
        Configuration before = read(SCREEN_AND_REST, Map.of());
        Configuration same = read("redact: {emails: true}\nseverity: {infer: false}\n" + SCREEN_AND_REST, Map.of());
        assertEquals(List.of(), same.differencesNeedingRestart(before));
        Configuration after = read(
                "listen: {address: \"127.0.0.1:1\"}\nadmin: {address: \"127.0.0.1:2\"}\n"
                        + "group: {wait: 1s}\nstore: {directory: x}\n"
                        + "drains: [{name: a, logs-url: \"https://example.com/\"}]\n" + SCREEN_AND_REST,
                Map.of());
        assertEquals(
                List.of("listen", "admin", "drains[].logs-url", "group", "store"),
                after.differencesNeedingRestart(before));
    }

    @Test
    void read_takesSectionsWhoseKeysAreAllOff() throws Exception {
        assertTrue(read("listen:\nadmin:\ngroup:\nstore:\nseverity:\nredact:\n" + SCREEN_AND_REST, Map.of())
                .severity()
                .infer());
    }

    private Configuration read(String yaml, Map<String, String> environment)
            throws IOException, ConfigurationException {
        Path file = Files.writeString(directory.resolve("spillway.yml"), yaml);
        return ConfigurationReader.read(file, environment);
    }

    private List<String> refused(String yaml, Map<String, String> environment) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> read(yaml, environment));
        String file = directory.resolve("spillway.yml") + ":";
        return e.lines().stream().map(line -> line.replace(file, "")).toList();
    }

    private void assertRefused(String yaml, String... lines) {
        assertEquals(String.join("\n", lines), String.join("\n", refused(yaml, Map.of())));
    }
}
