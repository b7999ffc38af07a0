package spillway.codec.heroku;

import spillway.codec.syslog.Severity;

/** Finds the place in code that Node prints before an exception that nobody caught. */
final class NodePlace {
    private static final byte[][] PLACES = {
        Octets.of(".js:"),
        Octets.of(".cjs:"),
        Octets.of(".mjs:"),
        Octets.of(".ts:"),
        Octets.of("node:internal/"),
        Octets.of("node:events:")
    };

    /** How Node called its own files before version 16. */
    private static final byte[][] OLDER_NODE = {
        Octets.of("events.js:"),
        Octets.of("internal/"),
        Octets.of("_http_"),
        Octets.of("_stream_"),
        Octets.of("_tls_"),
        Octets.of("assert.js:"),
        Octets.of("buffer.js:"),
        Octets.of("bootstrap_node.js:"),
        Octets.of("child_process.js:"),
        Octets.of("crypto.js:"),
        Octets.of("dns.js:"),
        Octets.of("module.js:"),
        Octets.of("timers.js:"),
        Octets.of("util.js:"),
        Octets.of("vm.js:"),
        Octets.of("zlib.js:")
    };

    private NodePlace() {}

    /** {@code /app/server.js:12}, alone on its line: where Node threw what nobody caught. */
    static void read(Header header) {
        byte[] octets = header.octets;
        int start = header.start;
        int end = header.end;
        Meaning into = header.into;
        boolean path = octets[start] == '/' || octets[start] == 'n' || octets[start] == 'f';
        if (Octets.indexOf(octets, start, end, (byte) ' ') >= 0
                || !(path || Octets.startsWithAny(octets, start, end, OLDER_NODE))) {
            return;
        }
        for (byte[] place : PLACES) {
            if (Octets.contains(octets, start, end, place)) {
                into.found(Severity.ERROR, Reason.STACK_TRACE, start, end);
                into.startsEvent = true;
                return;
            }
        }
    }
}
