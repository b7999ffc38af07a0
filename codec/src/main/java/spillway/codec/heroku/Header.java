package spillway.codec.heroku;

import spillway.codec.syslog.SyslogMessage;

/** How far a line's header was read, and what it held so far. One thread owns it; it is begun again for each line. */
final class Header {
    /** A header is not longer than this; logfmt may be. */
    private static final int LONGEST = 400;

    byte[] octets = new byte[0];
    Meaning into = new Meaning();
    int start;
    int end;

    /** Where the next token begins. */
    int at;

    /** No token is read that begins here or later. */
    int limit;

    /** Blanks before the first token. */
    int indent;

    /** A timestamp has been read. */
    boolean timed;

    /** A bracketed group, or a bar, has been read. */
    boolean grouped;

    /** A key and its value have been read; what is not one may be part of an unquoted value. */
    boolean keyed;

    /** Words that could be a logger's or a thread's name, since the last separator. */
    int names;

    /** Of those, plain words, as sentences have them. */
    int words;

    /** Words were read that only a sentence has. */
    boolean sentence;

    /** One of those was a word of {@link Levels#STOP}. */
    boolean stopped;

    /** The last word ended in a colon or at a bar. */
    boolean colon;

    /** {@code 4:M 01 Mar}: Redis' own beginning. */
    boolean redis;

    /** Where colours ended last: what they end in is a letter, and yet a word may begin there. */
    int coloursEnd;

    /** A pair told the method of a request. */
    boolean request;

    /** Pairs follow a name and a colon; settings are told so too. */
    boolean named;

    /** Where php-fpm quotes what its child said; -1 if it does not. */
    int saidAt;

    /** Where a pair told a status; -1 if none did. */
    int statusAt;

    void begin(SyslogMessage message, Meaning meaning) {
        if (octets != message.octets() || into != meaning) { // a reference costs the collector's barrier
            octets = message.octets();
            into = meaning;
        }
        start = at = message.textStart();
        end = message.textEnd();
        limit = Math.min(end, start + LONGEST);
        indent = Octets.afterBlanks(octets, start, end) - start;
        timed = grouped = keyed = sentence = stopped = colon = redis = request = named = false;
        names = words = 0;
        statusAt = coloursEnd = saidAt = -1;
    }

    /** Begins again with what a line quotes. */
    void quoted(int from) {
        start = at = from;
        end -= octets[end - 1] == '"' ? 1 : 0;
        limit = Math.min(end, start + LONGEST);
        indent = 0;
        timed = grouped = colon = false;
        names = words = 0;
        saidAt = -1;
    }

    /** Steps over one mark; true if it begins an option, whose help may tell of levels: {@code --log-level  error | warn}. */
    boolean separator() {
        if (octets[at] == '-' && at == start + indent && isOption()) {
            return true;
        }
        if (octets[at] == '-' && at + 1 < end && octets[at + 1] == ' ' && words == 0) {
            names = 0;
        }
        at++;
        return false;
    }

    /** {@code --level}, {@code -l, --level}. */
    private boolean isOption() {
        return at + 2 < end && (octets[at + 1] == '-' ? Octets.isLetter(octets[at + 2]) : octets[at + 2] == ',');
    }

    /** Steps over terminal colours. */
    boolean colours() {
        at = coloursEnd = Octets.afterColours(octets, at, end);
        return false;
    }
}
