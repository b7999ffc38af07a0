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
import spillway.server.route.Literals.Literal;

class RequiredLiteralsTest {
    /** The long s and the sign for Kelvin are letters of "task" to a pattern that ignores case. */
    private static final String[] TEXT_PIECES = {
        "a", "b", "abc", "bcab", "{", "}", ".", "é", "\\", "|", "1", "]", "ABc", "Task", "ta\u017Fk", "tas\u212A"
    };

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
                "(?i)Timeout|REFUSED     ! ~timeout ~refu",
                "(?i)ABC\\.d               ! ~abc.d",
                "(?i)task failed         ! '~ failed'",
                "(?s)abc                 ! ''",
                "abc(?i)def              ! ''",
                "\\x41bcdef               ! ''",
                "abc{|def}ghi            ! ''",
                "[)|]abcd[(]             ! abcd",
                "[[:alpha:]]abcd         ! abcd",
            })
    void of_namesWhatMustStandInTheText(String pattern, String literals) {
        List<String> expected = literals.isEmpty()
                ? List.of()
                : pattern.contains("|") && !pattern.startsWith("[") && !pattern.startsWith("(abc")
                        ? List.of(literals.split(" "))
                        : List.of(literals);
        List<String> actual = RequiredLiterals.of(pattern.strip()).stream()
                .map(literal -> (literal.anyCase() ? "~" : "") + literal.text())
                .toList();
        assertEquals(expected, actual);
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
            "\\|",
            "aBC",
            "task"
        };
        int checked = 0;
        for (int round = 0; round < 15_000; round++) {
            StringBuilder built = new StringBuilder(random.nextInt(3) == 0 ? "(?i)" : "");
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
            List<Literal> literals = RequiredLiterals.of(pattern);
            for (int i = 0; i < 20 && !literals.isEmpty(); i++) {
                StringBuilder text = new StringBuilder();
                for (int part = random.nextInt(5); part >= 0; part--) {
                    text.append(TEXT_PIECES[random.nextInt(TEXT_PIECES.length)]);
                }
                if (compiled.matcher(text).find()) {
                    checked++;
                    String found = text.toString();
                    assertTrue(
                            literals.stream().anyMatch(literal -> standsIn(found, literal)),
                            () -> "seed " + seed + ": " + pattern + " on " + found + " needs " + literals);
                }
            }
        }
        assertTrue(checked > 500, "checked " + checked);
    }

    private static boolean standsIn(String text, Literal literal) {
        return literal.anyCase() ? lowerCase(text).contains(literal.text()) : text.contains(literal.text());
    }

    /** ASCII only. */
    static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder();
        text.chars().map(c -> c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c).forEach(c -> lower.append((char) c));
        return lower.toString();
    }
}
