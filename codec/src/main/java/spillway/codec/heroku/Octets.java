package spillway.codec.heroku;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Looks into spans of octets. */
final class Octets {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LOWER = 0x2020202020202020L;
    private static final byte ESCAPE = 0x1b;

    private Octets() {}

    static byte[] of(String ascii) {
        return ascii.getBytes(ISO_8859_1);
    }

    /** Eight octets as one number, the first lowest; the caller sees to it that they are there. */
    static long eight(byte[] octets, int at) {
        return (long) LONG.get(octets, at);
    }

    /**
     * The highest bit of each of eight octets that is {@code ascii} and has {@code before} two places before it; of those
     * above such a one perhaps others too, as a borrow runs upwards, so that each hit is to be looked at.
     */
    static long both(byte[] octets, int at, char ascii, char before) {
        long differing = (eight(octets, at) ^ (ascii * ONES)) | (eight(octets, at - 2) ^ (before * ONES));
        return (differing - ONES) & ~differing & HIGHS;
    }

    /** A name of up to eight octets as one number; see {@link #packed(byte[], int, int)}. */
    static long packed(String name) {
        byte[] eight = Arrays.copyOf(of(name), 8);
        return eight(eight, 0);
    }

    /** A span of up to eight octets as one number, the first lowest; -1 for a longer one. */
    static long packed(byte[] octets, int start, int end) {
        int length = end - start;
        if (length > 8 || length == 0) {
            return -1;
        }
        if (start + 8 <= octets.length) {
            return eight(octets, start) & (-1L >>> (64 - 8 * length));
        }
        long packed = 0;
        for (int at = end - 1; at >= start; at--) {
            packed = (packed << 8) | (octets[at] & 0xff);
        }
        return packed;
    }

    /** The last eight letters of a word, or all it has, in lower case; the first lowest. */
    static long word(byte[] octets, int start, int end) {
        int length = Math.min(8, end - start);
        return length == 0 ? 0 : packed(octets, end - length, end) | (LOWER >>> (64 - 8 * length));
    }

    /** How many of a word's letters are capitals. */
    static int capitals(byte[] octets, int start, int end) {
        int capitals = 0;
        int at = start;
        for (; end - at > 8; at++) {
            capitals += isUpper(octets[at]) ? 1 : 0;
        }
        return at == end ? 0 : capitals + Long.bitCount(~packed(octets, at, end) & (LOWER >>> (64 - 8 * (end - at))));
    }

