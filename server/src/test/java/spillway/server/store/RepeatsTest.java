package spillway.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final Repeats repeats = new Repeats();

    @Test
    void add_tellsDrainsApart() {
        assertTrue(repeats.add("shop", "id", 0));
        assertTrue(repeats.add("blog", "id", 0));
        assertFalse(repeats.add("shop", "id", 0));
    }

    @Test
    void add_remembersTheNewest100000_howeverTheClockJumps() {
        for (int i = 0; i < 150_000; i++) {
            assertTrue(repeats.add("shop", "id " + i, i < 100_000 ? 0 : 86_400_000));
        }
        assertEquals(Repeats.LEAST, repeats.size());
        for (int i = 50_000; i < 150_000; i++) {
            assertFalse(repeats.add("shop", "id " + i, 3_600_000));
        }
        assertTrue(repeats.add("shop", "id 49999", 0));
    }

    @Test
    void add_remembersTenMinutes_asFarAsTheLimitGoes() {
        for (int i = 0; i < Repeats.MOST + 10_000; i++) {
            repeats.add(new RequestKey(i, i * 0x9E3779B97F4A7C15L), 0);
            repeats.forget(Repeats.AGE_MILLIS);
        }
        assertEquals(Repeats.MOST, repeats.size());
        repeats.forget(Repeats.AGE_MILLIS + 1_000);
        assertEquals(Repeats.LEAST, repeats.size());
    }

    @Test
    void repeats_areThoseOfASet_whateverIsAddedAndTakenBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<Long> expected = new HashSet<>();
        ArrayDeque<Long> order = new ArrayDeque<>();
        for (int i = 0; i < 200_000; i++) {
            long low = random.nextInt(50_000);
            boolean isNew = expected.add(low);
            assertEquals(isNew, repeats.add(new RequestKey(7, low), 0), () -> "seed " + seed);
            if (isNew) {
                order.add(low);
            }
            if (random.nextInt(5) == 0 && !order.isEmpty()) {
                repeats.undo(1);
                expected.remove(order.removeLast());
            }
        }
        for (long low = 0; low < 50_000; low++) {
            assertEquals(expected.contains(low), repeats.contains(new RequestKey(7, low)), () -> "seed " + seed);
        }
    }
}
