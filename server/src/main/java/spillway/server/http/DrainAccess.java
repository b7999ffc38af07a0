package spillway.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Configuration.Drain;

/**
 * Who may post: finds the drain that a request's credentials and drain token belong to.
 *
 * <p>Logplex sends the userinfo of the drain's URL as it stands there, percent-encoded; other senders decode it: both forms are
 * taken. All credentials of all drains are compared, each in constant time, so that an answer's time tells nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617 (Basic)</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750 (Bearer)</a>
 */
final class DrainAccess {
    static final int UNKNOWN_CREDENTIALS = -1;
    static final int TOKEN_NOT_LISTED = -2;

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private final List<Entry> drains;

    private record Entry(boolean open, List<byte[]> basic, List<byte[]> bearer, Set<String> tokens) {
        static Entry of(Drain drain) {
            List<byte[]> basic = new ArrayList<>();
            List<byte[]> bearer = new ArrayList<>();
            for (String credential : drain.credentials()) {
                if (credential.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                    bearer.add(credential.substring(BEARER.length()).strip().getBytes(UTF_8));
                } else {
                    basic.add(credential.getBytes(UTF_8));
                    basic.add(percentDecoded(credential).getBytes(UTF_8));
                }
            }
            return new Entry(drain.credentials().isEmpty(), basic, bearer, Set.copyOf(drain.tokens()));
        }
    }

    DrainAccess(List<Drain> drains) {
        this.drains = drains.stream().map(Entry::of).toList();
    }

    /**
     * The drains whose credentials these are, as indexes in the configuration; one that has none takes anyone.
     *
     * @param authorization the header as it came, or null
     */
    int[] withCredentials(@Nullable String authorization) {
        byte[] presentedBasic = basic(authorization);
        byte[] decodedBasic = percentDecoded(new String(presentedBasic, UTF_8)).getBytes(UTF_8);
        byte[] presentedBearer = bearer(authorization);
        int[] found = new int[drains.size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            Entry drain = drains.get(i);
            boolean matches = anyEqual(drain.basic, presentedBasic);
            matches |= anyEqual(drain.basic, decodedBasic);
            matches |= anyEqual(drain.bearer, presentedBearer);
            if (drain.open || matches) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * The drain among {@code candidates} that takes this drain token.
     *
     * @return its index, {@link #UNKNOWN_CREDENTIALS} if there are no candidates, or {@link #TOKEN_NOT_LISTED}
     */
    int withToken(int[] candidates, @Nullable String token) {
        if (candidates.length == 0) {
            return UNKNOWN_CREDENTIALS;
        }
        int anyToken = TOKEN_NOT_LISTED;
        for (int candidate : candidates) {
            Set<String> tokens = drains.get(candidate).tokens;
            if (token != null && tokens.contains(token)) {
                return candidate;
            }
            if (tokens.isEmpty() && anyToken == TOKEN_NOT_LISTED) {
                anyToken = candidate;
            }
        }
        return anyToken;
    }

    private static boolean anyEqual(List<byte[]> accepted, byte[] presented) {
        boolean equal = false;
        for (byte[] one : accepted) {
            equal |= MessageDigest.isEqual(presented, one);
        }
        return equal && presented.length > 0;
    }

    private static byte[] basic(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static byte[] bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new byte[0];
        }
        return authorization.substring(BEARER.length()).strip().getBytes(ISO_8859_1);
    }

    private static String percentDecoded(String userinfo) {
        if (userinfo.indexOf('%') < 0) {
            return userinfo;
        }
        try {
            return URLDecoder.decode(userinfo.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return userinfo;
        }
    }
}
