package spillway.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides by its head whether a request is read. One connection's: a sender repeats its credentials with each request, and they
 * are looked up once.
 */
final class HeadCheck {
    private final DrainListener listener;
    private @Nullable String knownAuthorization;
    private int[] knownDrains = {};
    private boolean authorizationKnown;

    HeadCheck(DrainListener listener) {
        this.listener = listener;
    }

    /** What to say to a head that can't be decoded. */
    static Answer undecodable(Throwable decoderFailure) {
        if (decoderFailure instanceof TooLongHttpLineException) {
            return Answer.URI_TOO_LONG;
        }
        return decoderFailure instanceof TooLongHttpHeaderException ? Answer.HEADERS_TOO_LARGE : Answer.BAD_REQUEST;
    }

    /** What to say to a head after which nothing that follows on the connection can be trusted; null if it is sound. */
    static @Nullable Answer broken(RequestHead head) {
        if (!head.isVersionSupported()) {
            return Answer.VERSION_NOT_SUPPORTED;
        }
        if (head.hasTooManyHeaders()) {
            return Answer.HEADERS_TOO_LARGE;
        }
        return head.hasBadHost() || head.hasOtherTransferCoding() ? Answer.BAD_REQUEST : null;
    }

    /**
     * The drain that the request is for.
     *
     * @return its place in the configuration, or what {@link DrainAccess#withToken} says if there is none
     */
    int drain(RequestHead head) {
        String authorization = head.authorization();
        if (!authorizationKnown || !Objects.equals(authorization, knownAuthorization)) {
            knownDrains = listener.access().withCredentials(authorization);
            knownAuthorization = authorization;
            authorizationKnown = true;
        }
        return listener.access().withToken(knownDrains, head.drainToken());
    }

    /** Credentials are looked up anew with the next request. */
    void forgetCredentials() {
        authorizationKnown = false;
    }

    /** What a sound request is refused with; null if it is to be read. */
    @Nullable
    Answer refusal(RequestHead head, int drain) {
        if (!head.isPath(listener.path())) {
            return Answer.NOT_FOUND;
        }
        if (!head.isPost()) {
            return Answer.METHOD_NOT_ALLOWED;
        }
        if (listener.requireForwardedHttps() && !head.cameByHttps()) {
            return Answer.FORBIDDEN;
        }
        if (drain == DrainAccess.UNKNOWN_CREDENTIALS) {
            return Answer.UNAUTHORIZED;
        }
        if (drain == DrainAccess.TOKEN_NOT_LISTED) {
            return Answer.FORBIDDEN;
        }
        if (!head.hasLogplexType() || head.hasOtherEncoding()) {
            return Answer.UNSUPPORTED_MEDIA_TYPE;
        }
        return head.contentLength() > listener.maxBody() ? Answer.CONTENT_TOO_LARGE : null;
    }
}
