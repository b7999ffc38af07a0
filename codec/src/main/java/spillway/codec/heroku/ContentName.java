package spillway.codec.heroku;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.stream.Stream;

/**
 * Tells names of what carries content, as a payload or a text message, from names of programs: after {@code sms: } and
 * {@code payload: } stands what is told about, and a level in it is not the line's.
 */
final class ContentName {
    /** Of what people write, and of fields, which quote. */
    private static final int CONTENT = 0;

    /** Programs have such names too. */
    private static final int PROGRAM_TOO = 1;

    private static final WordTable NAMES = new WordTable(Stream.concat(
                    of(
                            CONTENT,
                            "sms mms subject title headline caption banner toast text tweet comment chat notification email"
                                    + " slack discord telegram whatsapp payload body params parameters args arguments data props state"
                                    + " headers metadata meta json object record row document input output item entry fields"
                                    + " attributes query filter value model context"),
                    of(
                            PROGRAM_TOO,
                            "mail push request response reply result webhook settings options config configuration session event"))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));

    private static Stream<Map.Entry<String, Integer>> of(int code, String names) {
        return Stream.of(names.split(" ")).map(name -> Map.entry(name, code));
    }

    private ContentName() {}

    /** Whether such a name, a colon and blanks after it left out, ends at {@code at}: {@code sms: }, {@code webhook-payload }. */
    static boolean before(byte[] octets, int start, int at) {
        int end = nameEnd(octets, start, at);
        return NAMES.has(octets, nameStart(octets, start, end), end);
    }

    /** The same of names that no program has: {@code sms: ERROR in your order}, not {@code config: ERROR no database}. */
    static boolean certainlyBefore(byte[] octets, int start, int at) {
        int end = nameEnd(octets, start, at);
        return NAMES.code(octets, nameStart(octets, start, end), end) == CONTENT;
    }

    private static int nameEnd(byte[] octets, int start, int at) {
        int end = at;
        while (end > start && (octets[end - 1] == ' ' || octets[end - 1] == ':')) {
            end--;
        }
        return end;
    }

    private static int nameStart(byte[] octets, int start, int end) {
        int from = end;
        while (from > start && Octets.isLetter(octets[from - 1])) {
            from--;
        }
        return from;
    }
}
