package spillway.server.forward;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Level;
import spillway.codec.slack.Post;
import spillway.codec.slack.Rendered;

/** A post on its way, with the messages it tells of. */
final class Outgoing {
    /** What ends with it. */
    enum Kind {
        /** A group's batch. */
        GROUP,
        /** A flood's digest. */
        DIGEST,
        /** A flood's last digest. */
        LAST_DIGEST,
        /** Of our own: tells of no message. */
        NOTICE,
        /** What got lost. */
        LOSSES,
        /** A thread's parent gets its new count. */
        UPDATE,
        /** A payload sent again as it is. */
        REPLAY
    }

    /** How it ended. */
    enum End {
        TOLD,
        BACK,
        LOST,
        DEAD
    }

    final Kind kind;
    final Post post;
    final @Nullable Batch batch;
    final @Nullable Group group;

    /** Where in a bot's threads it belongs; null for none. */
    Threads.@Nullable Topic thread;

    /** Completed with the one delivery of a {@link Kind#REPLAY}. */
    @Nullable
    CompletableFuture<Delivery> answer;

    @Nullable
    Rendered rendered;

    @Nullable
    End end;

    Level level = Level.FULL;

    /** What was sent last. */
    String payload = "";

    /** What was refused last: sent again as it is, it would be refused again. */
    String refused = "";

    int part;

    /** Whether the thread's parent has mentioned already. */
    boolean mentioned;

    /** Whether the run before may have posted its messages already: its last answers may not have been read or kept. */
    boolean fromRunBefore;

    int attempts;
    int ambiguous;
    long startedNanos;
    long firstMillis;
    String reason = "";

    Outgoing(Kind kind, Post post, @Nullable Batch batch, @Nullable Group group) {
        this.kind = kind;
        this.post = post;
        this.batch = batch;
        this.group = group;
    }

    static Outgoing replay(String payload, CompletableFuture<Delivery> answer, Post post) {
        Outgoing replay = new Outgoing(Kind.REPLAY, post, null, null);
        replay.rendered = new Rendered(List.of(payload), List.of(0L), "");
        replay.answer = answer;
        return replay;
    }

    /** Whether the thread's parent has to be posted before; a lone message is its own. */
    boolean isParent() {
        return thread != null && thread.ts.isEmpty() && batch != null && batch.events != 1;
    }

    /** Whether nothing of it can stand in the channel: then it may flow back into its group. */
    boolean isUnseen() {
        return part == 0 && ambiguous == 0;
    }

    /** How many messages the parts show that have been delivered. */
    long shown() {
        if (rendered == null || batch == null) {
            return 0;
        }
        long shown = 0;
        for (int i = 0; i < part; i++) {
            shown += rendered.shownByPayload().get(i);
        }
        boolean everything = part == rendered.payloads().size() && shown == batch.events;
        return everything ? batch.messages : Math.min(shown, batch.messages);
    }

    /** The payload of one part, and of those after it. */
    String payloadsFromPart() {
        return rendered == null
                ? ""
                : String.join(
                        "\n",
                        rendered.payloads().subList(part, rendered.payloads().size()));
    }
}
