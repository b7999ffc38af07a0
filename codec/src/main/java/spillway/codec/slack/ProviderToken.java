package spillway.codec.slack;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.Redaction.Find;
import spillway.codec.slack.Secrets.Alphabet;

/** Keys and tokens that tell by their own look what they are: a fixed start, then a run of so many characters. */
final class ProviderToken {
    private static final Shape[][] BY_FIRST_LETTER = new Shape[128][];

    /** {@code {"alg":"none"}} as Base64. */
    private static final int MIN_JWT_HEADER = 16;

    /** A long run without a digit this far is prose with hyphens. */
    private static final int DIGIT_WITHIN = 48;

    /**
     * The look of one kind.
     *
     * @param least how many characters follow the prefix
     * @param exact whether it must be just so many
     * @param kept whether the prefix is an address, which stays
     */
    private record Shape(String kind, String prefix, Alphabet alphabet, int least, boolean exact, boolean kept) {
        @Nullable
        Find at(String text, int i) {
            if (!text.startsWith(prefix, i)) {
                return null;
            }
            int from = i + prefix.length();
            int enough = Secrets.run(text, from, alphabet, from + least + 1);
            if (enough - from < least || (exact && (enough - from > least || Secrets.isWord(text, enough)))) {
                return null;
            }
            if (!Secrets.hasDigit(text, from, Math.min(enough, from + DIGIT_WITHIN)) && !kept) {
                return null;
            }
            return new Find(kept ? from : i, Secrets.run(text, enough, alphabet, text.length()), kind);
        }
    }

