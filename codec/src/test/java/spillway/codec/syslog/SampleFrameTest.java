package spillway.codec.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SampleFrameTest {
    private static final Pattern FRAME = Pattern.compile("^ {4}(\\d+) (<\\d+>1 .*)$", Pattern.MULTILINE);

    @Test
    void documentedFrame_countsItsOctets() throws IOException {
        List<MatchResult> frames = FRAME.matcher(Files.readString(Path.of("../docs/protocol.md")))
                .results()
                .toList();
        assertEquals(1, frames.size());
        String message = frames.get(0).group(2).replace("\\n", "\n");
        assertEquals(
                message.getBytes(UTF_8).length, Integer.parseInt(frames.get(0).group(1)));
    }
}
