package spillway.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Bodies as Logplex posts them, the same for the same seed: 40 % router, 42 % application with some octets beyond ASCII, 11 %
 * Postgres, the rest dyno states, metrics and loss notices; 280 octets a message in the mean.
 */
public final class MixedCorpus {
    private static final String TIME = "2024-03-01T10:11:12.%06d+00:00";
    private static final String[] WORDS = {
        "order", "cart", "user", "loaded", "cache", "from", "queue", "worker", "größe", "naïve", "sku", "saved",
        "request", "for"
    };
    private static final String[] PATHS = {
        "/",
        "/cart",
        "/orders/991",
        "/api/v1/errors?since=2024-03-01&limit=50",
        "/search?q=running+shoes&page=2&sort=price",
        "/assets/application-4f5ae1c09b7d.css"
    };

    private final SplittableRandom random;

    private MixedCorpus(long seed) {
        random = new SplittableRandom(seed);
    }

    /** One body of {@code messages} octet-counted frames. */
    public static byte[] body(long seed, int messages) {
        MixedCorpus corpus = new MixedCorpus(seed);
        ByteArrayOutputStream body = new ByteArrayOutputStream(messages * 300);
        for (int i = 0; i < messages; i++) {
            byte[] message = corpus.message().getBytes(UTF_8);
            body.writeBytes((message.length + " ").getBytes(UTF_8));
            body.writeBytes(message);
        }
        return body.toByteArray();
    }

    private String message() {
        String time = String.format(Locale.ROOT, TIME, random.nextInt(1_000_000));
        int of100 = random.nextInt(100);
        if (of100 < 40) {
            return "<158>1 " + time + " host heroku router - " + router() + "\n";
        }
        if (of100 < 82) {
            return "<190>1 " + time + " host app " + (of100 < 70 ? "web." : "worker.") + (1 + random.nextInt(8)) + " - "
                    + application() + "\n";
        }
        if (of100 < 93) {
            return "<134>1 " + time + " host app postgres." + (1_000 + random.nextInt(9_000)) + " - " + postgres()
                    + "\n";
        }
        if (of100 < 96) {
            return "<45>1 " + time + " host heroku web." + (1 + random.nextInt(8))
                    + " - State changed from starting to up\n";
        }
        if (of100 < 99) {
            return "<134>1 " + time
                    + " host heroku web.1 - source=web.1 dyno=heroku.2611.cd817c77-4f8e-4e68-b42a-3dea4e04d99c"
                    + " sample#memory_total=221.47MB sample#memory_rss=217.77MB sample#memory_quota=512.00MB\n";
        }
        return "<172>1 " + time + " host heroku logplex - Error L10 (output buffer overflow): " + random.nextInt(1, 900)
                + " messages dropped since 2024-03-01T10:11:02+00:00.";
    }

    private String router() {
        int service = random.nextInt(2_000);
        if (random.nextInt(50) == 0) {
            return "at=error code=H12 desc=\"Request timeout\" method=GET path=\"" + path()
                    + "\" host=shop.example.com request_id=" + id()
                    + " fwd=\"203.0.113.204\" dyno=web.1 connect=1ms service=30000ms status=503 bytes=0 protocol=https";
        }
        return "at=info method=" + (random.nextInt(4) == 0 ? "POST" : "GET") + " path=\"" + path()
                + "\" host=shop.example.com request_id=" + id() + " fwd=\"203.0.113." + random.nextInt(256)
                + "\" dyno=web."
                + (1 + random.nextInt(8)) + " connect=" + random.nextInt(3) + "ms service=" + service + "ms status="
                + (random.nextInt(60) == 0 ? "500" : random.nextInt(8) == 0 ? "302" : "200") + " bytes="
                + random.nextInt(90_000)
                + (random.nextInt(3) == 0 ? " protocol=http1.1 tls=true tls_version=tls1.3" : " protocol=https");
    }

    private String application() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> "I, [2024-03-01T10:11:12.123456 #4]  INFO -- : [" + id() + "] " + words(24);
            case 2 ->
                "[" + id() + "] method=GET path=" + path()
                        + " format=html controller=CartsController action=show status=200"
                        + " duration=12.11 view=8.00 db=1.20 params="
                        + words(10).replace(' ', '_');
            case 3, 4 ->
                "{\"level\":30,\"time\":1709287872123,\"pid\":4,\"hostname\":\"d2\",\"msg\":\"" + words(24) + "\"}";
            case 5 ->
                "{\"message\":\"" + words(19) + "\",\"context\":{\"level\":\"error\",\"a\":[1,2]},\"level\":\""
                        + (random.nextInt(9) == 0 ? "error" : "info") + "\",\"timestamp\":\"2024-03-01T10:11:12Z\"}";
            case 6, 7 -> words(32);
            case 8 -> "2024-03-01 10:11:12.123  INFO 4 --- [nio-8080-exec-1] c.e.shop.Orders : " + words(19);
            case 9 -> "time=\"2024-03-01T10:11:12Z\" level=info msg=\"" + words(17) + "\" component=db";
            case 10 ->
                "10.1.2.3 - - [01/Mar/2024:10:11:12 +0000] \"GET " + path() + " HTTP/1.1\" 200 145 \"-\" \"Mozilla/5.0 "
                        + words(15) + "\"";
            default ->
                random.nextInt(3) == 0
                        ? "    at handler (/app/src/cart.js:12:7)"
                        : "2024-03-01 10:11:12,123 - app.tasks - ERROR - " + words(15);
        };
    }

    private String postgres() {
        int number = random.nextInt(1, 9_000);
        if (random.nextInt(3) == 0) {
            return "[YELLOW] [" + number
                    + "-1]  sql_error_code = 00000 time_ms = \"2024-03-01 10:11:12.793 UTC\" pid=\"1991397\""
                    + " proc_start_time=\"2024-03-01 10:11:12 UTC\" session_id=\"647e3878.1e62e5\" vtid=\"2/0\" tid=\"0\" log_line=\"3\""
                    + " database=\"shop\" connection_source=\"203.0.113.4(12345)\" user=\"shop\" application_name=\"puma\" LOG:  duration: "
                    + random.nextInt(9_000) + ".887 ms  statement: SELECT " + words(10);
        }
        return "[YELLOW] [" + number + "-1]  sql_error_code = 00000 LOG:  checkpoint complete: wrote "
                + random.nextInt(9_000)
                + " buffers (3.0%); 0 WAL file(s) added, 0 removed, 9 recycled; write=301.200 s, sync=0.010 s, total=301.300 s;"
                + " sync files=12, longest=0.003 s, average=0.001 s; distance=12034 kB, estimate=15004 kB";
    }

    private String path() {
        return PATHS[random.nextInt(PATHS.length)];
    }

    private String id() {
        return String.format(Locale.ROOT, "%08x-4143-8677-cc66-%012x", random.nextInt(), random.nextLong() >>> 16);
    }

    private String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }
}
