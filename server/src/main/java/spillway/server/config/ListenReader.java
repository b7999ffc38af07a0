package spillway.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Configuration.Address;
import spillway.server.config.Configuration.Admin;
import spillway.server.config.Configuration.Listen;
import spillway.server.config.Configuration.Tls;

/** Reads {@code listen} and {@code admin}. */
final class ListenReader {
    static final Address ANY = new Address("0.0.0.0", 8514);
    static final Address LOOPBACK = new Address("127.0.0.1", 8514);

    private static final Address ADMIN = new Address("127.0.0.1", 8515);
    private static final String ADDRESS = "host:port, as 127.0.0.1:8514";
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)\\]|([^\\s:\\[\\]/@]*)):(\\d{1,5})");

    private ListenReader() {}

    /** @param protectedDrains whether nobody may post without a credential or a drain token */
    static Listen listen(Section section, boolean protectedDrains) {
        Field address = section.field("address");
        return new Listen(
                address(address, protectedDrains),
                section.field("path").as("a path, as /logs", ListenReader::path, "/logs"),
                section.field("max-body").size(8L << 20, 1L << 10, 1L << 30),
                section.field("idle-timeout")
                        .duration(Duration.ofSeconds(310), Duration.ofSeconds(1), Duration.ofHours(1)),
                section.field("request-timeout")
                        .duration(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5)),
                section.field("require-forwarded-https").bool(false),
                tls(section.field("tls")));
    }

    static Admin admin(Section section) {
        return new Admin(section.field("address").asPlain(ADDRESS, ListenReader::parseAddress, ADMIN));
    }

    private static Address address(Field field, boolean protectedDrains) {
        Address address = field.asPlain(ADDRESS, ListenReader::parseAddress);
        if (address == null) {
            return protectedDrains ? ANY : LOOPBACK;
        }
        if (!protectedDrains && !isLoopback(address)) {
            field.refuse(
                    show(address), "a loopback address, as 127.0.0.1:8514, or credentials or tokens for every drain");
        }
        return address;
    }

    private static @Nullable Tls tls(Field field) {
        if (!field.isPresent()) {
            return null;
        }
        Section section = Section.of(field);
        String expected = "the path of a PEM file";
        // A path, so file: before it would read the file's content as the path.
        Path certificate = section.required("certificate", expected).asLiteral(expected, ListenReader::file);
        Path key = section.required("key", expected).asLiteral(expected, ListenReader::file);
        return certificate == null || key == null ? null : new Tls(certificate, key);
    }

    static @Nullable Path file(String text) {
        try {
            return text.isBlank() || text.startsWith("file:") ? null : Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static @Nullable String path(String text) {
        return text.matches("/[!-~&&[^?#%]]*") ? text : null;
    }

    static @Nullable Address parseAddress(String text) {
        Matcher matcher = HOST_AND_PORT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
            return null;
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new Address(host, Integer.parseInt(matcher.group(3)));
    }

    static boolean isLoopback(Address address) {
        String host = address.host();
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static String show(Address address) {
        return (address.host().contains(":") ? "[" + address.host() + "]" : address.host()) + ":" + address.port();
    }
}
