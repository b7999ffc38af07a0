package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiteralsTest {
    @Test
    void find_agreesWithContains_onRandomTexts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int alphabet = 2 + random.nextInt(4);
            int shortest = 1 + random.nextInt(14);
            int longest = shortest + random.nextInt(20);
            List<String> texts = new ArrayList<>();
            Literals literals = new Literals();
            for (int i = random.nextInt(100); i >= 0; i--) {
                String literal = random(random, shortest + random.nextInt(longest - shortest + 1), alphabet);
                int number = literals.add(literal);
                if (number == texts.size()) {
                    texts.add(literal);
                }
            }
            literals.compile();
            String text = random(random, random.nextInt(60), alphabet);
            for (int i = random.nextInt(4); i > 0; i--) {
                int place = random.nextInt(text.length() + 1);
                text = text.substring(0, place) + texts.get(random.nextInt(texts.size())) + text.substring(place);
            }
            String before = random(random, random.nextInt(9), alphabet);
            String after = random(random, random.nextInt(9), alphabet);
            byte[] octets = (before + text + after).getBytes(UTF_8);
            long[] found = new long[(literals.count() + 63) / 64];
            literals.find(octets, before.length(), octets.length - after.length(), found);
            List<String> expected = texts.stream().filter(text::contains).toList();
            List<String> actual = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                if ((found[i / 64] & (1L << i)) != 0) {
                    actual.add(texts.get(i));
                }
            }
            assertEquals(expected, actual, "seed " + seed + " in " + text);
        }
    }

    @Test
    void find_findsTheWholeText_andLongLiterals() {
        String longOne = "0123456789".repeat(50);
        Literals literals = new Literals();
        literals.add(longOne);
        literals.add("ü");
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
}
