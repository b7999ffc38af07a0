package spillway.codec.heroku;

/** Whether a line belongs to the line before it of the same process. */
public enum Continuation {
    /** It stands for itself. */
    NONE,
    /** Only if an event is open: an indented line, a lone brace, the exception's name after a logger's line. */
    POSSIBLE,
    /** By its form it can be nothing else: a stack frame, {@code Caused by:}, Postgres' {@code [12-2]}. */
    CERTAIN
}