    static boolean startsWith(byte[] octets, int at, int end, byte[] what) {
        if (end - at < what.length || octets[at] != what[0]) {
            return false;
        }
        if (what.length >= 8) {
            return startsWithLong(octets, at, what);
        }
        for (int i = 1; i < what.length; i++) {
            if (octets[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    /** Eight octets at a time; the last eight may overlap those before. */
    private static boolean startsWithLong(byte[] octets, int at, byte[] what) {
        int last = what.length - 8;
        for (int i = 0; i < last; i += 8) {
            if (eight(octets, at + i) != eight(what, i)) {
                return false;
            }
        }
        return eight(octets, at + last) == eight(what, last);
    }

    static boolean startsWithAny(byte[] octets, int at, int end, byte[][] choice) {
        for (byte[] what : choice) {
            if (startsWith(octets, at, end, what)) {
                return true;
            }
        }
        return false;
    }

    static boolean endsWith(byte[] octets, int start, int end, byte[] what) {
        return end - start >= what.length && startsWith(octets, end - what.length, end, what);
    }

    static boolean is(byte[] octets, int start, int end, byte[] what) {
        return end - start == what.length && startsWith(octets, start, end, what);
    }

    /** Where {@code what} stands first in {@code octets[from..to)}; -1 if nowhere. */
    static int indexOf(byte[] octets, int from, int to, byte[] what) {
        int last = to - what.length;
        for (int at = indexOf(octets, from, to, what[0]); at >= 0 && at <= last; ) {
            if (startsWith(octets, at, to, what)) {
                return at;
            }
            at = indexOf(octets, at + 1, to, what[0]);
        }
        return -1;
    }

    static boolean contains(byte[] octets, int from, int to, byte[] what) {
        return indexOf(octets, from, to, what) >= 0;
    }

    /** Where {@code octet} stands first in {@code octets[from..to)}; -1 if nowhere. */
    static int indexOf(byte[] octets, int from, int to, byte octet) {
        int at = from;
        long pattern = (octet & 0xffL) * ONES;
        for (; at + 8 <= to; at += 8) {
            long differing = eight(octets, at) ^ pattern;
            long zeros = (differing - ONES) & ~differing & HIGHS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (octets[at] == octet) {
                return at;
            }
        }
        return -1;
    }

    /** Whether {@code octet} stands in {@code octets[from..to)}: sixteen at a time, for what most lines have not. */
    static boolean has(byte[] octets, int from, int to, byte octet) {
        long pattern = (octet & 0xffL) * ONES;
        int at = from;
        for (; at + 16 <= to; at += 16) {
            long first = eight(octets, at) ^ pattern;
            long second = eight(octets, at + 8) ^ pattern;
            if (((((first - ONES) & ~first) | ((second - ONES) & ~second)) & HIGHS) != 0) {
                return true;
            }
        }
        return indexOf(octets, at, to, octet) >= 0;
    }

    /** A request id in brackets, as Rails puts it before each line. */
    static final int UUID_TAG = 38;

    static boolean isUuidTag(byte[] octets, int at, int end) {
        return end - at >= UUID_TAG
                && octets[at] == '['
                && octets[at + 9] == '-'
                && octets[at + 14] == '-'
                && octets[at + 24] == '-'
                && octets[at + UUID_TAG - 1] == ']';
    }

    /** Skips terminal colours, {@code ESC [ 31 m}, also where a relay has eaten the escape octet. */
    static int afterColours(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && (octets[at] == ESCAPE || octets[at] == '[')) {
            int from = octets[at] == ESCAPE ? at + 1 : at;
            if (from >= end || octets[from] != '[') {
                return octets[at] == ESCAPE ? from : at;
            }
            int digit = from + 1;
            while (digit < end && (isDigit(octets[digit]) || octets[digit] == ';')) {
                digit++;
            }
            boolean coloured =
                    digit < end && (octets[digit] == 'm' || (octets[at] == ESCAPE && isLetter(octets[digit])));
            if (!coloured || (octets[at] == '[' && digit == from + 1)) {
                return octets[at] == ESCAPE ? digit : at;
            }
            at = digit + 1;
        }
        return at;
    }

    /** Where the run of letters ends: eight octets at a time, as a word's end is a branch that no processor foresees. */
    static int afterLetters(byte[] octets, int start, int end) {
        int at = start;
        while (at + 8 <= octets.length) {
            long eight = eight(octets, at);
            long lower = (eight | LOWER) & ~HIGHS;
            long letters = (lower + (0x80 - 'a') * ONES) & ~(lower + (0x7f - 'z') * ONES) & ~eight & HIGHS;
            at += Long.numberOfTrailingZeros(letters ^ HIGHS) >>> 3;
            if (letters != HIGHS || at >= end) {
                return Math.min(at, end);
            }
        }
        while (at < end && isLetter(octets[at])) {
            at++;
        }
        return Math.min(at, end);
    }

    /** Where the quote stands that closes a string; what a backslash precedes closes none. The end if nothing does. */
    static int afterString(byte[] octets, int start, int end, byte quote) {
        long quotes = (quote & 0xffL) * ONES;
        long slashes = '\\' * ONES;
        int from = start;
        while (from + 8 <= end) {
            long eight = eight(octets, from);
            long q = eight ^ quotes;
            long s = eight ^ slashes;
            long hits = (((q - ONES) & ~q) | ((s - ONES) & ~s)) & HIGHS;
            if (hits == 0) {
                from += 8;
                continue;
            }
            int hit = from + (Long.numberOfTrailingZeros(hits) >>> 3);
            if (octets[hit] == quote) {
                return hit;
            }
            from = hit + 2; // a backslash and what it escapes
        }
        while (from < end) {
            if (octets[from] == quote) {
                return from;
            }
            from += octets[from] == '\\' ? 2 : 1;
        }
        return end;
    }

    static int afterBlanks(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && (octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Where the run of digits that ends at {@code end} begins. */
    static int beforeDigits(byte[] octets, int start, int end) {
        int at = end;
        while (at > start && isDigit(octets[at - 1])) {
            at--;
        }
        return at;
    }

    /** Where the run of digits ends. */
    static int afterDigits(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && isDigit(octets[at])) {
            at++;
        }
        return at;
    }

    /** The decimal number that starts here; -1 if none does, or if it is above 999,999,999. */
    static int number(byte[] octets, int start, int end) {
        int at = start;
        int number = 0;
        while (at < end && isDigit(octets[at]) && at - start < 9) {
            number = number * 10 + octets[at] - '0';
            at++;
        }
        return at == start || (at < end && isDigit(octets[at])) ? -1 : number;
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    static boolean isUpper(int octet) {
        return octet >= 'A' && octet <= 'Z';
    }

    static boolean isLower(int octet) {
        return octet >= 'a' && octet <= 'z';
    }

    static boolean isLetter(int octet) {
        int lower = octet | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    static boolean isLetterOrDigit(int octet) {
        return isLetter(octet) || isDigit(octet);
    }
}
