package spillway.codec.slack;

import java.util.Random;

/** Text as bad as logs can hold: every plane, halves of pairs, controls, and the characters that Slack acts on. */
final class RandomText {
    private static final String[] PIECES = {
        "<!channel>",
        "<@U123>",
        "<#C1|x>",
        "<http://evil.example|ok>",
        "&amp;",
        "&lt;!here&gt;",
        "```",
        "`",
        "*",
        "_",
        "~",
        ":tada:",
        "@here",
        "#general",
        "https://evil.example/a?b=c&d",
        "\u001B[31m",
        "\u202E",
        "\u200B",
        "\u0000",
        "\n",
        "\t",
        "\r\n",
        "\"",
        "\\",
        "👩\u200D💻",
        "e\u0301",
        "語",
        " ",
        "\u2028"
    };

    private RandomText() {}

    static String of(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int n = random.nextInt(most + 1);
        for (int i = 0; i < n; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.append(PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.append((char) random.nextInt(0x10000));
                case 2 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                case 3 -> text.append("<>&`".charAt(random.nextInt(4)));
                default -> text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }
}
