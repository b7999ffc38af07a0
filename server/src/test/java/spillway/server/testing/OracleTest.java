package spillway.server.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OracleTest {
    @Test
    void read_countsTheNumbersThatALineStandsForWithoutShowingThem() throws Exception {
        Oracle oracle = new Oracle();
        String line = "12:00:01 web.1 " + Numbered.text("a", 7, new Random(1)) + " ×3";
        oracle.read(
                new ObjectMapper().createObjectNode().put("text", "ERROR · app · 4 lines in 1 s ```" + line + "```"));
        assertEquals(
                "sent=0 accepted=0 seen=1 counted=3 repeats=0 lost=0 invented=1",
                oracle.verdict(Map.of()).toString());
    }
}
