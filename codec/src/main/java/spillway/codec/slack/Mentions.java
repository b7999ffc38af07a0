package spillway.codec.slack;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is called. Only what the configuration says gets here, and still only what is a mention and nothing else passes:
 * {@code <!here>}, {@code <!channel>}, {@code <!everyone>}, {@code <@U123>}, {@code <!subteam^S123>}; to servers that imitate
 * Slack also {@code @name}.
 */
final class Mentions {
    private static final Pattern SLACK =
            Pattern.compile("<(?:!(?:here|channel|everyone)|[@#][A-Z0-9]{1,20}|!subteam\\^[A-Z0-9]{1,20})>");
    private static final Pattern NAME = Pattern.compile("@[A-Za-z0-9._-]{1,64}");

    private Mentions() {}

    /** With a blank behind each; empty if there is none. */
    static String of(@Nullable String configured, boolean plain) {
        if (configured == null) {
            return "";
        }
        StringBuilder mentions = new StringBuilder();
        for (String word : SlackText.oneLine(configured).split(" ", 11)) {
            if (SLACK.matcher(word).matches()) {
                mentions.append(plain ? plain(word) : word).append(' ');
            } else if (plain && NAME.matcher(word).matches()) {
                mentions.append(word).append(' ');
            }
        }
        return mentions.toString();
    }

    private static String plain(String mention) {
        return switch (mention) {
            case "<!here>" -> "@here";
            case "<!channel>" -> "@channel";
            case "<!everyone>" -> "@all";
            default -> mention;
        };
    }
}
