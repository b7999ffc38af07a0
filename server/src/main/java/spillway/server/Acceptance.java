package spillway.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import spillway.codec.syslog.SyslogMessage;
import spillway.server.forward.AcceptedMessage;

/** The messages of one request that some channel wants, as they are stored and as they are grouped. */
final class Acceptance {
    private final List<AcceptedMessage> messages = new ArrayList<>();
    private long[] wants = new long[16];
    private byte[] frames = new byte[1_024];
    private int octets;

    /** Adds the message and its frame, behind its octet count. */
    void add(AcceptedMessage accepted, long channels, SyslogMessage message) {
        if (messages.size() == wants.length) {
            wants = Arrays.copyOf(wants, 2 * wants.length);
        }
        wants[messages.size()] = channels;
        messages.add(accepted);
        addFrame(message);
    }

    private void addFrame(SyslogMessage message) {
        int length = message.frameEnd() - message.frameStart();
        int needed = octets + length + 11; // ten digits and a blank
        if (needed > frames.length) {
            frames = Arrays.copyOf(frames, Math.max(needed, 2 * frames.length));
        }
        String count = Integer.toString(length);
        for (int i = 0; i < count.length(); i++) {
            frames[octets++] = (byte) count.charAt(i);
        }
        frames[octets++] = ' ';
        System.arraycopy(message.octets(), message.frameStart(), frames, octets, length);
        octets += length;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    List<AcceptedMessage> messages() {
        return messages;
    }

    /** For each message one bit for each channel that wants it. */
    long[] wants() {
        return Arrays.copyOf(wants, messages.size());
    }

    /** Frames behind their octet counts, from 0 to {@link #octets}. */
    byte[] frames() {
        return frames;
    }

    int octets() {
        return octets;
    }
}
