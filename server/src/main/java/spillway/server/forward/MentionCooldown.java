package spillway.server.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whom a channel has called lately: each is called at most every 10 minutes, whoever else was called meanwhile. */
final class MentionCooldown {
    private static final long EVERY = TimeUnit.MINUTES.toNanos(10);

    /** A post calls so many at most; the others stay due. */
    private static final int MAX = 10;

    private final @Nullable String channels;
    private final Map<String, Long> calledNanos = new HashMap<>();

    /** @param channels the channel's own mention, for messages whose rules have none */
    MentionCooldown(@Nullable String channels) {
        this.channels = channels;
    }

    /** All that the messages ask for and that were not called lately, with a blank between them; null if there is none. */
    @Nullable
    String due(Batch batch, Now now) {
        calledNanos.values().removeIf(called -> now.nanos() - called >= EVERY);
        Set<String> due = new LinkedHashSet<>();
        batch.mentions.forEach(mention -> due.addAll(words(mention)));
        if (batch.asksForChannels && channels != null) {
            due.addAll(words(channels));
        }
        due.removeAll(calledNanos.keySet());
        return due.isEmpty() ? null : String.join(" ", new ArrayList<>(due).subList(0, Math.min(MAX, due.size())));
    }

    /** A post with these stands in the channel. */
    void called(String mentions, Now now) {
        words(mentions).forEach(mention -> calledNanos.put(mention, now.nanos()));
    }

    private static List<String> words(String mentions) {
        return List.of(mentions.split(" "));
    }
}
