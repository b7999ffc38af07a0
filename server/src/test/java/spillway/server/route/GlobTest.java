package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void matches_agreesWithAPattern_onRandomNames() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String glob = random(random, 1 + random.nextInt(6), "ab*?");
            String name = random(random, random.nextInt(8), "abä");
            String pattern = glob.replace("*", ".*").replace("?", ".");
            byte[] octets = ("x" + name + "y").getBytes(UTF_8);
            boolean actual = Glob.of(glob).matches(octets, 1, octets.length - 1);
            assertEquals(name.matches(pattern), actual, () -> "seed " + seed + ": " + glob + " on " + name);
        }
    }

    @Test
    void matches_isQuick_withManyStars() {
        byte[] octets = "a".repeat(10_000).getBytes(UTF_8);
        assertEquals(false, Glob.of("a*a*a*a*a*a*a*a*a*a*a*b").matches(octets, 0, octets.length));
    }

    private static String random(Random random, int length, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
