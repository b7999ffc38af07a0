package spillway.codec.heroku;

/** Which kind of thing a message tells of. */
public enum Kind {
    /** A line of the application's own. */
    APPLICATION,
    /** One request, told by the router. */
    ROUTER,
    /** A dyno changed its state, and not to crashed. */
    STATE_CHANGE,
    /** A dyno crashed. */
    CRASH,
    /** A dyno's process ended. */
    EXIT,
    /** How much memory a dyno takes. */
    MEMORY,
    RELEASE,
    DEPLOY,
    BUILD,
    SCALE,
    /** Config vars or add-ons were set or removed. */
    CONFIG,
    /** Postgres' own server log. */
    POSTGRES,
    /** Redis' own log. */
    REDIS,
    /** Numbers: {@code sample#}, {@code measure#}, {@code count#}. */
    METRICS,
    /** Messages were lost before they got here. */
    LOSS_NOTICE,
    /** An R code of the dyno manager, or an L code that tells of no loss. */
    PLATFORM_ERROR,
    START,
    STOP,
    /** Anything else that Heroku's API or dyno manager says. */
    OTHER,
    /** A frame whose header is not syslog. */
    RAW
}
