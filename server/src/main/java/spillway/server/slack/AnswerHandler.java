package spillway.server.slack;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.netty.request.NettyRequest;
import org.jspecify.annotations.Nullable;
import spillway.server.config.Configuration;
import spillway.server.forward.Delivery;
import spillway.server.forward.Delivery.Outcome;

/**
 * Reads one answer, up to {@value #MAX_BODY} octets of it, and notes whether the request was written at all: before that a
 * failure is safe, after it the post may stand in the channel.
 */
final class AnswerHandler implements AsyncHandler<Delivery> {
    /** A bot's answer echoes the message. */
    static final int MAX_BODY = 128 * 1024;

    private final Configuration.Channel channel;
    private final CompletableFuture<Delivery> delivery;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(64);
    private volatile boolean written;
    private volatile int status;
    private volatile @Nullable String retryAfter;

    AnswerHandler(Configuration.Channel channel, CompletableFuture<Delivery> delivery) {
        this.channel = channel;
        this.delivery = delivery;
    }

    @Override
    public void onRequestSend(NettyRequest request) {
        written = true;
    }

    @Override
    public State onStatusReceived(HttpResponseStatus received) {
        status = received.getStatusCode();
        return State.CONTINUE;
    }

    @Override
    public State onHeadersReceived(HttpHeaders headers) {
        retryAfter = headers.get(HttpHeaderNames.RETRY_AFTER);
        return State.CONTINUE;
    }

    @Override
    public State onBodyPartReceived(HttpResponseBodyPart part) {
        byte[] octets = part.getBodyPartBytes();
        body.write(octets, 0, Math.min(octets.length, MAX_BODY - body.size()));
        return body.size() < MAX_BODY ? State.CONTINUE : State.ABORT;
    }

    @Override
    public Delivery onCompleted() {
        Delivery verdict = Verdict.of(channel, status, retryAfter, body.toString(StandardCharsets.UTF_8));
        delivery.complete(verdict);
        return verdict;
    }

    @Override
    public void onThrowable(Throwable failure) {
        if (status >= 300 && status < 500) {
            onCompleted();
            return;
        }
        delivery.complete(Delivery.failed(written ? Outcome.AMBIGUOUS : Outcome.SAFE_FAILURE, reason(failure)));
    }

    /** In our own words: an exception's may hold the URL. */
    private String reason(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return written ? "no answer in time" : "no connection in time";
        }
        if (written) {
            return status == 0 ? "closed without an answer" : "answer cut short";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "name not resolved";
            }
            if (cause instanceof SSLException) {
                return "TLS failed";
            }
        }
        return "no connection";
    }
}
