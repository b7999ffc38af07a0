package spillway.codec.slack;

import java.util.ArrayList;
import java.util.List;
import spillway.codec.syslog.Severity;

/** Posts that tests share. */
final class Posts {
    /** 2024-11-12 12:00:01 UTC. */
    static final long NOON = 1_731_412_801_000L;

    private Posts() {}

    static Post errors() {
        return new Post(
                Severity.ERROR,
                "ERROR · shop/web · 19 lines (3 distinct) in 10 s",
                "NullPointerException at Foo.bar",
                List.of(
                        new Post.Line(NOON, NOON + 8_000, "web.1", "NullPointerException at Foo.bar", 15, 0, 0),
                        new Post.Line(
                                NOON + 1_000, NOON + 1_000, "web.12", "Connection refused: \"db\" <10.0.0.1>", 2, 0, 0),
                        new Post.Line(NOON + 2_000, NOON + 2_000, "web.2", "GET /cart?id=1&x=2 failed", 1, 1, 1)),
                NOON,
                NOON + 10_000,
                List.of("web.1", "web.12", "web.2"),
                List.of(),
                "https://dashboard.heroku.com/apps/shop/logs",
                null,
                "7f3a");
    }

    static Post trace(int frames) {
        StringBuilder trace = new StringBuilder("java.lang.IllegalStateException: cart is gone");
        for (int i = 0; i < frames; i++) {
            trace.append("\n\tat com.example.shop.Checkout$Step.run(Checkout.java:")
                    .append(100 + i)
                    .append(')');
        }
        trace.append(
                "\nCaused by: java.io.IOException: Connection reset\n\tat java.base/sun.nio.ch.Net.read(Net.java:1)");
        trace.append("\n\t... 12 more");
        return lone(Severity.CRITICAL, "CRITICAL · shop/worker", trace.toString());
    }

    static Post lone(Severity severity, String title, String text) {
        String process = title.substring(title.indexOf('/') + 1) + ".1";
        return new Post(
                severity,
                title,
                text.lines().findFirst().orElse(""),
                List.of(new Post.Line(NOON, process, text)),
                NOON,
                NOON,
                List.of(process),
                List.of(),
                null,
                null,
                "7f3b");
    }

    static Post withLines(List<Post.Line> lines) {
        return new Post(
                Severity.WARNING, "WARNING · shop/web", "", lines, NOON, NOON, List.of(), List.of(), null, null, "b");
    }

    /** {@code text} wherever log text can get. */
    static Post everywhere(String text) {
        return new Post(
                Severity.ERROR,
                "ERROR · " + text,
                text,
                List.of(
                        new Post.Line(NOON, text, text),
                        new Post.Line(NOON, NOON, text, "first\n" + text + "\n" + text, 3, 2, 1)),
                NOON,
                NOON,
                List.of(text, text),
                List.of(text, "Left out: " + text),
                "https://logs.example/?q=" + text,
                null,
                text);
    }

    static Post.Line line(String text, long count) {
        return new Post.Line(NOON, NOON, "web.1", text, count, 0, 0);
    }

    static List<Post.Line> lines(int n, String text) {
        List<Post.Line> lines = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            lines.add(line(i + " " + text, i + 1L));
        }
        return lines;
    }
}
