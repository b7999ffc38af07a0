package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import spillway.server.route.Literals.Literal;

class LiteralsTest {
    @Test
    void find_agreesWithContains_onRandomTexts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int alphabet = 2 + random.nextInt(4);
            int shortest = 1 + random.nextInt(14);
            int longest = shortest + random.nextInt(20);
            List<Literal> added = new ArrayList<>();
            int anyCaseOneIn = 1 + random.nextInt(200);
            Literals literals = new Literals();
            for (int i = random.nextInt(100); i >= 0; i--) {
                String literal = random(random, shortest + random.nextInt(longest - shortest + 1), alphabet);
                Literal wanted = new Literal(literal, random.nextInt(anyCaseOneIn) == 0);
                if (literals.add(wanted) == added.size()) {
                    added.add(wanted);
                }
            }
            literals.compile();
            String text = random(random, random.nextInt(60), alphabet);
            for (int i = random.nextInt(4); i > 0; i--) {
                int place = random.nextInt(text.length() + 1);
                text = text.substring(0, place)
                        + inSomeCase(
                                random, added.get(random.nextInt(added.size())).text())
                        + text.substring(place);
            }
            String before = random(random, random.nextInt(9), alphabet);
            String after = random(random, random.nextInt(9), alphabet);
            byte[] octets = (before + text + after).getBytes(UTF_8);
            long[] found = new long[(literals.count() + 63) / 64];
            literals.find(octets, before.length(), octets.length - after.length(), found);
            String lowerCase = RequiredLiteralsTest.lowerCase(text);
            String exact = text;
            List<Literal> expected = added.stream()
                    .filter(literal -> (literal.anyCase() ? lowerCase : exact).contains(literal.text()))
                    .toList();
            List<Literal> actual = new ArrayList<>();
            for (int i = 0; i < added.size(); i++) {
                if ((found[i / 64] & (1L << i)) != 0) {
                    actual.add(added.get(i));
                }
            }
            assertEquals(expected, actual, "seed " + seed + " in " + text);
        }
    }

    @Test
    void find_findsTheWholeText_andLongLiterals() {
        String longOne = "0123456789".repeat(50);
        Literals literals = new Literals();
        literals.add(new Literal(longOne, false));
        literals.add(new Literal("ü", false));
        literals.compile();
        long[] found = new long[1];
        byte[] octets = longOne.getBytes(UTF_8);
        literals.find(octets, 0, octets.length, found);
        assertEquals(0b01, found[0]);
        octets = "für".getBytes(UTF_8);
        literals.find(octets, 0, octets.length, found);
        assertEquals(0b10, found[0]);
        literals.find(octets, 0, 0, found);
        assertEquals(0, found[0]);
    }

    private static String random(Random random, int length, int alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(alphabet)));
        }
        return text.toString();
    }

    private static String inSomeCase(Random random, String text) {
        return random.nextInt(3) > 0 ? text : text.toUpperCase(Locale.ROOT);
    }
}
