package spillway.codec.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef";
    private static final String MIXED = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5";

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Redaction.Counter counter = (kind, n) -> counts.merge(kind, n, Integer::sum);
    private final Redaction redaction = new Redaction(true, false, List.of());

    /** Left the text, right what must come out. Keys are put together here, so that no scanner takes them for real. */
    private static final List<List<String>> SECRETS = List.of(
            List.of("key AK" + "IAIOSFODNN7EXAMPLE used", "key [redacted aws-key] used"),
            List.of(
                    "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "AWS_SECRET_ACCESS_KEY=[redacted aws-secret]"),
            List.of("push with gh" + "p_" + MIXED, "push with [redacted github-token]"),
            List.of("github" + "_pat_11AAAAAAA0" + MIXED, "[redacted github-token]"),
            List.of("(gl" + "pat-" + MIXED.substring(0, 20) + ")", "([redacted gitlab-token])"),
            List.of("xo" + "xb-123456789012-abcdefABCDEF", "[redacted slack-token]"),
            List.of("xa" + "pp-1-A0123-456-abc", "[redacted slack-token]"),
            List.of(
                    "POST https://hooks.slack.com/services/T0000/B0000/XXXX1234 500",
                    "POST https://hooks.slack.com/services/[redacted slack-hook] 500"),
            List.of("s" + "k_live_" + MIXED, "[redacted stripe-key]"),
            List.of("AI" + "zaSyA1234567890abcdefghijklmnopqrstuv", "[redacted google-key]"),
            List.of("HR" + "KU-AA" + MIXED + MIXED, "[redacted heroku-key]"),
            List.of("HEROKU_API_KEY=01234567-89ab-cdef-0123-456789abcdef", "HEROKU_API_KEY=[redacted key]"),
            List.of(
                    "S" + "G.aB3dE5gH7jK9mN1pQ3sT5v.aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7nP9q",
                    "[redacted sendgrid-key]"),
            List.of("sid S" + "K" + HEX, "sid [redacted twilio-key]"),
            List.of("TWILIO_AUTH_TOKEN=" + HEX, "TWILIO_AUTH_TOKEN=[redacted token]"),
            List.of("s" + "k-proj-" + MIXED, "[redacted openai-key]"),
            List.of("//registry/:_authToken=np" + "m_" + MIXED, "//registry/:_authToken=[redacted token]"),
            List.of("np" + "m_" + MIXED, "[redacted npm-token]"),
            List.of("jwt ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl ok", "jwt [redacted jwt] ok"),
            List.of("line\\nAK" + "IAIOSFODNN7EXAMPLE", "line\\n[redacted aws-key]"),
            List.of("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [redacted authorization]"),
            List.of("authorization: Bearer abc.def-1234", "authorization: Bearer [redacted authorization]"),
            List.of("\"Authorization\"=>\"Bearer abc\"", "\"Authorization\"=>\"Bearer [redacted authorization]\""),
            List.of("{\"authorization\":\"Token abc\"}", "{\"authorization\":\"Token [redacted authorization]\"}"),
            List.of(
                    "Authorization: Digest username=\"u\", response=\"6629\"\nnext",
                    "Authorization: Digest [redacted authorization]\nnext"),
            List.of("sent Bearer 0123456789abc to x", "sent Bearer [redacted authorization] to x"),
            List.of("Proxy: Basic dXNlcjpwYXNz", "Proxy: Basic [redacted authorization]"),
            List.of("postgres://user:p4ss@host:5432/db", "postgres://user:[redacted password]@host:5432/db"),
            List.of("postgres://user:p4/s@s@host/db", "postgres://user:[redacted password]@host/db"),
            List.of("redis://:p4ss@host:6379", "redis://:[redacted password]@host:6379"),
            List.of("https://0123456789abcdef0123@github.com/a/b", "https://[redacted token]@github.com/a/b"),
            List.of("password=hunter2 user=bob", "password=[redacted password] user=bob"),
            List.of("db_password=\"a b\" x", "db_password=\"[redacted password]\" x"),
            List.of("{\"password\":\"a\\\"b\",\"x\":1}", "{\"password\":\"[redacted password]\",\"x\":1}"),
            List.of("{\"password\": 123456}", "{\"password\": [redacted password]}"),
            List.of("\"{\\\"password\\\":\\\"abc\\\"}\"", "\"{\\\"password\\\":\\\"[redacted password]\\\"}\""),
            List.of("GET /login?user=a&password=b%20c&x=1", "GET /login?user=a&password=[redacted password]&x=1"),
            List.of("{:password=>\"x\", :id=>1}", "{:password=>\"[redacted password]\", :id=>1}"),
            List.of("{\"password\" => \"x\"}", "{\"password\" => \"[redacted password]\"}"),
            List.of("{password: 'x', id: 1}", "{password: '[redacted password]', id: 1}"),
            List.of("{'passwd': 'x'}", "{'passwd': '[redacted password]'}"),
            List.of("user[password]=geheim", "user[password]=[redacted password]"),
            List.of("dbPassword: hunter2", "dbPassword: [redacted password]"),
            List.of("password_confirmation=abc", "password_confirmation=[redacted password]"),
            List.of("--password hunter2 --force", "--password [redacted password] --force"),
            List.of("--db-password=hunter2", "--db-password=[redacted password]"),
            List.of("ALTER USER a WITH PASSWORD 'x y'", "ALTER USER a WITH PASSWORD '[redacted password]'"),
            List.of("<password>hunter2</password>", "<password>[redacted password]</password>"),
            List.of("client_secret = \"s3\"", "client_secret = \"[redacted secret]\""),
            List.of("X-Api-Key: 12345678abc", "X-Api-Key: [redacted key]"),
            List.of("accessToken\":\"abcdefgh1", "accessToken\":\"[redacted token]"),
            List.of("SECRET_KEY_BASE=" + HEX, "SECRET_KEY_BASE=[redacted secret]"),
            List.of("{\"secret_key\":\"topsecretvalue\"}", "{\"secret_key\":\"[redacted secret]\"}"),
            List.of("session_id=8f3ab2c91d user=7", "session_id=[redacted session] user=7"),
            List.of("{\"sessionId\":\"" + HEX + "\"}", "{\"sessionId\":\"[redacted session]\"}"),
            List.of("/cart;jsessionid=1A2B3C4D5E?x=1", "/cart;jsessionid=[redacted session]?x=1"),
            List.of("PHPSESSID=8f3ab2c91d", "PHPSESSID=[redacted session]"),
            List.of("GET /feed?auth=9f8e7d6c5b4a&x=1", "GET /feed?auth=[redacted auth]&x=1"),
            List.of("{\"auth\": \"user:geheim12\"}", "{\"auth\": \"[redacted auth]\"}"),
            List.of(
                    "path=\"/auth/github/callback?code=3f9a1c0b7e52d84c6a10\" host=x",
                    "path=\"/auth/github/callback?code=[redacted oauth-code]\" host=x"),
            List.of(
                    "GET /login?state=xyz98765&code=4%2F0AX4XfWh&scope=email",
                    "GET /login?state=xyz98765&code=[redacted oauth-code]&scope=email"),
            List.of(
                    "GET /login?code=3f9a1c0b7e52d84c6a10&state=af0ifjsldkj HTTP",
                    "GET /login?code=[redacted oauth-code]&state=af0ifjsldkj HTTP"),
            List.of(
                    "to=%2Foauth%2Freturn%3Fcode%3D3f9a1c0b7e52d84c6a10%26x",
                    "to=%2Foauth%2Freturn%3Fcode%3D[redacted oauth-code]%26x"),
            List.of(
                    "Parameters: {\"code\"=>\"3f9a1c0b7e52d84c6a10\", \"state\"=>\"a81bd0f2c7e94b3d\"}",
                    "Parameters: {\"code\"=>\"[redacted oauth-code]\", \"state\"=>\"a81bd0f2c7e94b3d\"}"),
            List.of(
                    "query: { state: 'a81bd0f2c7e94b3d', code: '3f9a1c0b7e52d84c6a10' }",
                    "query: { state: 'a81bd0f2c7e94b3d', code: '[redacted oauth-code]' }"),
            List.of("paid by 4111 1111 1111 1111, declined", "paid by [redacted card], declined"),
            List.of("5500-0000-0000-0004", "[redacted card]"),
            List.of("card 4242 4242 4242 4242 12/26 refused", "card [redacted card] 12/26 refused"),
            List.of("paid with 4111 1111 1111 1111 123", "paid with [redacted card] 123"),
            List.of("bob,4111 1111 1111 1111,12/26", "bob,[redacted card],12/26"),
            List.of("auth=md5c4ca4238a0b923820dcc509a6f75849b", "auth=[redacted auth]"),
            List.of("auth=tls9f8e7d6c5b4a", "auth=[redacted auth]"),
            List.of("amex 3782 822463 10005.", "amex [redacted card]."),
            List.of("{\"cardNumber\":\"4242424242424242\"}", "{\"cardNumber\":\"[redacted card]\"}"),
            List.of("card[number]=4242424242424242&x", "card[number]=[redacted card]&x"),
            List.of("card=4242424242424242 status=402", "card=[redacted card] status=402"),
            List.of("Card number: 378282246310005 refused", "Card number: [redacted card] refused"),
            List.of("credit card 6011000990139424 refused", "credit card [redacted card] refused"),
            List.of("pass=geheim", "pass=[redacted password]"),
            List.of("password=%40bc", "password=[redacted password]"),
            List.of("api:ke" + "y-" + HEX, "api:[redacted mailgun-key]"),
            List.of("ke" + "y-3ax6xnjp29jd6fds4gc373sgvjxteol0 refused", "[redacted mailgun-key] refused"),
            List.of("ke" + "y-0123456789ABCDEF0123456789ABCDEF", "[redacted mailgun-key]"),
            List.of("Cookie: session=abc", "Cookie: [redacted cookie]"),
            List.of("Cookie: _shop=BAh7; theme=dark; x=1 status=200", "Cookie: [redacted cookie] status=200"),
            List.of("-H \"Cookie: session=abc\" x", "-H \"Cookie: [redacted cookie]\" x"),
            List.of(
                    "set-cookie: sid=s%3Aabc; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly",
                    "set-cookie: [redacted cookie]; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly"),
            List.of("{\"cookie\":\"a=b; c=d\",\"x\":1}", "{\"cookie\":\"[redacted cookie]\",\"x\":1}"),
            List.of("\"HTTP_COOKIE\"=>\"a=b\"", "\"HTTP_COOKIE\"=>\"[redacted cookie]\""),
            List.of("'set-cookie': [ 'sid=abc; Path=/', 'b=c' ], x", "'set-cookie': [[redacted cookie]], x"),
            List.of("session_cookie=" + HEX, "session_cookie=[redacted cookie]"),
            List.of("/go?to=%2Flogin%3Fpassword%3Dhunter2", "/go?to=%2Flogin%3Fpassword%3D[redacted password]"),
            List.of("q=user%3Dbob%26pass%3dgeheim%26x%3D1", "q=user%3Dbob%26pass%3d[redacted password]%26x%3D1"),
            List.of("token%3D" + HEX + "&x", "token%3D[redacted token]&x"),
            List.of("user%5Bpassword%5D=hunter2&x", "user%5Bpassword%5D=[redacted password]&x"),
            List.of("user%5bpassword%5d%3Dhunter2", "user%5bpassword%5d%3D[redacted password]"),
            List.of(
                    "%7B%22password%22%3A%22hunter2%22%2C%22x%22",
                    "%7B%22password%22%3A%22[redacted password]%22%2C%22x%22"),
            List.of("(password=abc)", "(password=[redacted password])"),
            List.of(
                    "a -----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY----- b",
                    "a [redacted private-key] b"),
            List.of("k=\"-----BEGIN PRIVATE KEY-----\\nMIIE\\n", "k=\"[redacted private-key]"));

    @Test
    void redact_blanksSecrets_andLeavesTheRest() {
        for (List<String> secret : SECRETS) {
            assertEquals(secret.get(1), redaction.redact(secret.get(0), counter), secret.get(0));
        }
        assertEquals(SECRETS.size(), counts.values().stream().mapToInt(n -> n).sum());
    }

    @Test
    void redact_isIdempotent() {
        for (List<String> secret : SECRETS) {
            String once = redaction.redact(secret.get(0), counter);
            assertSame(once, redaction.redact(once, counter));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password_reset=true",
                "password=[FILTERED] token=*** secret=<secret>",
                "Invalid password: user not found",
                "password: must be at least 8 characters",
                "SyntaxError: Unexpected token: }",
                "Unexpected token: foo",
                "max_tokens=4096 token_count=17 token=abc",
                "PWD=/app pwd=C:\\app OLDPWD=~/x",
                "tests: pass=120 fail=0",
                "bypass=on compass: north",
                "password: null, secret=nil, \"token\":false",
                "cache_key=views/shop/1-20240101 primary_key=id",
                "at=error code=H12 desc=\"Request timeout\" method=GET path=\"/a?b=c:d@e\" request_id=01234567-89ab-cdef-0123-456789abcdef",
                "http://host:8080/path@x https://example.com/@user http://[::1]:80/a@b",
                "Std::Vector::token::parse == ok",
                "sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "sk-fading-circle-and-more-words-here basic auth is on, bearer of news",
                "AKIA is a prefix; SG. is too; eyJ as well; ghp_ and xoxb- alone",
                "mail to bob@example.com",
                "Authorization: required",
                "Cookie: [FILTERED]",
                "no cookie: please log in, cookie=on cookies: {} cookie_consent=yes Set-Cookie: missing",
                "cookies=3 the cookie is set; a=b",
                "cache key-value store, key-0123456789abcdef0123456789abcdef0, key-word",
                "/a?b%3Dc%26token%3Dabc%26page%3D2 Invalid%20password%3A%20user%20not%20found",
                "password%3D%26x user%5Bpassword%5D=%5BFILTERED%5D password%3D%5BFILTERED%5D password=%s",
                "pwd%3D%2Fapp 50%25 of bypass%3Don",
                "password ''",
                "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
                "Completed 401 Unauthorized in 12ms (token expired)",
                "session_id=\"647e3878.1e62e5\" session_id=1234567890 session_id=none sessions=12345678",
                "auth=scram-sha-256 auth=XOAUTH2 auth=bob1@example.com auth=ok auth=https://id1.example.com/v1",
                "auth: 10.0.0.12:5432 refused, oauth=abcdef123456",
                "at=error code=H12 status_code=503 exit_code=137 code=ERR_HTTP2_STREAM_CANCEL1 code=42P01",
                "GET /promo?code=SUMMER2024 GET /shop?code=SUMMER2024&state=CA&statement=2024-11-22 GET /callback?code=403",
                "GET /callback?error_code=3f9a1c0b7e52d84c6a10",
                "{\"code\":\"deploy_failed_2024_11\",\"state\":\"failed\"} {\"code\":\"3f9a1c0b7e52d84c6a10\"}",
                "id 4111111111111111 trace_id=4242424242424242 card_id=4242424242424242 t=1732285507123456",
                "4111 1111 1111 1112 card=4242424242424243 card=1732285507123 card=visa-4242 card ending 4242",
                "4111 1111 1111 1111 1111 4111-1111-1111-1111-0 41111111-1111-1111-1111-111111111111",
                "GPA.4111-1111-1111-1111 2024-11-22 15:04:05 4096 8192 512 64 company=4242424242424242",
            })
    void redact_givesBackTheSameText_whenNothingIsSecret(String text) {
        assertSame(text, redaction.redact(text, counter));
        assertEquals(Map.of(), counts);
    }

    @Test
    void redact_blanksAddresses_onlyWhenAsked() {
        Redaction emails = new Redaction(false, true, List.of());

        assertEquals(
                "[redacted email] and <[redacted email]>, not a@b or @x.com",
                emails.redact("bob+x@example.com and <Ann.B@mail.example.co.uk>, not a@b or @x.com", counter));
        assertEquals(Map.of("email", 2), counts);
    }

    @Test
    void redact_asksTheUsersPatterns_behindTheBuiltIn() {
        Redaction.Custom orders = (text, found) -> {
            if (!text.contains("order-7")) {
                return text;
            }
            found.run();
            return text.replace("order-7", "[redacted custom]");
        };
        Redaction own = new Redaction(true, false, List.of(orders));

        assertEquals("password=[redacted password] [redacted custom]", own.redact("password=x order-7", counter));
        assertEquals(Map.of("custom", 1, "password", 1), counts);
    }

    @Test
    void redact_followsAKeyThroughThePostsLines() {
        Post post = Posts.withLines(List.of(
                Posts.line("-----BEGIN PRIVATE KEY-----", 1),
                Posts.line("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj", 1),
                Posts.line("c2hvcnQ=", 1),
                Posts.line("-----END PRIVATE KEY-----", 1),
                Posts.line("short", 1)));

        List<String> texts = redaction.redact(post).post().lines().stream()
                .map(Post.Line::text)
                .toList();

        String blank = "[redacted private-key]";
        assertEquals(List.of(blank, blank, blank, blank, "short"), texts);
    }

    @Test
    void redact_countsASecretOnce_howeverOftenThePostSaysIt() {
        String text = "login failed: password=hunter2";
        Post lone = Posts.withLines(List.of(Posts.line(text, 1), Posts.line("password=geheim token=" + HEX, 17)));
        Post post = new Post(
                lone.severity(),
                "ERROR " + text,
                text,
                lone.lines(),
                lone.fromMillis(),
                lone.untilMillis(),
                List.of(),
                List.of(text),
                null,
                null,
                "");

        Redaction.Redacted redacted = redaction.redact(post);

        assertEquals(Map.of("password", 2, "token", 1), redacted.blanked());
        assertEquals(
                "login failed: password=[redacted password]", redacted.post().summary());
        assertEquals(
                "ERROR login failed: password=[redacted password]",
                redacted.post().title());
    }

    /** Would run for minutes if any kind looked at a text again and again. */
    @Test
    void redact_takesLinearTime_forTextsMadeAgainstIt() {
        for (String piece : List.of(
                "eyJ-",
                "eyJaaaaaaaaaaaaaaaaaa.",
                "sk-",
                "sk-sk_live_",
                "token=",
                "token=\"",
                "password=$",
                "pwd=/",
                "password>",
                "<password>",
                "a://b:c/",
                "a://b:c@d",
                "authorization: x ",
                "authorization: digest ",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----END ",
                "@",
                "a@a.",
                "password='[",
                "--password --",
                "bearer ",
                "basic ",
                "basic YTpi",
                "password\\\"",
                "{\"password\":\"",
                "xoxb-1",
                "cookie: ",
                "cookie:a",
                "cookie=[",
                "cookie: a=b; ",
                "set-cookie: a=",
                "token%3D",
                "token%3D%26",
                "pwd%3D/a",
                "%22password%22%3A",
                "password%3D%5B",
                "hooks.slack.com/services/",
                "session_id=",
                "auth=a",
                "?code=3f9a1c0b&",
                "?code=3f9a1c0b7e52d84c&state=",
                " code=3f9a1c0b7e52d84c6a10 state=",
                "4111 ",
                "4111 1111 1111 111",
                "card 4",
                "card number: 4242-")) {
            Redaction all = new Redaction(true, true, List.of());
            String text = piece.repeat(200_000 / piece.length());
            String redacted = all.redact(text, counter);
            assertEquals(redacted, all.redact(text, counter), piece);
        }
    }
}
