package spillway.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredLiteralsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "payment failed          ! payment failed",
                "^FATAL|PANIC            ! FATAL PANIC",
                "took \\d{4,}ms           ! 'took '",
                "a.bcd+e                 ! bcd",
                "abcd?                   ! abc",
                "abc{2}defg              ! defg",
                "(abc|x)longer           ! longer",
                "x\\.example\\.com         ! x.example.com",
                "[abc]{3}z               ! ''",
                "a+                      ! ''",
                "abc|.*                  ! ''",
                "(?i)abc                 ! ''",
                "\\x41bcdef               ! ''",
                "abc{|def}ghi            ! ''",
                "[)|]abcd[(]             ! abcd",
                "[[:alpha:]]abcd         ! abcd",
            })
    void of_namesWhatMustStandInTheText(String pattern, String literals) {
        List<String> expected = literals.isEmpty()
                ? List.of()
                : pattern.contains("|") && !pattern.startsWith("[") && !pattern.startsWith("(")
                        ? List.of(literals.split(" "))
                        : List.of(literals);
        assertEquals(expected, RequiredLiterals.of(pattern.strip()));
    }

    /** Whatever a pattern matches holds one of its literals; patterns are built from pieces that have caught parsers before. */
    @Test
    void of_isNeverWrong_onRandomPatterns() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] pieces = {
            "a",
            "b",
            "abc",
            "bcab",
            "|",
            "(",
            ")",
            "[ab]",
            "[^a]",
            "[]a]",
            "*",
            "+",
            "?",
            "{2}",
            "{0,1}",
            "{",
            "}",
            ".",
            "\\.",
            "\\d",
            "^",
            "$",
            "\\b",
            "\\\\",
            "é",
            "(?:",
            "[|)]",
            "\\x61",
            "\\Qa|b\\E",
            "\\|"
        };
        int checked = 0;
        for (int round = 0; round < 15_000; round++) {
            StringBuilder built = new StringBuilder();
            for (int i = 1 + random.nextInt(7); i > 0; i--) {
                built.append(pieces[random.nextInt(pieces.length)]);
            }
            String pattern = built.toString();
            Pattern compiled;
            try {
                compiled = Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                continue;
            }
            List<String> literals = RequiredLiterals.of(pattern);
            for (int i = 0; i < 20 && !literals.isEmpty(); i++) {
                StringBuilder text = new StringBuilder();
                for (int part = random.nextInt(5); part >= 0; part--) {
                    text.append(new String[] {"a", "b", "abc", "bcab", "{", "}", ".", "é", "\\", "|", "1", "]"}
                            [random.nextInt(12)]);
                }
                if (compiled.matcher(text).find()) {
                    checked++;
                    String found = text.toString();
                    assertTrue(
                            literals.stream().anyMatch(found::contains),
                            () -> "seed " + seed + ": " + pattern + " on " + found + " needs " + literals);
                }
            }
        }
        assertTrue(checked > 500, "checked " + checked);
    }
}
