package spillway.codec.heroku;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import spillway.codec.syslog.Severity;

/** What docs/severity.md says of each code is what the codec says. */
class SeverityTableTest {
    private static final Pattern CODE = Pattern.compile("([HRL]\\d\\d) ([^;|]+?) *[;|]");

    @Test
    void documentedCodes_areThoseThatAreRead() throws IOException {
        TreeMap<String, PlatformCode> documented = new TreeMap<>();
        for (String row : Files.readAllLines(Path.of("../docs/severity.md"))) {
            CODE.matcher(row).results().forEach(code -> {
                String severity = row.split("\\|", -1)[1].strip().toUpperCase(Locale.ROOT);
                documented.put(
                        code.group(1), new PlatformCode(code.group(1), code.group(2), Severity.valueOf(severity)));
            });
        }
        assertEquals(known(), documented);
    }

    private static TreeMap<String, PlatformCode> known() {
        TreeMap<String, PlatformCode> known = new TreeMap<>();
        for (String family : new String[] {"H", "R", "L"}) {
            for (int number = 0; number < 100; number++) {
                byte[] octets = Octets.of(String.format("%s%02d", family, number));
                PlatformCode code = PlatformCode.at(octets, 0, octets.length);
                if (code != null) {
                    known.put(code.code(), code);
                }
            }
        }
        return known;
    }
}
