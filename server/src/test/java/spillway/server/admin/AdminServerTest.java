package spillway.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import spillway.server.admin.AdminSource.RecentPost;
import spillway.server.config.Configuration.Address;
import spillway.server.metrics.Metrics;
import spillway.server.testing.Loops;

class AdminServerTest {
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics();
    private volatile List<String> problems = List.of();
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(new Address("127.0.0.1", 0), loop, metrics, new AdminSource() {
            @Override
            public List<String> notReady() {
                return problems;
            }

            @Override
            public List<RecentPost> recentPosts() {
                return List.of(new RecentPost(1, "alerts", "delivered", "error", "ERROR <b>", "a\n\"b\""));
            }
        });
    }

    @AfterEach
    void stop() {
        server.close();
        Loops.end(loop);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    @Test
    void ready_turnsRedWithTheReason() throws Exception {
        assertEquals(200, get("/health/ready").statusCode());
        problems = List.of("store: disk full", "listener paused: store: disk full");
        HttpResponse<String> red = get("/health/ready");
        assertEquals(503, red.statusCode());
        assertEquals("store: disk full\nlistener paused: store: disk full\n", red.body());
        assertEquals(200, get("/health/live").statusCode());
    }

    @Test
    void metrics_areInPrometheusText() throws Exception {
        metrics.messagesReceived.labelValues("shop").inc(3);
        HttpResponse<String> scrape = get("/metrics");
        assertTrue(scrape.headers().firstValue("content-type").orElse("").startsWith("text/plain; version=0.0.4"));
        assertTrue(scrape.body().contains("\nspillway_messages_received_total{drain=\"shop\"} 3.0\n"), scrape.body());
    }

    @Test
    void posts_areJson() throws Exception {
        assertEquals(
                "[{\"millis\":1,\"channel\":\"alerts\",\"outcome\":\"delivered\",\"severity\":\"error\","
                        + "\"title\":\"ERROR <b>\",\"body\":\"a\\n\\\"b\\\"\"}]",
                get("/posts.json").body());
    }

    @Test
    void page_mayOnlyTalkToItsServer() throws Exception {
        HttpResponse<String> page = get("/");
        assertEquals(200, page.statusCode());
        assertTrue(
                page.headers().firstValue("content-security-policy").orElse("").startsWith("default-src 'none'"));
    }

    @Test
    void refuses_whatItDoesNotKnow() throws Exception {
        assertEquals(404, get("/nothing").statusCode());
        assertEquals(
                405,
                send(HttpRequest.newBuilder(uri("/metrics"))
                                .POST(HttpRequest.BodyPublishers.ofString("x"))
                                .build())
                        .statusCode());
    }

    @Test
    void start_saysWhichAddressIsInUse() {
        Address taken = new Address("127.0.0.1", server.address().getPort());
        IOException refused = assertThrows(IOException.class, () -> AdminServer.start(taken, loop, metrics, null));
        assertEquals("admin.address: 127.0.0.1:" + taken.port() + " (Address already in use)", refused.getMessage());
    }
}
