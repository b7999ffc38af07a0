package spillway.server.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import spillway.server.send.Capture;

class CorpusTest {
    @Test
    void body_isTheSame_forTheSameSeed() {
        assertArrayEquals(new Corpus(7, 40).body(50), new Corpus(7, 40).body(50));
    }

    @Test
    void body_holdsWholeFrames_ofAboutTheMeanSize() {
        byte[] body = new Corpus(7, 0).body(2_000);

        assertEquals(2_000, Capture.messages(body, Instant.EPOCH).size());
        assertTrue(body.length / 2_000 > 230 && body.length / 2_000 < 330, () -> "mean " + body.length / 2_000);
    }
}
