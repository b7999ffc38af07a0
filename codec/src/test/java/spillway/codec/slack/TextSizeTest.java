package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextSizeTest {
    @Test
    void prefix_cutsNoEntityPairOrMark() {
        assertEquals(1, TextSize.prefix("a&amp;b", 5));
        assertEquals(6, TextSize.prefix("a&amp;b", 6));
        assertEquals(1, TextSize.prefix("a😀b", 4));
        assertEquals(3, TextSize.prefix("a😀b", 5));
        assertEquals(1, TextSize.prefix("ae\u0301b", 3));
        assertEquals(3, TextSize.prefix("ae\u0301b", 4));
        assertEquals(0, TextSize.prefix("語", 2));
    }

    @Test
    void characters_countsAnEntityOnce_andNoBreak() {
        assertEquals(5, TextSize.characters("a&lt;😀`" + SlackText.BREAK + "`"));
    }

    @Test
    void weight_isNoLessThanAnyReading() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = SlackText.fenced(SlackText.clean(RandomText.of(random, 200)));
            int weight = TextSize.weight(text);
            int octets = text.getBytes(StandardCharsets.UTF_8).length;
            String json = Json.object(out -> out.writeStringField("", text));
            int jsonOctets = json.getBytes(StandardCharsets.UTF_8).length - "{\"\":\"\"}".length();
            assertEquals(Math.max(octets, (jsonOctets * 3 + 4) / 5), weight, "seed " + seed);
            assertTrue(octets >= text.length(), "seed " + seed);

            int limit = random.nextInt(weight + 2);
            String cut = text.substring(0, TextSize.prefix(text, limit));
            assertTrue(TextSize.weight(cut) <= limit, "seed " + seed);
            assertTrue(cut.isEmpty() || !Character.isHighSurrogate(cut.charAt(cut.length() - 1)), "seed " + seed);
            assertTrue(cut.lastIndexOf('&') <= cut.lastIndexOf(';'), "seed " + seed);
        }
    }
}
