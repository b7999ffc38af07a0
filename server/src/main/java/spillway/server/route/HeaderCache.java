package spillway.server.route;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import spillway.codec.syslog.SyslogMessage;

/**
 * Remembers which rules hold for an APP-NAME and PROCID, because a few dynos write nearly everything.
 *
 * <p>One thread owns it. It has a fixed number of places; two headers that fall on the same place put each other out.
 */
final class HeaderCache {
    private static final int PLACES = 256;
    private static final int MAX_LENGTH = 64;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final FieldIndex index;
    private final byte[][] keys = new byte[PLACES][];
    private final int[] lengths = new int[PLACES];
    private final long[][] rules = new long[PLACES][];
    private final long[] uncached;

    HeaderCache(FieldIndex index) {
        this.index = index;
        this.uncached = new long[index.words()];
    }

    /** One bit for each rule that holds for the message's APP-NAME and PROCID. */
    long[] rules(SyslogMessage message) {
        int start = message.appStart();
        int end = message.processEnd();
        int length = end - start; // both fields and the space between them
        if (length > MAX_LENGTH) {
            index.headers(message, uncached);
            return uncached;
        }
        byte[] octets = message.octets();
        int place = hash(octets, start, end) & (PLACES - 1);
        byte[] key = keys[place];
        if (key != null && lengths[place] == length && Arrays.equals(key, 0, length, octets, start, end)) {
            return rules[place];
        }
        return remember(message, place);
    }

    private long[] remember(SyslogMessage message, int place) {
        if (keys[place] == null) {
            keys[place] = new byte[MAX_LENGTH];
            rules[place] = new long[index.words()];
        }
        int length = message.processEnd() - message.appStart();
        System.arraycopy(message.octets(), message.appStart(), keys[place], 0, length);
        lengths[place] = length;
        index.headers(message, rules[place]);
        return rules[place];
    }

    private static int hash(byte[] octets, int start, int end) {
        long hash = 0;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            hash = (hash ^ (long) LONG.get(octets, at)) * 0x9E3779B97F4A7C15L;
        }
        for (; at < end; at++) {
            hash = (hash ^ octets[at]) * 0x100000001B3L;
        }
        return (int) (hash >>> 40) ^ (int) (hash >>> 16);
    }
}
