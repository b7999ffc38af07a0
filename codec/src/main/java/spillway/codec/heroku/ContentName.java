package spillway.codec.heroku;

import static java.util.stream.Collectors.toMap;

import java.util.stream.Stream;

/**
 * Tells names of what carries content, as a payload or a text message, from names of programs: after {@code sms: } and
 * {@code payload: } stands what is told about, and a level in it is not the line's.
 */
final class ContentName {
    private static final WordTable WORDS = new WordTable(Stream.of(
                    "sms",
                    "mms",
                    "mail",
                    "email",
                    "subject",
                    "title",
                    "headline",
                    "caption",
                    "banner",
                    "toast",
                    "text",
                    "tweet",
                    "comment",
                    "chat",
                    "push",
                    "notification",
                    "slack",
                    "discord",
                    "telegram",
                    "whatsapp",
                    "payload",
                    "body",
                    "params",
                    "parameters",
                    "args",
                    "arguments",
                    "data",
                    "event",
                    "request",
                    "response",
                    "reply",
                    "result",
                    "webhook",
                    "settings",
                    "options",
                    "config",
                    "configuration",
                    "context",
                    "props",
                    "state",
                    "headers",
                    "session",
                    "metadata",
                    "meta",
                    "json",
                    "object",
                    "record",
                    "row",
                    "document",
                    "input",
                    "output",
                    "item",
                    "entry",
                    "fields",
                    "attributes",
                    "query",
                    "filter",
                    "value",
                    "model")
            .collect(toMap(word -> word, word -> 0)));

    private ContentName() {}

    /** Whether such a name, a colon and blanks after it left out, ends at {@code at}: {@code sms: }, {@code webhook-payload }. */
    static boolean before(byte[] octets, int start, int at) {
        int end = at;
        while (end > start && (octets[end - 1] == ' ' || octets[end - 1] == ':')) {
            end--;
        }
        int from = end;
        while (from > start && Octets.isLetter(octets[from - 1])) {
            from--;
        }
        return WORDS.has(octets, from, end);
    }
}
