package spillway.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Configuration.Drain;

/**
 * Who may post: finds the drain that a request's credentials and drain token belong to.
 *
 * <p>Logplex sends the userinfo of the drain's URL as it stands there, percent-encoded; other senders decode it: both forms are
 * taken. Credentials are looked up by their SHA-256, so that an answer's time tells nothing of them, however many drains there
 * are.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617 (Basic)</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750 (Bearer)</a>
 */
final class DrainAccess {
    static final int UNKNOWN_CREDENTIALS = -1;
    static final int TOKEN_NOT_LISTED = -2;

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private final List<Set<String>> tokens;
    private final BitSet open = new BitSet();
    private final Map<ByteBuffer, BitSet> drainsOf = new HashMap<>();

    DrainAccess(List<Drain> drains) {
        tokens = drains.stream().map(drain -> Set.copyOf(drain.tokens())).toList();
        for (int i = 0; i < drains.size(); i++) {
            List<String> credentials = drains.get(i).credentials();
            open.set(i, credentials.isEmpty());
            for (String credential : credentials) {
                add(credential, i);
            }
        }
    }

    private void add(String credential, int drain) {
        if (credential.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            add(BEARER, credential.substring(BEARER.length()).strip(), drain);
        } else {
            add(BASIC, credential, drain);
            add(BASIC, percentDecoded(credential), drain);
        }
    }

    private void add(String scheme, String credential, int drain) {
        drainsOf.computeIfAbsent(digest(scheme, credential.getBytes(UTF_8)), unseen -> new BitSet())
                .set(drain);
    }

    /**
     * The drains whose credentials these are, as indexes in the configuration; one that has none takes anyone.
     *
     * @param authorization the header as it came, or null
     */
    int[] withCredentials(@Nullable String authorization) {
        BitSet found = (BitSet) open.clone();
        if (authorization != null) {
            byte[] basic = basic(authorization);
            find(BASIC, basic, found);
            String encoded = new String(basic, UTF_8);
            String decoded = percentDecoded(encoded);
            if (!decoded.equals(encoded)) {
                find(BASIC, decoded.getBytes(UTF_8), found);
            }
            find(BEARER, bearer(authorization), found);
        }
        return found.stream().toArray();
    }

    private void find(String scheme, byte[] presented, BitSet found) {
        BitSet drains = presented.length == 0 ? null : drainsOf.get(digest(scheme, presented));
        if (drains != null) {
            found.or(drains);
        }
    }

    private static ByteBuffer digest(String scheme, byte[] credential) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(scheme.getBytes(UTF_8));
            return ByteBuffer.wrap(sha256.digest(credential));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
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
            Set<String> listed = tokens.get(candidate);
            if (token != null && listed.contains(token)) {
                return candidate;
            }
            if (listed.isEmpty() && anyToken == TOKEN_NOT_LISTED) {
                anyToken = candidate;
            }
        }
        return anyToken;
    }

    private static byte[] basic(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static byte[] bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
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
