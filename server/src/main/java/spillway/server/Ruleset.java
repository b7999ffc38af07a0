package spillway.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import spillway.codec.syslog.SyslogParser;
import spillway.server.config.Configuration;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Dialect;
import spillway.server.config.Configuration.Drain;
import spillway.server.route.Rules;

/** What of a configuration decides about messages; exchanged as a whole when the configuration is read again. */
final class Ruleset {
    static final int UNKNOWN_DRAIN = -1;

    private final Configuration configuration;
    private final Rules rules;
    private final List<String> channelNames;
    private final Map<String, Integer> drainIndexes = new HashMap<>();

    Ruleset(Configuration configuration) {
        this.configuration = configuration;
        this.rules = new Rules(configuration.rules(), configuration.channels(), configuration.drains());
        this.channelNames = configuration.channels().stream().map(Channel::name).toList();
        for (int i = 0; i < configuration.drains().size(); i++) {
            drainIndexes.put(configuration.drains().get(i).name(), i);
        }
    }

    Configuration configuration() {
        return configuration;
    }

    Rules rules() {
        return rules;
    }

    /** The channels' names, in the order of their bits; always the same list. */
    List<String> channelNames() {
        return channelNames;
    }

    /** The drain's place in the configuration, or {@link #UNKNOWN_DRAIN} if it is not there any more. */
    int drainIndex(String name) {
        return drainIndexes.getOrDefault(name, UNKNOWN_DRAIN);
    }

    /** How the drain's messages stand in their frames. */
    SyslogParser.Dialect dialect(int drain, boolean fromLogplex) {
        Drain configured = configuration.drains().get(drain);
        boolean logplex = configured.dialect() == Dialect.AUTO ? fromLogplex : configured.dialect() == Dialect.LOGPLEX;
        return logplex ? SyslogParser.Dialect.LOGPLEX : SyslogParser.Dialect.RFC5424;
    }
}
