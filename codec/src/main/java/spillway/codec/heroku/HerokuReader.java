package spillway.codec.heroku;

import spillway.codec.syslog.SyslogMessage;

/**
 * Reads what a message means out of who wrote it and what it says.
 *
 * <p>APP-NAME and PROCID tell who wrote it: the router, the dyno manager, the API, Postgres, the platform's own log system;
 * everything else is the application. One thread owns a reader. Nothing is allocated.
 */
public final class HerokuReader {
    private static final long HEROKU = Octets.packed("heroku");
    private static final long ROUTER = Octets.packed("router");
    private static final long API = Octets.packed("api");
    private static final byte[] POSTGRES = Octets.of("postgres");
    private static final byte[] HEROKU_POSTGRES = Octets.of("heroku-postgres");
    private static final byte[] HEROKU_REDIS = Octets.of("heroku-redis");
    private static final byte[] LOGPLEX = Octets.of("logplex");
    private static final byte[] LOG_SHUTTLE = Octets.of("log-shuttle");
    private static final byte[] SOURCE = Octets.of("source=");
    private static final byte[] SAMPLE = Octets.of("sample#");

    private final ApplicationText text = new ApplicationText();

    /** Fills {@code into}; it refers to {@code message} until the next read. */
    public void read(SyslogMessage message, Meaning into) {
        into.begin(message);
        if (message.isRaw()) {
            into.kind = Kind.RAW;
            text.read(message, into);
            return;
        }
        byte[] octets = message.octets();
        int start = message.processStart();
        int end = message.processEnd();
        boolean platform = Octets.packed(octets, message.appStart(), message.appEnd()) == HEROKU;
        switch (octets[start]) {
            case 'r' -> {
                if (platform && Octets.packed(octets, start, end) == ROUTER) {
                    Router.read(message, into);
                    return;
                }
            }
            case 'a' -> {
                if (Octets.packed(octets, start, end) == API) {
                    ApiLine.read(message, into);
                    return;
                }
            }
            case 'p' -> {
                if (Octets.startsWith(octets, start, end, POSTGRES) && isNumbered(octets, start + 8, end)) {
                    Postgres.read(message, into);
                    return;
                }
            }
            case 'l' -> {
                if (isLogSystem(octets, start, end) && LossNotice.is(octets, message.textStart(), message.textEnd())) {
                    LossNotice.read(message, into);
                    return;
                }
            }
            case 'h' -> {
                if (addOn(message, into)) {
                    return;
                }
            }
            default -> {}
        }
        if (platform) {
            platform(message, into);
        } else {
            into.kind = Kind.APPLICATION;
            text.read(message, into);
        }
    }

    private void platform(SyslogMessage message, Meaning into) {
        if (LossNotice.is(message.octets(), message.textStart(), message.textEnd())) {
            LossNotice.read(message, into);
        } else {
            DynoLine.read(message, into);
        }
    }

    private boolean addOn(SyslogMessage message, Meaning into) {
        byte[] octets = message.octets();
        int start = message.processStart();
        int end = message.processEnd();
        boolean redis = Octets.startsWith(octets, start, end, HEROKU_REDIS);
        if (!redis && !Octets.startsWith(octets, start, end, HEROKU_POSTGRES)) {
            return false;
        }
        int at = message.textStart();
        int textEnd = message.textEnd();
        if (Octets.startsWith(octets, at, textEnd, SOURCE)
                || Octets.contains(octets, at, Math.min(textEnd, at + 200), SAMPLE)) {
            into.harmless(Kind.METRICS);
            return true;
        }
        into.kind = redis ? Kind.REDIS : Kind.POSTGRES;
        text.read(message, into);
        return true;
    }

    private static boolean isLogSystem(byte[] octets, int start, int end) {
        return Octets.startsWith(octets, start, end, LOGPLEX) || Octets.startsWith(octets, start, end, LOG_SHUTTLE);
    }

    private static boolean isNumbered(byte[] octets, int at, int end) {
        return at == end || octets[at] == '.';
    }
}
