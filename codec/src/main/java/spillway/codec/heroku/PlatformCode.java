package spillway.codec.heroku;

import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.Severity;

/**
 * Heroku's error codes with Heroku's own names, and how bad each is.
 *
 * <p>A request that the router answers in the application's stead, or a dyno that is killed, is an error; a client that
 * goes away is a notice; maintenance, which somebody asked for, is one too.
 *
 * @see <a href="https://devcenter.heroku.com/articles/error-codes">Heroku error codes</a>
 */
public record PlatformCode(String code, String title, Severity severity) {
    private static final @Nullable PlatformCode[] BY_NUMBER = new @Nullable PlatformCode[300];

    static {
        add("H10", "App crashed", Severity.ERROR);
        add("H11", "Backlog too deep", Severity.ERROR);
        add("H12", "Request timeout", Severity.ERROR);
        add("H13", "Connection closed without response", Severity.ERROR);
        add("H14", "No web dynos running", Severity.ERROR);
        add("H15", "Idle connection", Severity.ERROR);
        add("H16", "Redirect to herokuapp.com", Severity.NOTICE);
        add("H17", "Poorly formatted HTTP response", Severity.ERROR);
        add("H18", "Server Request Interrupted", Severity.ERROR);
        add("H19", "Backend connection timeout", Severity.ERROR);
        add("H20", "App boot timeout", Severity.ERROR);
        add("H21", "Backend connection refused", Severity.ERROR);
        add("H22", "Connection limit reached", Severity.ERROR);
        add("H23", "Endpoint misconfigured", Severity.ERROR);
        add("H24", "Forced close", Severity.ERROR);
        add("H25", "HTTP Restriction", Severity.ERROR);
        add("H26", "Request Error", Severity.ERROR);
        add("H27", "Client Request Interrupted", Severity.NOTICE);
        add("H28", "Client Connection Idle", Severity.NOTICE);
        add("H31", "Misdirected Request", Severity.ERROR);
        add("H80", "Maintenance mode", Severity.NOTICE);
        add("H81", "Blank app", Severity.NOTICE);
        add("H82", "Free dyno quota exhausted", Severity.ERROR);
        add("H83", "Planned Service Degradation", Severity.WARNING);
        add("H99", "Platform error", Severity.ERROR);
        add("R10", "Boot timeout", Severity.ERROR);
        add("R11", "Bad bind", Severity.ERROR);
        add("R12", "Exit timeout", Severity.ERROR);
        add("R13", "Attach error", Severity.ERROR);
        add("R14", "Memory quota exceeded", Severity.ERROR);
        add("R15", "Memory quota vastly exceeded", Severity.CRITICAL);
        add("R16", "Detached", Severity.ERROR);
        add("R17", "Checksum error", Severity.ERROR);
        add("R99", "Platform error", Severity.ERROR);
        add("L10", "Drain buffer overflow", Severity.ERROR);
        add("L11", "Tail buffer overflow", Severity.WARNING);
        add("L12", "Local buffer overflow", Severity.ERROR);
        add("L13", "Local delivery error", Severity.ERROR);
        add("L14", "Certificate validation error", Severity.ERROR);
        add("L15", "Tail buffer temporarily unavailable", Severity.NOTICE);
    }

    private static void add(String code, String title, Severity severity) {
        int number = (code.charAt(1) - '0') * 10 + code.charAt(2) - '0';
        BY_NUMBER[family(code.charAt(0)) * 100 + number] = new PlatformCode(code, title, severity);
    }

    /** The code whose three octets stand here; null if Heroku knows none such. */
    static @Nullable PlatformCode at(byte[] octets, int start, int end) {
        if (!isCode(octets, start, end)) {
            return null;
        }
        return BY_NUMBER[family(octets[start]) * 100 + (octets[start + 1] - '0') * 10 + octets[start + 2] - '0'];
    }

    /** Whether three octets as {@code H12} stand here, whether Heroku knows them or not. */
    static boolean isCode(byte[] octets, int start, int end) {
        return end - start >= 3
                && family(octets[start]) >= 0
                && Octets.isDigit(octets[start + 1])
                && Octets.isDigit(octets[start + 2])
                && (end - start == 3 || !Octets.isLetterOrDigit(octets[start + 3]));
    }

    private static int family(int letter) {
        return letter == 'H' ? 0 : letter == 'R' ? 1 : letter == 'L' ? 2 : -1;
    }
}
