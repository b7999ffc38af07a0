package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;

/**
 * One labelled line of the corpus; its files' README says how they are written.
 *
 * @param place file and line, to be found again
 * @param format which logger or source prints such lines
 * @param section counts the formats of a file, so that no event reaches from one into the next
 * @param code empty if the line must not have one, null if it does not matter
 * @param text as in the file
 * @param frame the message, as a sender would frame it, its count left out
 */
record LabelledLine(
        String place,
        String format,
        int section,
        Severity severity,
        boolean trap,
        boolean continues,
        @Nullable Kind kind,
        @Nullable String code,
        String text,
        byte[] frame) {
    private static final Pattern REPEAT = Pattern.compile("⟪(\\d+)⟫");

    static List<LabelledLine> read(String file) {
        List<LabelledLine> lines = new ArrayList<>();
        String[] header = {};
        int section = 0;
        int number = 0;
        for (String line : resource(file).split("\n", -1)) {
            number++;
            if (line.startsWith("@ ")) {
                header = line.substring(2).split(" ");
                section++;
            } else if (!line.isEmpty()) {
                lines.add(of(line, header, section, file + ":" + number));
            }
        }
        return lines;
    }

    private static LabelledLine of(String line, String[] header, int section, String place) {
        int tab = line.indexOf('\t');
        String[] label = line.substring(0, tab).split(" ");
        String text = line.substring(tab + 1);
        boolean marked = label[0].startsWith("~") || label[0].startsWith("+");
        Severity severity = requireNonNull(Severity.parse(marked ? label[0].substring(1) : label[0]), place);
        return new LabelledLine(
                place,
                header[0],
                section,
                severity,
                label[0].startsWith("~"),
                label[0].startsWith("+"),
                label.length > 1 ? Kind.valueOf(label[1]) : null,
                label.length > 2 ? label[2].replace("-", "") : null,
                text,
                frame(header, text));
    }

    private static byte[] frame(String[] header, String text) {
        String head =
                "<" + header[3] + ">1 2024-03-01T10:11:12.123456+00:00 host " + header[1] + " " + header[2] + " - ";
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(head.getBytes(UTF_8));
        String plain = REPEAT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement("x".repeat(Integer.parseInt(found.group(1)))))
                .replace('␛', '\u001b')
                .replace('␉', '\t')
                .replace('␊', '\n')
                .replace('␀', '\0');
        for (String part : plain.split("(?<=␖)|(?=␖)")) {
            frame.writeBytes(part.equals("␖") ? "\u00ff".getBytes(ISO_8859_1) : part.getBytes(UTF_8));
        }
        frame.write('\n');
        return frame.toByteArray();
    }

    private static String resource(String file) {
        try (InputStream in = LabelledLine.class.getResourceAsStream("/heroku/corpus/" + file)) {
            return new String(requireNonNull(in, file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
