package spillway.codec.heroku;

/** The tags that Rails puts before the lines of a request: {@code [request id] [acme] app/a.rb:1:in `x'}. */
final class Tags {
    private static final int MOST = 5;
    private static final int LONGEST = 64;

    /** What is cut from a UUID has its first eight digits. */
    private static final int SHORTEST_HEX = 8;

    /** Of ids with other letters: those have no hyphens, as names of threads have. */
    private static final int SHORTEST = 16;

    /** What a tag is made of. */
    private static final boolean[] IN_NAME = new boolean[256];

    static {
        for (int octet = '!'; octet < 0x80; octet++) {
            IN_NAME[octet] = "[]\"{,".indexOf(octet) < 0;
        }
    }

    private Tags() {}

    /** Where the text behind the tags begins; {@code start} if there are none. */
    static int after(byte[] octets, int start, int end) {
        int at = start;
        for (int tags = 0; tags < MOST && at < end && octets[at] == '['; tags++) {
            int next = afterOne(octets, at, end);
            if (next == at) {
                return at;
            }
            at = next;
        }
        return at;
    }

    /** Whether a request's id stands here: a UUID or a part of one, or many letters and digits; not {@code [worker-12]}. */
    static boolean isRequest(byte[] octets, int start, int end) {
        if (Octets.isUuidTag(octets, start, end)) {
            return true;
        }
        int at = start + 1;
        int digits = 0;
        int hyphens = 0;
        int hexLetters = 0;
        int others = 0;
        for (; at < end && (Octets.isLetterOrDigit(octets[at]) || octets[at] == '-'); at++) {
            int lower = octets[at] | 0x20;
            if (Octets.isDigit(octets[at])) {
                digits++;
            } else if (lower >= 'a' && lower <= 'f') {
                hexLetters++;
            } else if (octets[at] == '-') {
                hyphens++;
            } else {
                others++;
            }
        }
        int length = at - start - 1;
        boolean hex = others == 0 && hexLetters > 0 && length >= SHORTEST_HEX;
        return at < end
                && octets[at] == ']'
                && digits > 0
                && (hex || (length >= SHORTEST && (others == 0 || hyphens == 0)));
    }

    /** The first tag in 32 bits, never 0; 0 if there is none. */
    static int first(byte[] octets, int start, int end) {
        if (start >= end || octets[start] != '[' || afterOne(octets, start, end) == start) {
            return 0;
        }
        int hash = 1;
        for (int at = start + 1; at < end && octets[at] != ']'; at++) {
            hash = hash * 31 + octets[at];
        }
        return hash == 0 ? 1 : hash;
    }

    private static int afterOne(byte[] octets, int start, int end) {
        int until = Math.min(end, start + LONGEST);
        int close = start + 1;
        while (close < until && IN_NAME[octets[close] & 0xff]) {
            close++;
        }
        if (close == until || octets[close] != ']' || close < start + 3) {
            return start;
        }
        int after = close + 1;
        boolean blank = after < end && octets[after] == ' ';
        if (isRequest(octets, start, end)) {
            return blank ? after + 1 : after;
        }
        boolean level = Levels.of(octets, start + 1, Octets.afterLetters(octets, start + 1, close)) != Levels.NONE;
        return blank && !level ? after + 1 : start;
    }
}
