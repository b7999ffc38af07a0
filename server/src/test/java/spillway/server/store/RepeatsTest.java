package spillway.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatsTest {
    private static final long NOW = 1_700_000_000_000L;

    private final Repeats repeats = new Repeats();

    @ParameterizedTest
    @ValueSource(longs = {NOW + 3_600_000, NOW - 3_600_000, 0, NOW * 2})
    void requests_areStillKnown_whenTheClockJumps(long jumped) {
        for (int i = 0; i < Repeats.LEAST - 1; i++) {
            assertTrue(repeats.add("shop", "request " + i, NOW));
        }
        assertTrue(repeats.add("shop", "after the jump", jumped));
        assertTrue(IntStream.range(0, Repeats.LEAST - 1).noneMatch(i -> repeats.add("shop", "request " + i, jumped)));
        assertFalse(repeats.add("shop", "after the jump", NOW));
        assertEquals(Repeats.LEAST, repeats.size());
    }

    @Test
    void request_isForgotten_whenItIsOldAndManyCameSince() {
        repeats.add("shop", "first", NOW);
        for (int i = 0; i < Repeats.LEAST; i++) {
            repeats.add("shop", "request " + i, NOW + Repeats.AGE_MILLIS + 2_000);
        }
        assertTrue(repeats.add(
                "shop",
                "first",
                NOW + Repeats.AGE_MILLIS + Duration.ofSeconds(3).toMillis()));
    }
}
