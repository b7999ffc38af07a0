package spillway.server.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Slack on loopback that keeps to Slack's limits and fails on request.
 *
 * <p>Webhooks ({@code /services/T/B/CHANNEL}), {@code chat.postMessage} and {@code chat.update}. One thread a connection.
 * Each channel takes one post a second, else 429; a client that goes on inside a {@code Retry-After}, or has two requests
 * in flight for one channel, is written down in {@link #violations}. Every request is kept.
 */
public final class SlackStandIn implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String WEBHOOKS = "/services/";
    private static final String POST_MESSAGE = "/api/chat.postMessage";
    private static final String UPDATE = "/api/chat.update";
    private static final int MAX_BODY = 1024 * 1024;

    private final ServerSocket listener;
    private final boolean limitsRate;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    // Guarded by this.
    private final Map<String, SlackChannel> channels = new HashMap<>();
    private final List<Received> received = new ArrayList<>();
    private final Set<String> deleted = new HashSet<>();
    private boolean closed;
    private int hangsEnded;
    private long lastTs;

    /** A Slack that takes one post a second and channel, on a free port. */
    public SlackStandIn() {
        this(0, true);
    }

    /**
     * @param port 0 for a free one
     * @param limitsRate whether a post less than a second after the last is answered with 429
     */
    public SlackStandIn(int port, boolean limitsRate) {
        this.limitsRate = limitsRate;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        } catch (IOException e) {
            throw new UncheckedIOException("Slack stand-in: port " + port, e);
        }
        start("slack-accept", this::accept);
    }

    /**
     * A request, and what it was answered.
     *
     * @param nanos when it had been read
     * @param payload null if it is not JSON
     * @param status 0 if there was no answer
     * @param posted whether it stands in the channel
     * @param ts the post's name in the channel; empty for a webhook's
     */
    public record Received(
            long nanos,
            String channel,
            WireRequest request,
            @Nullable JsonNode payload,
            int status,
            String answer,
            boolean posted,
            String ts) {
        public JsonNode json() {
            return payload == null ? JSON.nullNode() : payload;
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The webhook of a channel; its name is the URL's secret part. */
    public String webhook(String channel) {
        return "http://127.0.0.1:" + port() + WEBHOOKS + "T00000000/B00000000/" + channel;
    }

    /** The base URL of the Web API, as a bot's configuration has it. */
    public String api() {
        return "http://127.0.0.1:" + port() + "/api/";
    }

    /** The channel's next requests get these, one each, then it is itself again. */
    public synchronized void next(String channel, Fault... faults) {
        channel(channel).script.addAll(List.of(faults));
    }

    /** Every request of the channel gets this; null: it is itself again. */
    public synchronized void always(String channel, @Nullable Fault fault) {
        channel(channel).always = fault;
    }

    /** A person deletes a post: it can't be changed or answered to any more. */
    public synchronized void delete(String ts) {
        deleted.add(ts);
    }

    /** Whatever hangs or is slow now goes on at once. */
    public synchronized void endHangs() {
        hangsEnded++;
        notifyAll();
    }

    /** What stands in the channel, in order. */
    public synchronized List<Received> posts(String channel) {
        return received.stream()
                .filter(one -> one.posted() && one.channel().equals(channel))
                .toList();
    }

    /** Every request of the channel, answered or not. */
    public synchronized List<Received> requests(String channel) {
        return received.stream().filter(one -> one.channel().equals(channel)).toList();
    }

    /** What a client did that Slack asks not to do, a sentence each. */
    public synchronized List<String> violations() {
        List<String> all = new ArrayList<>();
        channels.forEach((name, channel) -> channel.violations.forEach(one -> all.add(name + ": " + one)));
        return all;
    }

    /** All that stands in the channel, for the eye. */
    public String view(String channel) {
        StringBuilder view = new StringBuilder();
        posts(channel)
                .forEach(post -> view.append(SlackView.render(post.json())).append('\n'));
        return view.toString();
    }

    /** The log lines of all posts of the channel. */
    public List<SlackView.ShownLine> lines(String channel) {
        return posts(channel).stream()
                .flatMap(post -> SlackView.lines(post.json()).stream())
                .toList();
    }

    /** Forgets what it was sent; scripts and paces stay. */
    public synchronized void forget() {
        received.clear();
        channels.values().forEach(channel -> channel.violations.clear());
    }

    /** Waits until the channel holds at least {@code count} posts. */
    public List<Received> awaitPosts(String channel, int count, Duration deadline) throws InterruptedException {
        return await(channel, posts -> posts.size() >= count, deadline);
    }

    /**
     * Waits until the channel's posts are as wanted.
     *
     * @throws AssertionError if they are not when {@code deadline} is over
     */
    public synchronized List<Received> await(String channel, Predicate<List<Received>> wanted, Duration deadline)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        List<Received> posts = posts(channel);
        while (!wanted.test(posts)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("channel " + channel + " after " + deadline + ": " + posts.size()
                        + " posts of " + requests(channel).size() + " requests:\n" + view(channel));
            }
            wait(left);
            posts = posts(channel);
        }
        return posts;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        closeQuietly(listener);
        connections.forEach(SlackStandIn::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                start("slack-connection", () -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            boolean open = true;
            while (open) {
                WireRequest head = WireRequest.readHead(in);
                open = head != null && answer(head, in, socket);
            }
        } catch (IOException e) {
            // The peer went away, or this stand-in is closed: both are the test's doing.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    /** False if the connection is over. */
    private boolean answer(WireRequest head, BufferedInputStream in, Socket socket)
            throws IOException, InterruptedException {
        String pathChannel = webhookChannel(head.target());
        if (pathChannel != null && takesReset(pathChannel)) {
            record(pathChannel, head, null, Reply.error(0, ""));
            socket.setSoLinger(true, 0);
            return false;
        }
        WireRequest request = head.withBody(in);
        JsonNode payload = parse(request);
        String channel = pathChannel != null
                ? pathChannel
                : payload == null ? "" : id(payload.path("channel").asText());
        Fault fault = enter(channel);
        if (fault != null) {
            return play(fault, channel, request, payload, socket);
        }
        Reply reply = reply(channel, request, payload);
        leave(channel, request, payload, reply);
        write(socket, reply);
        return true;
    }

    private boolean play(Fault fault, String channel, WireRequest request, @Nullable JsonNode payload, Socket socket)
            throws IOException, InterruptedException {
        Reply reply = new Reply(fault.status(), fault.body(), fault.retryAfter(), fault.posted(), "");
        if (fault.kind() == Fault.Kind.ANSWER) {
            sleep(fault.delay());
        }
        leave(channel, request, payload, reply);
        switch (fault.kind()) {
            case ANSWER -> write(socket, reply);
            case TRUNCATED_ANSWER ->
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\no".getBytes(StandardCharsets.US_ASCII));
            case RESET_BEFORE_READING, RESET_AFTER_READING -> socket.setSoLinger(true, 0);
            case HANG -> sleep(fault.delay());
            case CLOSE_WITHOUT_ANSWER, NONE -> {}
        }
        return fault.kind() == Fault.Kind.ANSWER;
    }

    private record Reply(int status, String body, int retryAfter, boolean posted, String ts) {
        static Reply error(int status, String body) {
            return new Reply(status, body, -1, false, "");
        }
    }

    private Reply reply(String channel, WireRequest request, @Nullable JsonNode payload) {
        boolean webhook = webhookChannel(request.target()) != null;
        if (!webhook
                && !request.target().equals(POST_MESSAGE)
                && !request.target().equals(UPDATE)) {
            return Reply.error(404, "no_team");
        }
        if (!request.method().equals("POST")) {
            return Reply.error(405, "");
        }
        if (request.body().length > MAX_BODY) {
            return Reply.error(413, "");
        }
        int wait = secondsToWait(channel);
        if (wait > 0) {
            return new Reply(429, webhook ? "rate_limited" : apiFailure("ratelimited"), wait, false, "");
        }
        String error = webhook ? SlackRules.error(payload) : apiError(channel, request, payload);
        if (error != null) {
            return webhook ? Reply.error(400, error) : Reply.error(200, apiFailure(error));
        }
        if (webhook) {
            return new Reply(200, "ok", -1, true, "");
        }
        String ts = request.target().equals(UPDATE) && payload != null
                ? payload.path("ts").asText()
                : nextTs();
        return new Reply(200, "{\"ok\":true,\"channel\":\"" + channel + "\",\"ts\":\"" + ts + "\"}", -1, true, ts);
    }

    /** The id of a conversation, whose name {@code chat.postMessage} takes too: {@code C0ALERTS} of {@code #alerts}. */
    private static String id(String channel) {
        return isName(channel) ? "C0" + channel.substring(1).toUpperCase(Locale.ROOT) : channel;
    }

    private static boolean isName(String channel) {
        return channel.startsWith("#");
    }

    private static String apiFailure(String error) {
        return "{\"ok\":false,\"error\":\"" + error + "\"}";
    }

    private @Nullable String apiError(String channel, WireRequest request, @Nullable JsonNode payload) {
        if (!request.header("Authorization").startsWith("Bearer ")) {
            return "not_authed";
        }
        if (payload == null) {
            return "invalid_json";
        }
        if (channel.isEmpty()) {
            return "channel_not_found";
        }
        if (request.target().equals(UPDATE) && isName(payload.path("channel").asText())) {
            return "channel_not_found";
        }
        if (request.target().equals(UPDATE)
                && !stands(channel, payload.path("ts").asText())) {
            return "message_not_found";
        }
        if (payload.has("thread_ts")
                && !stands(channel, payload.path("thread_ts").asText())) {
            return "thread_not_found";
        }
        return SlackRules.error(payload);
    }

    private synchronized boolean stands(String channel, String ts) {
        return !ts.isEmpty()
                && !deleted.contains(ts)
                && posts(channel).stream().anyMatch(post -> post.ts().equals(ts));
    }

    private synchronized String nextTs() {
        lastTs++;
        return String.format("1700000000.%06d", lastTs);
    }

    private synchronized int secondsToWait(String name) {
        return channel(name).secondsToWait(System.nanoTime());
    }

    private synchronized boolean takesReset(String name) {
        return channel(name).takesReset();
    }

    private synchronized @Nullable Fault enter(String name) {
        channel(name).enter();
        Fault fault = channel(name).nextFault();
        return fault == null || fault.kind() == Fault.Kind.NONE ? null : fault;
    }

    /** Before the answer is written: the client may come again as soon as it has it. */
    private synchronized void leave(String name, WireRequest request, @Nullable JsonNode payload, Reply reply) {
        SlackChannel channel = channel(name);
        channel.leave();
        long now = System.nanoTime();
        if (reply.status == 429 && reply.retryAfter >= 0) {
            channel.pause(now, reply.retryAfter);
        }
        if (reply.posted) {
            channel.posted(now);
        }
        if (reply.posted && payload != null) {
            channel.violations.addAll(SlackRules.blemishes(payload));
        }
        record(name, request, payload, reply);
    }

    private synchronized void record(String channel, WireRequest request, @Nullable JsonNode payload, Reply reply) {
        received.add(new Received(
                System.nanoTime(), channel, request, payload, reply.status, reply.body, reply.posted, reply.ts));
        notifyAll();
    }

    private synchronized void sleep(Duration delay) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        int before = hangsEnded;
        long left = delay.toMillis();
        for (; left > 0 && !closed && hangsEnded == before; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private SlackChannel channel(String name) {
        return channels.computeIfAbsent(name, key -> new SlackChannel(limitsRate));
    }

    private static void write(Socket socket, Reply reply) throws IOException {
        byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + reply.status + (reply.status == 200 ? " OK" : " Refused") + "\r\n"
                + (reply.retryAfter < 0 ? "" : "Retry-After: " + reply.retryAfter + "\r\n")
                + "Content-Type: text/html\r\nContent-Length: " + body.length + "\r\n\r\n";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        socket.getOutputStream().write(answer.toByteArray());
    }

    /** The last part of {@code /services/T/B/X}; null for any other path. */
    private static @Nullable String webhookChannel(String target) {
        String[] parts = target.split("/", -1);
        return target.startsWith(WEBHOOKS) && parts.length == 5 && !parts[4].isEmpty() ? parts[4] : null;
    }

    private static @Nullable JsonNode parse(WireRequest request) {
        if (!request.header("Content-Type").startsWith("application/json")) {
            return null;
        }
        try {
            return JSON.readTree(request.bodyText());
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // There is nobody left to tell.
        }
    }
}
