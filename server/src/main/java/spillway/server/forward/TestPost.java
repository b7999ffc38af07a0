package spillway.server.forward;

import java.util.List;
import java.util.concurrent.CompletionStage;
import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.codec.syslog.Severity;

/** One message to see whether a channel works: what {@code spillway check --send} posts. */
public final class TestPost {
    private TestPost() {}

    /** Sends it at once; completes with what became of it. */
    public static CompletionStage<Delivery> send(String channel, Outlet outlet, long epochMillis) {
        Post post = Notice.post(
                Severity.INFO,
                "Spillway test · channel " + channel,
                List.of("This channel works. Nothing has happened."),
                new Now(0, epochMillis),
                "test");
        String payload = outlet.rendering()
                .render(post, Level.FULL, false, Anchor.NONE)
                .payloads()
                .get(0);
        return outlet.sender().send(PostSender.Request.POST, payload);
    }
}
