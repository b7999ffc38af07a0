package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GistTest {
    private static final String HEADER = "F, [2024-05-14T08:02:10.100111 #2] FATAL -- : ";
    private static final String ID = "[6b9aca00-aaaa-4bbb-8ccc-1234567890ac] ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payment failed                         | payment failed",
                "payment failed\\n  at Shop.pay(x.js:1) | payment failed",
                "HEADERpayment failed                   | payment failed",
                "HEADERIDpayment failed                 | payment failed",
                "HEADERID  \\nIDNoMethodError (no total):\\nID\\nIDapp/a.rb:1:in `x' | NoMethodError (no total):",
                "[worker-12] payment failed             | [worker-12] payment failed",
                "HEADERID                               | HEADERID",
                "''                                     | ''"
            })
    void findsTheLineThatSaysSomething(String text, String gist) {
        assertEquals(filled(gist).strip(), Gist.of(filled(text)).strip());
    }

    @Test
    void tellsTheRequestsIdOnce() {
        String first = filled("HEADERID  ");
        assertEquals("app/a.rb:1:in `x'", Gist.afterId(filled("IDapp/a.rb:1:in `x'"), first));
        String other = "[7b9aca00-aaaa-4bbb-8ccc-1234567890ac] app/a.rb:1:in `x'";
        assertEquals(other, Gist.afterId(other, first));
        assertEquals("  at x", Gist.afterId("  at x", first));
    }

    private static String filled(String text) {
        return text.replace("HEADER", HEADER).replace("ID", ID).replace("\\n", "\n");
    }
}
