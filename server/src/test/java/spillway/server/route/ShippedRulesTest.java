package spillway.server.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of real request bodies under the files that are shipped. */
class ShippedRulesTest {
    private static final Path CONFIG = Path.of("../config");
    private static final Path SHIPPED = CONFIG.resolve("spillway.yml");
    private static final Path SEED = CONFIG.resolve("examples/seed.yml");

    @Test
    void seed_dropsWhatItsProgramDropped() throws Exception {
        assertEquals(
                List.of(
                        "everything-else -> slack",
                        "everything-else -> slack",
                        "everything-else -> slack",
                        "everything-else -> slack",
                        "everything-else -> slack",
                        "debug ->", // "DEBUG SELECT 1", by its severity already
                        "everything-else -> slack"),
                decided(SEED, "app-levels"));
        assertEquals(List.of("router ->", "router ->", "router ->", "router ->"), decided(SEED, "router"));
        assertEquals(
                List.of(
                        "postgres-metrics ->",
                        "everything-else -> slack", // Redis
                        "everything-else -> slack", // dynos
                        "everything-else -> slack"),
                decided(SEED, "metrics"));
        assertEquals(
                List.of(
                        "everything-else -> slack",
                        "everything-else -> slack",
                        "checkpoints-and-backups ->",
                        "checkpoints-and-backups ->",
                        "everything-else -> slack",
                        "everything-else -> slack"),
                decided(SEED, "postgres"));
        assertEquals(List.of("lost-messages ->", "everything-else -> slack"), decided(SEED, "l10-abutting"));
    }

    @Test
    void seed_dropsTextsThatStartWithDebug_whateverTheirSeverity() throws Exception {
        Routed routed = new Routed(SEED);
        assertEquals("debug ->", routed.app("DEBUG x"));
        assertEquals("everything-else -> slack", routed.app("DEBUGGING x"));
        assertEquals("everything-else -> slack", routed.app("a DEBUG x"));
    }

    @Test
    void shipped_tellsWhatATeamWants() throws Exception {
        assertEquals(
                List.of("->", "->", "warnings -> slack", "warnings -> slack", "warnings -> slack", "->", "->"),
                decided(SHIPPED, "app-levels"));
        assertEquals(List.of("->", "warnings -> slack", "warnings -> slack", "->"), decided(SHIPPED, "router"));
        assertEquals(List.of("->", "->", "->", "->"), decided(SHIPPED, "metrics"));
        assertEquals(
                List.of(
                        "warnings -> slack", // R10
                        "warnings -> slack", // over its memory
                        "warnings -> slack", // R14
                        "->", // scaled
                        "releases -> slack",
                        "->", // a harmless state change
                        "warnings -> slack", // a failed build
                        "->", // a start that came as an emergency
                        "losses ->"), // L10
                decided(SHIPPED, "platform"));
        assertEquals(List.of("losses ->", "->"), decided(SHIPPED, "l10-abutting"));
    }

    private static List<String> decided(Path file, String sample) throws Exception {
        Routed routed = new Routed(file);
        byte[] octets = body(sample);
        List<String> decided = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            int space = at;
            while (octets[space] != ' ') {
                space++;
            }
            int end = space + 1 + Integer.parseInt(new String(octets, at, space - at, ISO_8859_1));
            decided.add(routed.frame(octets, space + 1, end));
            at = end;
        }
        return decided;
    }

    private static byte[] body(String sample) throws IOException {
        try (InputStream in = ShippedRulesTest.class.getResourceAsStream("/samples/" + sample + ".body")) {
            assertNotNull(in, sample);
            return in.readAllBytes();
        }
    }
}
