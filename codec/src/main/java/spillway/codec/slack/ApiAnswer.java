package spillway.codec.slack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a method of Slack's Web API answers: its own {@code ok} decides, whatever the status.
 *
 * @param ok whether it was done
 * @param error why not, as {@code channel_not_found}; empty if it was
 * @param channel the id of the conversation it was done in; empty if there is none
 * @param ts the message's id in its channel; empty if there is none
 * @see <a href="https://api.slack.com/web#responses">Slack's Web API, evaluating responses</a>
 */
public record ApiAnswer(boolean ok, String error, String channel, String ts) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the body of an answer; null if it is not an object with {@code ok} in it. */
    public static @Nullable ApiAnswer parse(String body) {
        try (JsonParser parser = JSON.createParser(body)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? fields(parser) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable ApiAnswer fields(JsonParser parser) throws IOException {
        JsonToken ok = null;
        String error = "";
        String channel = "";
        String ts = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "ok" -> ok = value;
                case "error" -> error = parser.getValueAsString("");
                case "channel" -> channel = parser.getValueAsString("");
                case "ts" -> ts = parser.getValueAsString("");
                default -> parser.skipChildren();
            }
        }
        return ok == null ? null : new ApiAnswer(ok == JsonToken.VALUE_TRUE, error, channel, ts);
    }
}
