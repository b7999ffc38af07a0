package spillway.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Configuration.Dialect;
import spillway.server.config.Configuration.Drain;

/** Reads {@code drains}. */
final class DrainReader {
    static final String NAME = "a name of letters, digits and . _ -, at most 64";

    private static final int MAX_DRAINS = 1_000;
    private static final String BEARER = "Bearer ";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)\\}?");
    private static final Set<String> PLACEHOLDERS = Set.of("app", "from", "to", "request-id");

    private DrainReader() {}

    static List<Drain> drains(Field field) {
        List<Drain> drains = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> credentials = new HashSet<>();
        int open = 0;
        for (Field item : field.items()) {
            int problems = field.source().problems().count();
            Section section = Section.of(item);
            String name = name(section, names);
            Drain drain = drain(section, name == null ? "" : name);
            refuseShared(section, drain, credentials);
            boolean sure = field.source().problems().count() == problems; // what was refused may have been a credential
            if (sure && isOpen(drain) && ++open > 1) {
                item.problem("no credentials and no tokens, as another drain (expected: at most one such drain)");
            }
            drains.add(drain);
        }
        if (drains.size() > MAX_DRAINS) {
            field.problem(drains.size() + " drains (expected: at most " + MAX_DRAINS + ")");
        }
        return List.copyOf(drains);
    }

    /** Whether anyone may post to it. */
    static boolean isOpen(Drain drain) {
        return drain.credentials().isEmpty() && drain.tokens().isEmpty();
    }

    /** A name that nothing else in {@code taken} has. */
    static @Nullable String name(Section section, Set<String> taken) {
        Field field = section.required("name", NAME);
        String name = field.as(NAME, text -> text.matches("[\\p{L}\\p{N}._-]{1,64}") ? text : null);
        if (name != null && !taken.add(name)) {
            field.refuse(name, "a name that is not taken yet");
        }
        return name;
    }

    private static Drain drain(Section section, String name) {
        return new Drain(
                name,
                section.field("credentials")
                        .list("user:password, or Bearer and a token", text -> isCredential(text) ? text : null),
                section.field("tokens")
                        .list("a drain token, as d.fc6b856b-3332-4546-93de-7d0ee272c3bd", DrainReader::token),
                section.field("dialect").choice(Dialect.class, Dialect.AUTO),
                section.field("logs-url")
                        .as(
                                "an http or https URL, in it only {app}, {from}, {to}, {request-id}",
                                DrainReader::logsUrl));
    }

    private static void refuseShared(Section section, Drain drain, Set<String> credentials) {
        for (String credential : drain.credentials()) {
            if (!credentials.add(credential) && drain.tokens().isEmpty()) {
                section.field("credentials").problem("the same as of another drain (expected: its own, or tokens)");
            }
        }
    }

    private static boolean isCredential(String text) {
        if (text.startsWith(BEARER)) {
            return text.substring(BEARER.length()).matches("[!-~]+");
        }
        int colon = text.indexOf(':');
        return colon > 0 && colon < text.length() - 1 && text.chars().noneMatch(c -> c < ' ' || c == 0x7F);
    }

    private static @Nullable String token(String text) {
        return text.matches("[!-~]{1,100}") ? text : null;
    }

    private static @Nullable String logsUrl(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            if (!PLACEHOLDERS.contains(matcher.group(1)) || !matcher.group().endsWith("}")) {
                return null;
            }
        }
        return url(matcher.replaceAll("x")) == null ? null : text;
    }

    /** The text if it is an absolute http or https URL. */
    static @Nullable String url(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return http && uri.getHost() != null ? text : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
