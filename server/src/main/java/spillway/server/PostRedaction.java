package spillway.server;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import spillway.codec.slack.Post;
import spillway.codec.slack.Redaction;
import spillway.server.config.Configuration;

/** Blanks secrets in posts as the configuration asks. Any thread. */
final class PostRedaction {
    private final Redaction redaction;

    PostRedaction(Configuration.Redaction settings) {
        List<Redaction.Custom> own =
                settings.patterns().stream().map(PostRedaction::custom).toList();
        redaction = new Redaction(settings.secrets(), settings.emails(), own);
    }

    Redaction.Redacted apply(Post post) {
        return redaction.redact(post);
    }

    private static Redaction.Custom custom(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return (text, found) -> {
            Matcher matcher = compiled.matcher(text);
            StringBuilder blanked = new StringBuilder();
            int done = 0;
            while (matcher.find()) {
                if (matcher.end() > matcher.start()) {
                    blanked.append(text, done, matcher.start()).append("[redacted]");
                    done = matcher.end();
                    found.run();
                }
            }
            return done == 0 ? text : blanked.append(text, done, text.length()).toString();
        };
    }
}
