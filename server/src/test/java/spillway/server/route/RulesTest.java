package spillway.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private static final String H12 = "at=error code=H12 desc=\"Request timeout\" method=GET path=/ status=503";

    /** What stands in {@code when}; a message that it holds for; one that it doesn't hold for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app: heroku              | heroku web.1 - x         | app web.1 - x",
                "app: [a, heroku]         | heroku web.1 - x         | app web.1 - x",
                "process: web.*           | app web.12 - x           | app worker.1 - x",
                "process: '*.1'           | app worker.1 - x         | app worker.12 - x",
                "process: 'w?b.*'         | app wäb.1 - x            | app wb.1 - x",
                "process: 'w*.*1'         | app web.1.11 - x         | app web.12 - x",
                "min-severity: warning    | app web.1 - ERROR x      | app web.1 - INFO x",
                "min-severity: 4          | app web.1 - WARN x       | app web.1 - DEBUG x",
                "max-severity: notice     | app web.1 - INFO x       | app web.1 - WARN x",
                "facility: local7         | app web.1 - x            | ",
                "facility: [user, 22]     |                          | app web.1 - x",
                "kind: router             | heroku router - at=info method=GET path=/ status=200 | app web.1 - x",
                "kind: [crash, memory]    | heroku web.1 - State changed from up to crashed | heroku web.1 - State changed from starting to up",
                "code: H12                | heroku router - at=error code=H12 status=503 | heroku router - at=error code=H13 status=503",
                "code: ['H1*', R14]       | heroku web.1 - Error R14 (Memory quota exceeded) | heroku web.1 - Error R15 (Memory quota vastly exceeded)",
                "code: '*'                | heroku router - at=error code=H12 status=503 | app web.1 - x",
                "sqlstate: 40P01          | app postgres.1 - [RED] [1-1]  sql_error_code = 40P01 ERROR:  deadlock detected | app postgres.1 - [RED] [1-1]  sql_error_code = 40001 ERROR:  x",
                "sqlstate: '*'            | app postgres.1 - [RED] [1-1]  sql_error_code = 40P01 ERROR:  x | heroku router - at=error code=H12 status=503",
                "status: 5xx              | heroku router - at=info method=GET path=/ status=503 | heroku router - at=info method=GET path=/ status=499",
                "status: [404, 50x]       | heroku router - at=info method=GET path=/ status=404 | heroku router - at=info method=GET path=/ status=403",
                "text: {starts-with: 'DEBUG '} | app web.1 - DEBUG x | app web.1 - a DEBUG x",
                "text: {starts-with: [a, bc]}  | app web.1 - bcd     | app web.1 - b",
                "text: {contains: [x, y]}      | app web.1 - a y     | app web.1 - a z",
                "text: {contains: ö}           | app web.1 - schön   | app web.1 - schon",
                "text: {matches: '^a+b$'}      | app web.1 - aaab    | app web.1 - aaabc",
                "text: {matches: '(?i)FATAL'}  | app web.1 - a fatal thing | app web.1 - a fat thing",
                "text: {matches: [one two, 'th.ee']} | app web.1 - a three | app web.1 - onetwo",
                "text: {starts-with: a, contains: b} | app web.1 - a b   | app web.1 - b a",
                "not: {app: app}          | heroku web.1 - x         | app web.1 - x",
                "not: {text: {contains: abc}} | app web.1 - ab       | app web.1 - zabcz",
                "not: {not: {app: app}}   | app web.1 - x            | heroku web.1 - x",
                "'app: app, min-severity: error, text: {contains: boom}' | app web.1 - ERROR boom | app web.1 - INFO boom",
            })
    void decide_holdsForOne_andNotForTheOther(String when, String yes, String no) {
        Routed routed = Routed.of("- {name: rule, when: {" + when + "}, post-to: two}");
        String header = "<190>1 2024-01-01T00:00:00+00:00 host ";
        if (yes != null) {
            assertEquals("rule -> two", routed.frame(header + yes));
        }
        if (no != null) {
            assertEquals("->", routed.frame(header + no));
        }
    }

    @Test
    void decide_takesTheFirstRuleThatMatches() {
        Routed routed = Routed.of("""
                - {name: noise, when: {text: {starts-with: noise}}, drop: true}
                - {name: errors, when: {min-severity: error}, post-to: [one, three]}
                - {name: rest, post-to: two}
                """);
        assertEquals("noise ->", routed.app("noise ERROR x"));
        assertEquals("errors -> one three", routed.app("ERROR x"));
        assertEquals("rest -> two", routed.app("x"));
    }

    @Test
    void decide_goesOn_afterARuleThatContinues() {
        Routed routed = Routed.of("""
                - {name: bad, when: {min-severity: error}, post-to: one, continue: true, mention: "<!here>"}
                - {name: boom, when: {text: {contains: boom}}, post-to: two, continue: true, mention: "<@U1>"}
                - {name: noise, when: {text: {contains: noise}}, drop: true}
                - {name: web, when: {process: "web.*"}, post-to: three}
                """);
        assertEquals("web -> one two three", routed.app("ERROR boom"));
        assertEquals("<!here>", routed.decision.mention());
        assertEquals("noise -> two", routed.app("boom noise"));
        assertEquals("<@U1>", routed.decision.mention());
        assertEquals("boom -> two", routed.from("app worker.1", "boom"));
        assertEquals("web -> three", routed.app("x"));
        assertNull(routed.decision.mention());
        assertEquals("->", routed.from("app worker.1", "x"));
    }

    @Test
    void decide_asksForTheDrain() {
        Routed routed = Routed.of("""
                - {name: shop, when: {drain: sh*}, post-to: one}
                - {name: others, when: {not: {drain: shop}}, post-to: two}
                """);
        assertEquals("shop -> one", routed.app("x"));
        routed.drain = 1;
        assertEquals("others -> two", routed.app("x"));
    }

    @Test
    void decide_holdsBack_inQuietHoursOfTheirZone() {
        Routed routed = Routed.of("""
                - name: night
                  post-to: one
                  quiet-hours: {from: "22:00", until: "07:00", zone: Europe/Berlin, severity: critical}
                - {name: later, when: {app: app}, post-to: two}
                """.replace("- {name: later, when: {app: app}, post-to: two}\n", ""));
        String error = "ERROR x";
        assertEquals("night -> one", at(routed, "2024-01-15T20:59:59Z", error));
        assertEquals("night ->", at(routed, "2024-01-15T21:00:00Z", error));
        assertEquals("night ->", at(routed, "2024-01-16T05:59:59Z", error));
        assertEquals("night -> one", at(routed, "2024-01-16T06:00:00Z", error));
        assertEquals("night ->", at(routed, "2024-07-15T20:00:00Z", error)); // summer time
        assertEquals("night -> one", at(routed, "2024-01-15T23:00:00Z", "CRITICAL x"));
        assertEquals("night ->", at(routed, "1969-12-31T23:00:00Z", error));
    }

    @Test
    void decide_holdsBack_withinOneDay() {
        Routed routed = Routed.of(
                "- {name: lunch, post-to: one, quiet-hours: {from: \"12:00\", until: \"13:00\", severity: error}}");
        assertEquals("lunch ->", at(routed, "2024-01-15T12:30:00Z", "INFO x"));
        assertEquals("lunch -> one", at(routed, "2024-01-15T12:30:00Z", "ERROR x"));
        assertEquals("lunch -> one", at(routed, "2024-01-15T13:00:00Z", "INFO x"));
    }

    private static String at(Routed routed, String now, String text) {
        routed.nowMillis = Instant.parse(now).toEpochMilli();
        return routed.app(text);
    }

    @Test
    void decide_knowsHundredsOfRulesApart() {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String when = switch (i % 5) {
                case 0 -> "text: {contains: 'needle-" + i + "!'}";
                case 1 -> "process: run." + i;
                case 2 -> "text: {starts-with: 'start-" + i + " '}";
                case 3 -> "text: {matches: 'n[e]+dle-" + i + "$'}";
                default -> "app: name-" + i + ", facility: local7";
            };
            rules.add("- {name: r" + i + ", when: {" + when + "}, post-to: one}");
        }
        Routed routed = Routed.of(String.join("\n", rules));
        for (int i = 0; i < 300; i++) {
            String expected = "r" + i + " -> one";
            String actual = switch (i % 5) {
                case 0 -> routed.app("a needle-" + i + "!");
                case 1 -> routed.from("app run." + i, "x");
                case 2 -> routed.app("start-" + i + " x");
                case 3 -> routed.app("a neeeedle-" + i);
                default -> routed.from("name-" + i + " web.1", "x");
            };
            assertEquals(expected, actual);
        }
        assertEquals("->", routed.app("nothing of it"));
    }

    @Test
    void decide_knowsProcessesApart_whereverTheyFallInTheCache() {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rules.add("- {name: p" + i + ", when: {process: \"p" + i + ".*\"}, post-to: one}");
        }
        Routed routed = Routed.of(String.join("\n", rules));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 40; i++) {
                for (int number = 0; number < 30; number++) {
                    assertEquals("p" + i + " -> one", routed.from("app p" + i + "." + number, "x"));
                }
                assertEquals("p" + i + " -> one", routed.from("app p" + i + "." + "9".repeat(100), "x"));
            }
            assertEquals("->", routed.from("app x", "x"));
        }
    }

    @Test
    void decide_takesRawFrames() {
        Routed routed = Routed.of(
                "- {name: raw, when: {kind: raw}, post-to: one}\n- {name: app, when: {app: \"*\"}, post-to: two}");
        assertEquals("raw -> one", routed.frame("not syslog"));
    }

    @Test
    void decide_takesAnEmptyText() {
        Routed routed = Routed.of("""
                - {name: x, when: {text: {starts-with: x}}, post-to: one}
                - {name: y, when: {text: {contains: y}}, post-to: one}
                - {name: empty, when: {text: {matches: "^$"}}, post-to: two}
                """);
        assertEquals("empty -> two", routed.app(""));
    }

    @Test
    void decide_looksAtTheTextOnly() {
        Routed routed = Routed.of("- {name: x, when: {text: {contains: [after, before, host]}}, post-to: one}");
        assertEquals("->", routed.app("x"));
    }

    @Test
    void severityPatterns_goBeforeWhatWasReadFromTheText() {
        Routed routed = Routed.ofYaml("""
                channels: [{name: one, console: true}]
                rules: [{name: bad, when: {min-severity: warning}, post-to: one}]
                severity:
                  patterns:
                    - {severity: info, text: {starts-with: "ERROR harmless"}}
                    - {severity: critical, text: {matches: "^FATAL|PANIC"}}
                    - {severity: debug, text: {contains: PANIC}}
                """);
        assertEquals("->", routed.app("ERROR harmless"));
        assertEquals("bad -> one", routed.app("ERROR harmful"));
        assertEquals("bad -> one", routed.app("no PANIC"));
        assertEquals("critical USER_PATTERN", routed.meaning.severity().keyword() + " " + routed.meaning.reason());
        assertEquals("->", routed.app("all well"));
    }

    @Test
    void decide_allocatesNothing_whileNoPatternIsTried() {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rules.add("- {name: c" + i + ", when: {text: {contains: 'needle-" + i + "!'}}, post-to: one}");
            rules.add("- {name: p" + i + ", when: {process: \"run." + i + ".*\"}, drop: true}");
            rules.add("- {name: m" + i + ", when: {text: {matches: \"need[a-z]+ing-" + i + "\"}}, drop: true}");
            rules.add("- {name: i" + i + ", when: {text: {matches: \"(?i)Needle-" + i + "\"}}, drop: true}");
        }
        rules.add(
                "- {name: rest, post-to: two, quiet-hours: {from: \"22:00\", until: \"07:00\", zone: Europe/Berlin}}");
        Routed routed = Routed.of(String.join("\n", rules));
        routed.app("an INFO line that no rule but the last one names");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 30; round++) { // the first rounds are interpreted
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 2_000; i++) {
                routed.rules.decide(routed.message, routed.meaning, 0, i, routed.decision);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, least / 2_000, "octets a message");
    }

    @Test
    void decide_takesAnEvilPatternInItsStride() {
        Routed routed = Routed.of("- {name: evil, when: {text: {matches: \"(a+)+$\"}}, post-to: one}");
        assertEquals("->", routed.app("a".repeat(100_000) + "b"));
        assertEquals("evil -> one", routed.app("b" + "a".repeat(100_000)));
    }

    @Test
    void decide_countsH12AsAnError() {
        Routed routed = Routed.of("- {name: bad, when: {min-severity: error}, post-to: one}");
        assertEquals("bad -> one", routed.from("heroku router", H12));
    }
}
