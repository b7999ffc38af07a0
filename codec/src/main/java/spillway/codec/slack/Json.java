package spillway.codec.slack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes one JSON object into a String. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static String object(Body body) {
        StringWriter out = new StringWriter(4_096);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** Whom the payload is for, if the address doesn't say it. */
    static void writeTarget(JsonGenerator json, Target target) throws IOException {
        if (target.channel() != null) {
            json.writeStringField("channel", target.channel());
        }
        if (target.update() != null) {
            json.writeStringField("ts", target.update());
            return;
        }
        if (target.thread() != null) {
            json.writeStringField("thread_ts", target.thread());
        }
        json.writeBooleanField("unfurl_links", false);
        json.writeBooleanField("unfurl_media", false);
    }
}
