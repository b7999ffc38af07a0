package spillway.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import spillway.server.admin.AdminSource.RecentPost;
import spillway.server.metrics.Metrics;

/** Answers one operator's connection. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final JsonFactory JSON = new JsonFactory();

    private final Metrics metrics;
    private final AdminSource source;

    AdminHandler(Metrics metrics, AdminSource source) {
        this.metrics = metrics;
        this.source = source;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) throws IOException {
        FullHttpResponse response = answer(request);
        if (request.method().equals(HttpMethod.HEAD)) {
            response = response.replace(Unpooled.EMPTY_BUFFER);
        }
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = ctx.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private FullHttpResponse answer(FullHttpRequest request) throws IOException {
        if (request.decoderResult().isFailure()) {
            return response(HttpResponseStatus.BAD_REQUEST, TEXT, "bad request\n");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse refused = response(HttpResponseStatus.METHOD_NOT_ALLOWED, TEXT, "only GET\n");
            refused.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            return refused;
        }
        return switch (new QueryStringDecoder(request.uri()).path()) {
            case "/health/live" -> response(HttpResponseStatus.OK, TEXT, "live\n");
            case "/health/ready" -> ready();
            case "/metrics" -> response(HttpResponseStatus.OK, PrometheusTextFormatWriter.CONTENT_TYPE, metrics());
            case "/posts.json" -> response(HttpResponseStatus.OK, "application/json", posts());
            case "/" -> page();
            default -> response(HttpResponseStatus.NOT_FOUND, TEXT, "/ /health/live /health/ready /metrics\n");
        };
    }

    private FullHttpResponse ready() {
        List<String> problems = source.notReady();
        return problems.isEmpty()
                ? response(HttpResponseStatus.OK, TEXT, "ready\n")
                : response(HttpResponseStatus.SERVICE_UNAVAILABLE, TEXT, String.join("\n", problems) + "\n");
    }

    private String metrics() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(16_384);
        PrometheusTextFormatWriter.builder().build().write(text, metrics.registry.scrape());
        return text.toString(UTF_8);
    }

    private String posts() throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator to = JSON.createGenerator(json)) {
            to.writeStartArray();
            for (RecentPost post : source.recentPosts()) {
                to.writeStartObject();
                to.writeNumberField("millis", post.millis());
                to.writeStringField("channel", post.channel());
                to.writeStringField("outcome", post.outcome());
                to.writeStringField("severity", post.severity());
                to.writeStringField("title", post.title());
                to.writeStringField("body", post.body());
                to.writeEndObject();
            }
            to.writeEndArray();
        }
        return json.toString(UTF_8);
    }

    private static FullHttpResponse page() throws IOException {
        try (InputStream page = Objects.requireNonNull(AdminHandler.class.getResourceAsStream("live.html"))) {
            FullHttpResponse response =
                    response(HttpResponseStatus.OK, "text/html; charset=utf-8", new String(page.readAllBytes(), UTF_8));
            response.headers()
                    .set(
                            HttpHeaderNames.CONTENT_SECURITY_POLICY,
                            "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src"
                                    + " 'unsafe-inline'; frame-ancestors 'none'");
            return response;
        }
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, String text) {
        ByteBuf content = Unpooled.copiedBuffer(text, UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff");
        return response;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