    static {
        Arrays.fill(BY_FIRST_LETTER, new Shape[0]);
        exact("aws-key", Alphabet.UPPER, 16, "AKIA", "ASIA", "ABIA", "ACCA");
        add("github-token", Alphabet.ALPHANUMERIC, 30, "ghp_", "gho_", "ghu_", "ghs_", "ghr_");
        add("github-token", Alphabet.URL_SAFE, 22, "github_pat_");
        add("gitlab-token", Alphabet.URL_SAFE, 20, "glpat-", "gldt-", "glrt-", "glptt-", "glsoat-", "glcbt-", "glft-");
        add("gitlab-token", Alphabet.URL_SAFE, 20, "glimt-", "glagent-", "gloas-");
        add("slack-token", Alphabet.DOTTED, 10, "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxc-", "xoxd-");
        add("slack-token", Alphabet.DOTTED, 10, "xoxe-", "xoxe.", "xapp-");
        for (String host : List.of("hooks.slack.com/", "hooks.slack-gov.com/")) {
            address("slack-hook", host + "services/", host + "workflows/", host + "triggers/");
        }
        address("discord-hook", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/");
        add("stripe-key", Alphabet.ALPHANUMERIC, 10, "sk_live_", "sk_test_", "rk_live_", "rk_test_");
        add("stripe-key", Alphabet.BASE64, 20, "whsec_");
        add("google-key", Alphabet.URL_SAFE, 35, "AIza");
        add("google-key", Alphabet.URL_SAFE, 20, "GOCSPX-", "ya29.");
        add("heroku-key", Alphabet.URL_SAFE, 30, "HRKU-");
        add("sendgrid-key", Alphabet.DOTTED, 40, "SG.");
        exact("twilio-key", Alphabet.HEX, 32, "SK");
        add("openai-key", Alphabet.URL_SAFE, 20, "sk-");
        add("npm-token", Alphabet.ALPHANUMERIC, 36, "npm_");
        add("pypi-token", Alphabet.URL_SAFE, 50, "pypi-");
        add("rubygems-key", Alphabet.HEX, 40, "rubygems_");
        add("docker-token", Alphabet.URL_SAFE, 20, "dckr_pat_");
        add("digitalocean-token", Alphabet.HEX, 40, "dop_v1_", "doo_v1_", "dor_v1_");
        add("shopify-token", Alphabet.HEX, 32, "shpat_", "shpca_", "shppa_", "shpss_");
        add("square-token", Alphabet.URL_SAFE, 22, "sq0atp-", "sq0csp-");
        add("newrelic-key", Alphabet.UPPER, 20, "NRAK-");
        add("vault-token", Alphabet.URL_SAFE, 20, "hvs.", "hvb.");
        exact("mailgun-key", Alphabet.ALPHANUMERIC, 32, "key-");
        add("huggingface-token", Alphabet.ALPHANUMERIC, 30, "hf_");
    }

    private ProviderToken() {}

    private static void add(String kind, Alphabet alphabet, int least, String... prefixes) {
        register(kind, alphabet, least, false, false, prefixes);
    }

    private static void exact(String kind, Alphabet alphabet, int length, String prefix, String... more) {
        register(kind, alphabet, length, true, false, prefix);
        register(kind, alphabet, length, true, false, more);
    }

    private static void address(String kind, String... prefixes) {
        register(kind, Alphabet.PATH, 10, false, true, prefixes);
    }

    private static void register(
            String kind, Alphabet alphabet, int least, boolean exact, boolean kept, String... prefixes) {
        for (String prefix : prefixes) {
            char first = prefix.charAt(0);
            Shape[] shapes = Arrays.copyOf(BY_FIRST_LETTER[first], BY_FIRST_LETTER[first].length + 1);
            shapes[shapes.length - 1] = new Shape(kind, prefix, alphabet, least, exact, kept);
            BY_FIRST_LETTER[first] = shapes;
        }
    }

    /** What starts at {@code i}, if a word does. */
    static @Nullable Find at(String text, int i) {
        char c = text.charAt(i);
        if (!Secrets.isLetter(c) || !isWordStart(text, i)) {
            return null;
        }
        for (Shape shape : BY_FIRST_LETTER[c]) {
            Find find = shape.at(text, i);
            if (find != null) {
                return find;
            }
        }
        return switch (c) {
            case 'e' -> text.startsWith("eyJ", i) ? jwt(text, i) : null;
            case 'b', 'B' -> header(text, i);
            default -> null;
        };
    }

    /** Behind {@code \n} of escaped text a word starts too. */
    private static boolean isWordStart(String text, int i) {
        if (!Secrets.isWord(text, i - 1)) {
            return true;
        }
        char before = text.charAt(i - 1);
        return i > 1 && text.charAt(i - 2) == '\\' && (before == 'n' || before == 't' || before == 'r');
    }

    private static @Nullable Find jwt(String text, int i) {
        if (i > 0 && text.charAt(i - 1) == '-') {
            return null;
        }
        int dot = Secrets.run(text, i, Alphabet.URL_SAFE, text.length());
        if (dot - i < MIN_JWT_HEADER || !text.startsWith(".", dot)) {
            return null;
        }
        int second = Secrets.run(text, dot + 1, Alphabet.URL_SAFE, text.length());
        if (!text.startsWith(".", second)) {
            return null;
        }
        return new Find(i, Secrets.run(text, second, Alphabet.DOTTED, text.length()), "jwt");
    }

    /** {@code Bearer TOKEN} or {@code Basic CREDENTIALS} in prose: the scheme stays. */
    private static @Nullable Find header(String text, int i) {
        if (text.regionMatches(true, i, "bearer ", 0, 7)) {
            int end = Secrets.run(text, i + 7, Alphabet.CREDENTIAL, text.length());
            return Secrets.looksSecret(text, i + 7, end) ? new Find(i + 7, end, "authorization") : null;
        }
        if (text.regionMatches(true, i, "basic ", 0, 6)) {
            int end = Secrets.run(text, i + 6, Alphabet.BASE64, text.length());
            return isUserAndPassword(text.substring(i + 6, end)) ? new Find(i + 6, end, "authorization") : null;
        }
        return null;
    }

    private static boolean isUserAndPassword(String base64) {
        if (base64.length() < 8 || base64.length() > 1_024) {
            return base64.length() > 1_024;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(base64);
            boolean colon = false;
            for (byte octet : decoded) {
                colon |= octet == ':';
                if (octet >= 0 && octet < ' ') {
                    return false;
                }
            }
            return colon;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
