package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "took 12 ms                          | took 1234 ms",
                "took 1.5s                           | took 20s",
                "at 2026-11-22T12:00:01Z done        | at 2025-01-01T00:59:59.123456Z done",
                "id=9f86d081884c7d65 gone            | id=deadbeef12345678 gone",
                "ptr 0x7ffe                          | ptr 0xdeadbeef01",
                "job fc6b856b-3332-4546-93de-7d0ee272c3bd | job fc6b856b-abcd-4546-93de-abcdefabcdef",
                "from 10.1.2.3:443                   | from 192.168.0.17:65535",
                "user42 left                         | user7 left",
                "total 1,234,567                     | total 8",
            })
    void of_isTheSame_whenOnlyNumbersIdsAndTimesDiffer(String one, String other) {
        assertEquals(Pattern.of(one), Pattern.of(other));
    }

    @Test
    void of_differs_whenWordsDiffer() {
        assertEquals("user# left", Pattern.of("user42 left"));
        assertEquals("admin# left", Pattern.of("admin42 left"));
        assertEquals("face of cafe", Pattern.of("face of cafe"));
        assertEquals("a# b#", Pattern.of("a1 b2"));
    }

    @Test
    void of_givesTheTextItself_whenNothingVaries() {
        String text = "Ärger – nothing varies here";
        assertSame(text, Pattern.of(text));
        assertEquals("", Pattern.of(""));
    }

    @Test
    void of_takesEveryUuid() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
            assertEquals("job # done", Pattern.of("job " + uuid + " done"), uuid);
        }
    }
}
