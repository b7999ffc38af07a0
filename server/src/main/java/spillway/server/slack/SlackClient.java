package spillway.server.slack;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.BoundRequestBuilder;
import org.asynchttpclient.Dsl;
import spillway.server.config.Configuration;
import spillway.server.forward.Delivery;
import spillway.server.forward.Delivery.Outcome;
import spillway.server.forward.PostSender;

/**
 * Sends posts to Slack, each once: the HTTP client's own retries are off, as is all that could resend or leak a post
 * (redirects, cookies, a proxy found by accident).
 *
 * <p>Connections are kept for a few seconds only: one that the other end has closed meanwhile would turn a safe post into an
 * ambiguous one.
 */
public final class SlackClient implements AutoCloseable {
    /** How long a request may take in all before its answer counts as lost. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(3);
    private static final String API = "https://slack.com/api/";

    private final AsyncHttpClient client;
    private final ExecutorService resolving;

    /** A client with one I/O thread, one timer and one thread that resolves names, all made by {@code threads}. */
    public SlackClient(ThreadFactory threads) {
        this(threads, REQUEST_TIMEOUT);
    }

    SlackClient(ThreadFactory threads, Duration requestTimeout) {
        resolving = Executors.newSingleThreadExecutor(threads);
        client = Dsl.asyncHttpClient(Dsl.config()
                .setThreadFactory(threads)
                .setIoThreadsCount(1)
                .setMaxRequestRetry(0)
                .setFollowRedirect(false)
                .setCookieStore(null)
                .setHttp2Enabled(false)
                .setUseProxyProperties(false)
                .setUseProxySelector(false)
                .setUserAgent("spillway")
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setHandshakeTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setRequestTimeout(requestTimeout)
                .setReadTimeout(requestTimeout)
                .setPooledConnectionIdleTimeout(IDLE_TIMEOUT)
                .setConnectionPoolCleanerPeriod(Duration.ofSeconds(1))
                .setShutdownQuietPeriod(Duration.ZERO)
                .setShutdownTimeout(Duration.ofSeconds(1)));
    }

    /** The way out of a webhook's or a bot's channel. */
    public PostSender sender(Configuration.Channel channel) {
        return (request, payload) -> send(channel, request, payload);
    }

    private CompletionStage<Delivery> send(Configuration.Channel channel, PostSender.Request request, String payload) {
        CompletableFuture<Delivery> delivery = new CompletableFuture<>();
        try {
            resolving.execute(() -> execute(channel, request, payload, delivery));
        } catch (RejectedExecutionException e) {
            delivery.complete(Delivery.failed(Outcome.SAFE_FAILURE, "closing"));
        }
        return delivery;
    }

    private void execute(
            Configuration.Channel channel,
            PostSender.Request request,
            String payload,
            CompletableFuture<Delivery> delivery) {
        AnswerHandler handler = new AnswerHandler(channel, delivery);
        BoundRequestBuilder post;
        try {
            post = client.preparePost(url(channel, request))
                    .setHeader("Content-Type", "application/json; charset=utf-8")
                    .setBody(payload);
        } catch (IllegalArgumentException e) {
            // Its text holds the URL.
            delivery.complete(Delivery.failed(Outcome.CLOSED, "URL not valid"));
            return;
        }
        if (channel.token() != null) {
            post.setHeader("Authorization", "Bearer " + channel.token());
        }
        try {
            post.execute(handler);
        } catch (RuntimeException e) {
            handler.onThrowable(e);
        }
    }

    private static String url(Configuration.Channel channel, PostSender.Request request) {
        if (channel.kind() != Configuration.Kind.BOT) {
            return Objects.requireNonNull(channel.url());
        }
        String base = channel.url() == null ? API : channel.url();
        String method = request == PostSender.Request.UPDATE ? "chat.update" : "chat.postMessage";
        return base.endsWith("/") ? base + method : base + '/' + method;
    }

    @Override
    public void close() throws IOException {
        resolving.shutdownNow();
        client.close();
    }
}
