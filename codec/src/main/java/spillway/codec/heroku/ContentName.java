package spillway.codec.heroku;

import static java.util.stream.Collectors.toMap;

import java.util.stream.Stream;

/**
 * Tells names of what carries content, as a payload or a text message, from names of programs: after {@code sms: } and
 * {@code payload: } stands what is told about, and a level in it is not the line's.
 */
final class ContentName {
    /** Who writes there are people. */
    private static final WordTable WRITTEN =
            table("sms mms subject title headline caption banner toast text tweet comment chat"
                    + " notification email slack discord telegram whatsapp");

    /** Programs have such names too. */
    private static final WordTable PASSED =
            table("mail push payload body params parameters args arguments data event request"
                    + " response reply result webhook settings options config configuration context props state headers session"
                    + " metadata meta json object record row document input output item entry fields attributes query filter"
                    + " value model");

    private ContentName() {}

    /** Whether such a name, a colon and blanks after it left out, ends at {@code at}: {@code sms: }, {@code webhook-payload }. */
    static boolean before(byte[] octets, int start, int at) {
        int end = nameEnd(octets, start, at);
        int from = nameStart(octets, start, end);
        return WRITTEN.has(octets, from, end) || PASSED.has(octets, from, end);
    }

    /** The same of names that no program has: {@code sms: ERROR in your order}, not {@code config: ERROR no database}. */
    static boolean ofPeopleBefore(byte[] octets, int start, int at) {
        int end = nameEnd(octets, start, at);
        return WRITTEN.has(octets, nameStart(octets, start, end), end);
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

    private static WordTable table(String words) {
        return new WordTable(Stream.of(words.split(" ")).collect(toMap(word -> word, word -> 0)));
    }
}
