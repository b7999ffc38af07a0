package spillway.codec.heroku;

/** x. */
public final class Meaning {}
