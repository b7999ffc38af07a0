package spillway.server.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/** A name with {@code *} (any run) and {@code ?} (one character), matched against octets. */
final class Glob {
    private enum Shape {
        EXACT,
        PREFIX,
        SUFFIX,
        GENERAL
    }

    private final Shape shape;
    private final byte[] octets;

    private Glob(Shape shape, String text) {
        this.shape = shape;
        this.octets = text.getBytes(UTF_8);
    }

    static Glob of(String glob) {
        int wildcards = (int) glob.chars().filter(c -> c == '*' || c == '?').count();
        if (wildcards == 0) {
            return new Glob(Shape.EXACT, glob);
        }
        if (wildcards == 1 && glob.endsWith("*")) {
            return new Glob(Shape.PREFIX, glob.substring(0, glob.length() - 1));
        }
        if (wildcards == 1 && glob.startsWith("*")) {
            return new Glob(Shape.SUFFIX, glob.substring(1));
        }
        return new Glob(Shape.GENERAL, glob);
    }

    static Glob[] of(List<String> globs) {
        return globs.stream().map(Glob::of).toArray(Glob[]::new);
    }

    /** Whether any matches, or there are none. */
    static boolean any(Glob[] globs, byte[] text, int start, int end) {
        for (Glob glob : globs) {
            if (glob.matches(text, start, end)) {
                return true;
            }
        }
        return globs.length == 0;
    }

    boolean matches(byte[] text, int start, int end) {
        int length = octets.length;
        return switch (shape) {
            case EXACT -> Arrays.equals(octets, 0, length, text, start, end);
            case PREFIX -> end - start >= length && Arrays.equals(octets, 0, length, text, start, start + length);
            case SUFFIX -> end - start >= length && Arrays.equals(octets, 0, length, text, end - length, end);
            case GENERAL -> general(text, start, end);
        };
    }

    /** Goes back to the last {@code *} only: at most length times length steps. */
    private boolean general(byte[] text, int start, int end) {
        int at = start;
        int g = 0;
        int star = -1;
        int starAt = start;
        while (at < end) {
            if (g < octets.length && octets[g] == '*') {
                star = g++;
                starAt = at;
            } else if (g < octets.length && octets[g] == '?') {
                at = nextCharacter(text, at, end);
                g++;
            } else if (g < octets.length && octets[g] == text[at]) {
                at++;
                g++;
            } else if (star >= 0) {
                at = ++starAt;
                g = star + 1;
            } else {
                return false;
            }
        }
        while (g < octets.length && octets[g] == '*') {
            g++;
        }
        return g == octets.length;
    }

    private static int nextCharacter(byte[] text, int at, int end) {
        int next = at + 1;
        while (next < end && (text[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }
}
