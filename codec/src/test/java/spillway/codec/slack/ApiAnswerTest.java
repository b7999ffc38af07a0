package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ApiAnswerTest {
    @Test
    void parse_takesOnlyOuterFields_ofAnAnswerThatEchoesTheMessage() {
        String body = "{\"message\":{\"ok\":false,\"ts\":\"1.1\",\"text\":\"\\\"ok\\\":false\"},\"ok\":true,"
                + "\"channel\":\"C1\",\"ts\":\"1700000000.000100\"}";
        assertEquals(new ApiAnswer(true, "", "C1", "1700000000.000100"), ApiAnswer.parse(body));
    }

    @Test
    void parse_tellsTheError() {
        assertEquals(
                new ApiAnswer(false, "channel_not_found", "", ""),
                ApiAnswer.parse("{\"ok\":false,\"error\":\"channel_not_found\"}"));
    }

    @Test
    void parse_givesNull_forAnythingElse() {
        assertNull(ApiAnswer.parse(""));
        assertNull(ApiAnswer.parse("ok"));
        assertNull(ApiAnswer.parse("[{\"ok\":true}]"));
        assertNull(ApiAnswer.parse("{\"error\":\"x\"}"));
        assertNull(ApiAnswer.parse("<html>Bad gateway</html>"));
        assertNull(ApiAnswer.parse("{\"ok\":true,"));
    }
}
