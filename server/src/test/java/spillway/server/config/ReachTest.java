package spillway.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
    private static final String CHANNELS = "channels: [{name: one, console: true}]\n"
            + "drains: [{name: shop, credentials: 'a:b'}, {name: billing, credentials: 'c:d'}]\nrules:\n";

    @TempDir
    Path directory;

    /** The {@code when} of an earlier and of a later rule that it leaves nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                  | {app: app}",
                "{}                                  | {}",
                "{app: app}                          | {app: app, process: web.1}",
                "{app: [heroku, 'a*']}               | {app: [app, abc]}",
                "{process: '*'}                      | {process: 'w?b.*'}",
                "{process: 'web.*'}                  | {process: 'web.1?'}",
                "{drain: '*'}                        | {drain: shop}",
                "{min-severity: warning}             | {min-severity: error}",
                "{min-severity: warning}             | {min-severity: warning, max-severity: error}",
                "{max-severity: notice}              | {min-severity: debug, max-severity: debug}",
                "{facility: [user, local7]}          | {facility: user}",
                "{kind: [release, deploy]}           | {kind: deploy}",
                "{code: 'H*'}                        | {code: H12, app: heroku}",
                "{sqlstate: '40*'}                   | {sqlstate: 40P01}",
                "{status: 5xx}                       | {status: [503, 50x]}",
                "{text: {starts-with: GET}}          | {text: {starts-with: [GET /a, GET /b]}}",
                "{text: {contains: [b, x]}}          | {text: {contains: abc}}",
                "{text: {contains: b}}               | {text: {starts-with: abc}}",
                "{text: {matches: a+}}               | {text: {matches: a+, contains: x}}",
                "{app: app, not: {process: 'web.1'}} | {app: app, not: {process: 'web.*'}}",
                "{not: {min-severity: error}}        | {max-severity: warning}",
                "{not: {min-severity: error}}        | {process: web.1, max-severity: notice}",
                "{min-severity: error}               | {min-severity: warning, not: {max-severity: warning}}",
            })
    void refuses_aRuleThatCanNeverMatch(String earlier, String later) throws Exception {
        assertEquals(
                List.of("5:5: rules[1]: rule \"later\" can never match: rule \"earlier\" in line 4 takes it all"),
                problems("- {name: earlier, when: " + earlier + ", drop: true}\n- {name: later, when: " + later
                        + ", drop: true}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{app: app}                          | {}",
                "{app: app}                          | {app: '*'}",
                "{process: 'web.?'}                  | {process: 'web.*'}",
                "{process: 'web.?'}                  | {process: web.12}",
                "{drain: shop}                       | {drain: '*'}",
                "{min-severity: error}               | {min-severity: warning}",
                "{min-severity: error, app: app}     | {min-severity: error, process: web.1}",
                "{facility: user}                    | {facility: [user, local7]}",
                "{status: 50x}                       | {status: 5xx}",
                "{text: {contains: abc}}             | {text: {contains: b}}",
                "{text: {starts-with: abc}}          | {text: {contains: abc}}",
                "{text: {matches: a}}                | {text: {contains: a}}",
                "{app: app, not: {process: 'web.*'}} | {app: app, not: {process: 'web.1'}}",
                "{not: {min-severity: error}}        | {not: {min-severity: critical}}",
                "{not: {app: app}}                   | {process: web.1}",
                "{not: {min-severity: error}}        | {max-severity: error}",
                "{not: {app: app}}                   | {max-severity: warning}",
            })
    void takes_aRuleThatMayMatch(String earlier, String later) throws Exception {
        assertEquals(
                List.of(),
                problems("- {name: earlier, when: " + earlier + ", drop: true}\n- {name: later, when: " + later
                        + ", drop: true}"));
    }

    @Test
    void refuses_whatSeveralTakeTogether() throws Exception {
        assertEquals(
                List.of(
                        "6:5: rules[2]: rule \"rest\" can never match: rule \"bad\" in line 4 and \"good\" in line 5 take it"
                                + " all"),
                problems("""
                        - {name: bad, when: {min-severity: warning}, post-to: one}
                        - {name: good, when: {max-severity: notice}, drop: true}
                        - {name: rest, post-to: one}
                        """));
    }

    @Test
    void blamesOnlyRules_thatAreNeededForIt() throws Exception {
        assertEquals(
                List.of("7:5: rules[3]: rule \"rest\" can never match: rule \"web\" in line 6 takes it all"),
                problems("""
                        - {name: bad, when: {min-severity: error}, post-to: one}
                        - {name: good, when: {max-severity: info}, drop: true}
                        - {name: web, when: {process: 'web.*'}, post-to: one}
                        - {name: rest, when: {process: web.1}, post-to: one}
                        """));
    }

    @Test
    void takes_aRuleAfterOneThatContinues() throws Exception {
        assertEquals(
                List.of(), problems("- {name: all, post-to: one, continue: true}\n- {name: rest, post-to: one}\n"));
    }

    @Test
    void refuses_aRuleWhoseNotTakesEverything() throws Exception {
        assertEquals(
                List.of("4:5: rules[0]: rule \"odd\" can never match: its not takes everything"),
                problems("- {name: odd, when: {app: app, not: {app: 'a*'}}, post-to: one}\n"));
    }

    @Test
    void blamesNobody_forARuleThatIsBroken() throws Exception {
        assertEquals(
                List.of("4:32: rules[0].when.app: \"[\" (expected: a glob: * is any run of characters, ? is one)"),
                problems("- {name: broken, when: {app: '['}, post-to: one}\n- {name: rest, post-to: one}\n"));
    }

    private List<String> problems(String rules) throws IOException {
        Path file = Files.writeString(directory.resolve("spillway.yml"), CHANNELS + rules.indent(2));
        try {
            ConfigurationReader.read(file, Map.of());
            return List.of();
        } catch (ConfigurationException e) {
            return e.lines().stream().map(line -> line.replace(file + ":", "")).toList();
        }
    }
}
