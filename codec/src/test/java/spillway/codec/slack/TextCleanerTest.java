package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextCleanerTest {
    private static final String E = "\u001B";

    @Test
    void clean_givesBackTheSameString_whenAllIsPlain() {
        String text = "GET /größe?a=1\t200 – ok\n".replace("–", "-");

        assertSame(text, TextCleaner.clean(text));
    }

    @Test
    void clean_removesWhatIsNotForTheEye() {
        for (List<String> pair : List.of(
                List.of(E + "[31mred" + E + "[0m", "red"),
                List.of(E + "[38;5;196;1mred" + E + "[K", "red"),
                List.of(E + "[ 2024", "2024".substring(0)),
                List.of("\u009B31mred", "red"),
                List.of(E + "]0;title\u0007text", "text"),
                List.of(E + "]8;;http://evil" + E + "\\text" + E + "]8;;" + E + "\\", "text"),
                List.of(E + "]0;never closed", "0;never closed"),
                List.of(E + "(Btext" + E + "c", "text"),
                List.of("end" + E, "end"),
                List.of(E + "[", ""),
                List.of(E + "[31", ""),
                List.of("a\u0000b\u0007c\u007Fd\bе", "abcdе"),
                List.of("a\r\nb\rc\r", "a\nb\nc"),
                List.of("a\u2028b\u2029c\u0085d\u000Be\ff", "a\nb\nc\nd\ne\nf"),
                List.of("a\u202Eb\u2066c\u200Fd\u061Ce", "abcde"),
                List.of("a\u200Bb\u2060c\uFEFFd\u00ADe", "abcde"),
                List.of("a\uDB40\uDC41b", "ab"),
                List.of("a\uD800b\uDC00c", "a\uFFFDb\uFFFDc"),
                List.of("\uDC00\uD83D", "\uFFFD\uFFFD"),
                List.of("\uFFFE\uFDD0\uD83F\uDFFF", "\uFFFD\uFFFD\uFFFD"),
                List.of("`\u200D`\uFE0F`", "```"),
                List.of("👩\u200D💻 ❤\uFE0F 👍🏽", "👩\u200D💻 ❤\uFE0F 👍🏽"),
                List.of("👩\u200D\u200D\u200D\u200D", "👩"),
                List.of("a\u00A0b", "a b"))) {
            assertEquals(pair.get(1), TextCleaner.clean(pair.get(0)), pair.get(0));
        }
    }
}
