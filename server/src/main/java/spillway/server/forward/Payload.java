package spillway.server.forward;

import spillway.codec.slack.Post;
import spillway.codec.slack.Rendered;

/**
 * What the next attempt of a post sends: its thread's parent first, then part by part. A level that makes no difference to
 * what was refused is left out: a short post is as long in half the room.
 */
final class Payload {
    private Payload() {}

    static String next(Outgoing post, Rendering rendering) {
        String payload = render(post, rendering);
        while (payload.equals(post.refused) && !post.level.isLast()) {
            post.level = post.level.simpler();
            post.rendered = null;
            payload = render(post, rendering);
        }
        post.payload = payload;
        return payload;
    }

    private static String render(Outgoing post, Rendering rendering) {
        Threads.Topic thread = post.thread;
        boolean repeat = post.ambiguous > 0 || post.fromRunBefore;
        if (post.isParent() && thread != null) {
            return rendering
                    .render(thread.parent, post.level, repeat, Anchor.NONE)
                    .payloads()
                    .get(0);
        }
        Rendered rendered = post.rendered;
        if (rendered == null) {
            Post said = post.mentioned ? withoutMention(post.post) : post.post;
            rendered = rendering.render(said, post.level, repeat, anchor(post));
            post.rendered = rendered;
        }
        return rendered.payloads().get(post.part);
    }

    private static Anchor anchor(Outgoing post) {
        Threads.Topic thread = post.thread;
        if (thread == null) {
            return Anchor.NONE;
        }
        boolean update = post.kind == Outgoing.Kind.UPDATE;
        return new Anchor(thread.room, update ? "" : thread.ts, update ? thread.ts : "");
    }

    /** The parent has mentioned already. */
    private static Post withoutMention(Post post) {
        return new Post(
                post.severity(),
                post.title(),
                post.summary(),
                post.lines(),
                post.fromMillis(),
                post.untilMillis(),
                post.processes(),
                post.notes(),
                post.link(),
                null,
                post.batchId());
    }
}
