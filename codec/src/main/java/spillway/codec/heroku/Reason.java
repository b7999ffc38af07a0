package spillway.codec.heroku;

/** Why a message has its severity. */
public enum Reason {
    WIRE("wire"),
    LEVEL_WORD("leading level word"),
    BRACKETED_LEVEL("bracketed level"),
    LEVEL_LETTER("level letter"),
    JSON_LEVEL("json level"),
    LOGFMT_LEVEL("logfmt level"),
    /** {@code level: error, message: no mail}. */
    COLON_LEVEL("level after a colon"),
    EXCEPTION_NAME("exception name"),
    PHRASE("known phrase"),
    STACK_TRACE("stack trace"),
    EVENT("first line of the event"),
    ACCESS_STATUS("access line status"),
    ROUTER_STATUS("router status"),
    ROUTER_LEVEL("router level"),
    PLATFORM_CODE("platform code"),
    DYNO_STATE("dyno state"),
    EXIT_STATUS("exit status"),
    MEMORY("memory"),
    API("api event"),
    POSTGRES_LEVEL("postgres level"),
    SQLSTATE("sqlstate"),
    LOSS_NOTICE("loss notice"),
    HARMLESS("harmless platform line"),
    /** One of the user's own patterns. */
    USER_PATTERN("user pattern");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    /** In words, as {@code leading level word}. */
    public String words() {
        return words;
    }
}
