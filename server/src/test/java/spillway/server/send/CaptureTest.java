package spillway.server.send;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {
    private static final Instant NOW = Instant.parse("2026-11-22T07:10:08.5Z");

    @ParameterizedTest
    @ValueSource(strings = {"router", "platform", "postgres", "raw-bytes", "multibyte", "l10-abutting", "shield"})
    void messages_ofABody_areItsFramesOctetByOctet(String sample) throws IOException {
        byte[] body = sample(sample + ".body");

        ByteArrayOutputStream again = new ByteArrayOutputStream();
        for (byte[] message : Capture.messages(body, NOW)) {
            again.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            again.writeBytes(message);
        }
        assertArrayEquals(body, again.toByteArray());
    }

    @Test
    void messages_ofHerokuLogs_getThePriThatHerokuSends() {
        assertEquals(
                List.of(
                        "<190>1 2024-01-01T00:00:00.000000+00:00 host app web.1 - 12 café\n",
                        "<158>1 2024-01-01T00:00:00Z host heroku router - at=info\n",
                        "<45>1 2024-01-01T00:00:00Z host heroku web.1 - State changed from up to crashed\n",
                        "<133>1 2024-01-01T00:00:00Z host app api - Release v1\n",
                        "<134>1 2024-01-01T00:00:00Z host app postgres.7 - [BLUE]\n",
                        "<190>1 2024-01-01T00:00:00Z host app worker.1 - \n",
                        "<190>1 2026-11-22T07:10:08.500Z host app web.1 - no prefix at all\n"),
                read("""
                        2024-01-01T00:00:00.000000+00:00 app[web.1]: 12 café
                        2024-01-01T00:00:00Z heroku[router]: at=info

                        \033[36m2024-01-01T00:00:00Z heroku[web.1]:\033[0m State changed from up to crashed
                        2024-01-01T00:00:00Z app[api]: Release v1
                        2024-01-01T00:00:00Z app[postgres.7]: [BLUE]
                        2024-01-01T00:00:00Z app[worker.1]:
                        no prefix at all
                        """));
    }

    @Test
    void messages_aLineEach_areKept() {
        String line = "<13>1 2024-01-01T00:00:00Z host app web.1 - a\n";

        assertEquals(List.of(line, line), read(line + line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7 <13>1", "8 <13>1 abx <13>1", "9999999999 <13>1", "8 <13>1 ab9"})
    void messages_refusesABody_whoseCountsDoNotFit(String body) {
        assertThrows(IllegalArgumentException.class, () -> read(body));
    }

    @Test
    void redated_changesTheTimeOnly() {
        byte[] message = "<13>1 2024-01-01T00:00:00Z host app web.1 - a b\n".getBytes(StandardCharsets.UTF_8);
        byte[] noTime = "<13>1".getBytes(StandardCharsets.UTF_8);

        assertEquals(
                "<13>1 2026-11-22T07:10:08.500+00:00 host app web.1 - a b\n",
                new String(Capture.redated(message, NOW), StandardCharsets.UTF_8));
        assertArrayEquals(noTime, Capture.redated(noTime, NOW));
    }

    @Test
    void drainUrl_keepsUserInfoAsItStands_andNeverShowsIt() {
        DrainUrl url = DrainUrl.of("https://user:p%40ss@drain.example.com/logs?app=shop");

        assertEquals(new DrainUrl(true, "drain.example.com", 443, "/logs?app=shop", "user:p%40ss"), url);
        assertEquals("Basic dXNlcjpwJTQwc3M=", url.authorization());
        assertEquals("https://drain.example.com/logs?app=shop", url.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "drain", "ftp://u:secret@h/", "http://u:secret@/logs", "http://u:secret@h h/"})
    void drainUrl_refusesAnythingElse_withoutNamingThePassword(String url) {
        Exception error = assertThrows(IllegalArgumentException.class, () -> DrainUrl.of(url));

        assertEquals(false, String.valueOf(error.getMessage()).contains("secret"));
    }

    private static List<String> read(String text) {
        return Capture.messages(text.getBytes(StandardCharsets.UTF_8), NOW).stream()
                .map(message -> new String(message, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CaptureTest.class.getResourceAsStream("/samples/" + name))) {
            return in.readAllBytes();
        }
    }
}
