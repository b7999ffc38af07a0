package spillway.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Bodies as Heroku sends them: 40 % router lines, 42 % application lines, 11 % postgres, the rest dyno states and loss
 * notices; about 280 octets a message. The same seed gives the same octets.
 *
 * <p>Run with a directory, a seed, the share of alarming messages in percent, and batch sizes, it writes for each size
 * {@code DIRECTORY/SIZE/1.body} and on.
 */
public final class Corpus {
    private static final String[] PATHS = {
        "/",
        "/products",
        "/products/41?ref=mail",
        "/checkout",
        "/api/v1/stock",
        "/search?q=caf%C3%A9",
        "/account/orders/8812"
    };
    private static final String[] HEALTHY = {
        "I, [2024-03-14T09:12:33.100412 #4]  INFO -- : [%s] method=GET path=/products/41 format=html "
                + "controller=ProductsController action=show status=200 duration=%d.12 view=17.90 db=8.31",
        "{\"level\":\"info\",\"time\":\"2024-03-14T09:12:33.412Z\",\"request_id\":\"%s\",\"msg\":\"client connected\","
                + "\"clients\":%d,\"city\":\"Zürich\",\"tags\":[\"web\",\"realtime\"],\"region\":\"eu\",\"version\":\"4be2c91\"}",
        "[2024-03-14 09:12:33,412: INFO/ForkPoolWorker-2] Task shop.tasks.reindex[%s] succeeded in %d.41s: None",
        "Rendered products/_card.html.erb für „Müller & Söhne“ – request %s took %d ms, there was no error at all",
        "level=info ts=2024-03-14T09:12:33Z caller=sync.go:88 msg=\"batch stored\" id=%s rows=%d lag=0.2s host=clock.1",
    };
    private static final String[] ALARMING = {
        "E, [2024-03-14T09:12:33.100412 #4] ERROR -- : [%s] ActiveRecord::ConnectionTimeoutError: could not obtain a "
                + "connection from the pool within %d.000 seconds; all pooled connections were in use",
        "{\"level\":\"error\",\"time\":\"2024-03-14T09:12:33.412Z\",\"request_id\":\"%s\",\"msg\":\"payment failed für Müller\","
                + "\"order\":%d}",
        "[2024-03-14 09:12:33,412: ERROR/ForkPoolWorker-2] Task shop.tasks.charge[%s] raised unexpected after %d s",
    };

    private final Random random;
    private final int alarmingPercent;

    /** @param alarmingPercent how many messages of a hundred have severity warning or worse, loss notices not counted */
    public Corpus(long seed, int alarmingPercent) {
        this.random = new Random(seed);
        this.alarmingPercent = alarmingPercent;
    }

    public static void main(String[] arguments) throws IOException {
        Corpus corpus = new Corpus(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        long octets = 0;
        long messages = 0;
        for (int i = 3; i < arguments.length; i++) {
            int batch = Integer.parseInt(arguments[i]);
            Path directory = Files.createDirectories(Path.of(arguments[0], arguments[i]));
            for (int number = 1; number <= bodies(batch); number++) {
                byte[] body = corpus.body(batch);
                Files.write(directory.resolve(number + ".body"), body);
                octets += body.length;
                messages += batch;
            }
        }
        System.out.println("messages=" + messages + " octets-per-message=" + octets / Math.max(1, messages));
    }

    /** How many different bodies there are of a batch size. */
    static int bodies(int batch) {
        return Math.max(16, Math.min(1_024, 16_384 / batch));
    }

    /** One request's body. */
    public byte[] body(int messages) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            byte[] message = message().getBytes(StandardCharsets.UTF_8);
            body.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(message);
        }
        return body.toByteArray();
    }

    /** One message, from its PRI on. */
    public String message() {
        boolean alarming = random.nextInt(100) < alarmingPercent;
        int kind = random.nextInt(100);
        if (kind < 40) {
            return router(alarming);
        }
        if (kind < 82) {
            return app(alarming);
        }
        if (kind < 93) {
            return postgres(alarming);
        }
        if (kind < 99 || alarmingPercent > 0) {
            return dyno(alarming);
        }
        return "<172>1 " + time() + " host heroku logplex - Error L10 (output buffer overflow): "
                + (1 + random.nextInt(900)) + " messages dropped since 2024-03-14T09:11:41+00:00.";
    }

    private String router(boolean alarming) {
        String head = "<158>1 " + time() + " host heroku router - at="
                + (alarming ? "error code=H12 desc=\"Request timeout\"" : "info");
        return head + " method=GET path=\"" + PATHS[random.nextInt(PATHS.length)]
                + "\" host=shop.example.com request_id=" + id()
                + " fwd=\"203.0.113." + random.nextInt(256) + "\" dyno=web." + (1 + random.nextInt(8))
                + " connect=1ms service="
                + (alarming ? 30_000 : 3 + random.nextInt(400)) + "ms status=" + (alarming ? 503 : 200) + " bytes="
                + random.nextInt(20_000) + " protocol=https\n";
    }

    private String app(boolean alarming) {
        String[] texts = alarming ? ALARMING : HEALTHY;
        return "<190>1 " + time() + " host app web." + (1 + random.nextInt(8)) + " - "
                + String.format(Locale.ROOT, texts[random.nextInt(texts.length)], id(), 1 + random.nextInt(900)) + "\n";
    }

    private String postgres(boolean alarming) {
        String head = (alarming ? "<132>1 " : "<134>1 ") + time() + " host app postgres.2979 - [DATABASE] ["
                + (1 + random.nextInt(20_000)) + "-1]  sql_error_code = ";
        if (alarming) {
            return head + "55P03 ERROR:  could not obtain lock on row in relation \"orders\"\n";
        }
        return head + "00000 time_ms = \"2024-03-14 09:12:33.793 UTC\" pid=\"" + random.nextInt(32_000)
                + "\" proc_start_time=\"2024-03-14 08:51:12 UTC\" session_id=\"65f2b9d0.5be\" vtid=\"2/0\" tid=\"0\" log_line=\"3\""
                + " database=\"shop\" connection_source=\"203.0.113.4(12345)\" user=\"shop\" application_name=\"puma\" LOG:  "
                + "checkpoint complete: wrote " + random.nextInt(9_000) + " buffers (3.0%)\n";
    }

    private String dyno(boolean alarming) {
        String dyno = "web." + (1 + random.nextInt(8));
        if (alarming) {
            return "<45>1 " + time() + " host heroku " + dyno + " - Error R14 (Memory quota exceeded)\n";
        }
        return "<45>1 " + time() + " host heroku " + dyno + " - "
                + (random.nextBoolean()
                        ? "State changed from starting to up\n"
                        : "source=" + dyno + " dyno=heroku.104812." + id() + " sample#memory_total=381.12MB "
                                + "sample#memory_rss=301.02MB sample#memory_quota=512.00MB\n");
    }

    private String time() {
        return String.format(
                Locale.ROOT, "2024-03-14T09:12:%02d.%06d+00:00", random.nextInt(60), random.nextInt(1_000_000));
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
