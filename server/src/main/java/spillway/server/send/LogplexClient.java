package spillway.server.send;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts requests to a drain by Logplex's rules.
 *
 * <p>2xx is done. 4xx except 429 drops the request for good. Anything else, or no answer in 5 s, closes the connection and
 * sends the request again at once, three tries in all. What is dropped is counted and told in front of the next request.
 * Not thread-safe.
 */
public final class LogplexClient implements AutoCloseable {
    private final DrainUrl to;
    private final String drainToken;
    private final @Nullable SSLSocketFactory tls;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private @Nullable LogplexConnection connection;
    private long lost;
    private @Nullable Instant lostSince;
    private long retries;
    private String lastFailure = "";

    /** What became of a request. */
    public enum Outcome {
        /** 2xx. */
        ACCEPTED,
        /** 4xx except 429: it will never be sent again. */
        REFUSED,
        /** Three tries without an answer that counts: whether the drain has it nobody knows. */
        IN_DOUBT
    }

    /**
     * @param tls for {@code https}, and only for it
     * @throws IllegalArgumentException if it is missing for an {@code https} URL
     */
    public LogplexClient(
            DrainUrl to, String drainToken, @Nullable SSLSocketFactory tls, Clock clock, LongSupplier nanoTime) {
        if (to.tls() == (tls == null)) {
            throw new IllegalArgumentException(to + ": tls " + (tls == null ? "missing" : "given"));
        }
        this.to = to;
        this.drainToken = drainToken;
        this.tls = tls;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** The next request, with a notice of what was lost before it. */
    public LogplexRequest request(List<byte[]> messages) {
        LogplexRequest request = new LogplexRequest(messages, lost, lostSince);
        lost = 0;
        lostSince = null;
        return request;
    }

    /** Notes messages that were lost, from {@code since} on, before they could be sent. */
    public void lose(long messages, Instant since) {
        lost += messages;
        if (lostSince == null || since.isBefore(lostSince)) {
            lostSince = since;
        }
    }

    /**
     * Sends the request until it is settled.
     *
     * @throws ConnectException if there is no connection; this costs no try, the caller may post the same request again
     */
    public Outcome post(LogplexRequest request) throws ConnectException {
        while (request.mayTry()) {
            int status = tryOnce(request);
            if (status >= 200 && status < 300) {
                return Outcome.ACCEPTED;
            }
            if (status >= 400 && status < 500 && status != 429) {
                drop(request);
                return Outcome.REFUSED;
            }
            close();
        }
        drop(request);
        return Outcome.IN_DOUBT;
    }

    /** How many tries were not the first of their request. */
    public long retries() {
        return retries;
    }

    /** What the last try that failed was answered, or why it was not; empty if none has. */
    public String lastFailure() {
        return lastFailure;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** The answer's status; 0 if there was none. */
    private int tryOnce(LogplexRequest request) throws ConnectException {
        LogplexConnection open = connect();
        byte[] octets = request.nextTry(to, drainToken, clock.instant());
        retries += request.tries() > 1 ? 1 : 0;
        try {
            AnswerReader.Answer answer = open.exchange(octets);
            if (!answer.keepAlive()) {
                close();
            }
            if (answer.status() >= 300) {
                lastFailure = "status " + answer.status();
            }
            return answer.status();
        } catch (IOException | NumberFormatException e) {
            lastFailure = String.valueOf(e.getMessage());
            return 0;
        }
    }

    private LogplexConnection connect() throws ConnectException {
        if (connection != null && connection.isClosedByPeer()) {
            close();
        }
        LogplexConnection open = connection;
        if (open == null) {
            open = new LogplexConnection(to, tls, nanoTime);
            connection = open;
        }
        return open;
    }

    private void drop(LogplexRequest request) {
        Instant since = request.lostSince();
        lose(request.messages().size() + request.lost(), since == null ? clock.instant() : since);
    }
}
