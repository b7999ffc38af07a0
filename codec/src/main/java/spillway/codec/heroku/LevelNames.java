package spillway.codec.heroku;

/** Small words that a header may hold, and small words that it may not. */
final class LevelNames {
    private static final long[] CALENDAR = pack(
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed",
            "thu", "fri", "sat", "sun", "am", "pm", "utc", "gmt", "est", "cet", "cest", "pst", "z");

    private static final long[] STOPS = pack(
            "a",
            "an",
            "the",
            "this",
            "no",
            "not",
            "got",
            "found",
            "with",
            "without",
            "of",
            "for",
            "to",
            "and",
            "or",
            "any",
            "zero",
            "is",
            "was",
            "last",
            "all",
            "received",
            "returned",
            "ignoring",
            "ignored",
            "handled",
            "cleared",
            "set",
            "setting",
            "level",
            "if",
            "on",
            "in",
            "as",
            "by",
            "at",
            "it",
            "we",
            "i",
            "you",
            "from",
            "when",
            "had",
            "has",
            "log",
            "at",
            "status",
            "result",
            "state",
            "did",
            "sent",
            "please",
            "only",
            "new",
            "old",
            "your",
            "our");

    private LevelNames() {}

    private static long[] pack(String... words) {
        long[] packed = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            for (int j = 0; j < words[i].length(); j++) {
                packed[i] = (packed[i] << 8) | words[i].charAt(j);
            }
        }
        return packed;
    }

    /** A month, a day, a half of the day, a time zone: part of a timestamp. */
    static boolean isCalendar(byte[] octets, int start, int end) {
        return contains(CALENDAR, octets, start, end);
    }

    /** A word of sentences that no logger, thread or process is called. */
    static boolean isStop(byte[] octets, int start, int end) {
        return end - start <= 8 && contains(STOPS, octets, start, end);
    }

    private static boolean contains(long[] words, byte[] octets, int start, int end) {
        long packed = 0;
        for (int at = start; at < end; at++) {
            packed = (packed << 8) | octets[at] | 0x20;
        }
        for (long word : words) {
            if (word == packed) {
                return true;
            }
        }
        return false;
    }
}
