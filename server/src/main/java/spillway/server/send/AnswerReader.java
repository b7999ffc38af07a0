package spillway.server.send;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Reads an answer as narrowly as Logplex does: a status line with a reason phrase, headers, and a body whose length the
 * head tells. It knows no chunks: what they leave behind spoils the next answer.
 */
final class AnswerReader {
    private static final int MAX_LINE = 8 * 1024;

    /**
     * @param keepAlive whether the connection may carry another request
     */
    record Answer(int status, boolean keepAlive) {}

    private AnswerReader() {}

    /** @throws IOException if the answer is cut off, late, or not to Logplex's taste */
    static Answer read(InputStream in) throws IOException {
        int status = status(readLine(in));
        long length = -1;
        boolean keepAlive = true;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(
                        header.substring("content-length:".length()).strip());
            } else if (header.startsWith("connection:")) {
                keepAlive = !header.contains("close");
            }
        }
        if (status < 200) {
            return new Answer(status, false);
        }
        if (length < 0) {
            throw new IOException("answer " + status + ": no Content-Length");
        }
        in.skipNBytes(length);
        return new Answer(status, keepAlive);
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d .+")) {
            throw new IOException("status line: " + line + " (expected: HTTP/1.1 STATUS REASON)");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("closed without a whole answer");
            }
            if (octet == '\n') {
                return line.toString();
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("answer: a line of more than " + MAX_LINE + " octets");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
    }
}
