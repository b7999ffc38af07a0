package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spillway.server.testing.DrainConnection;
import spillway.server.testing.ServerProcess;
import spillway.server.testing.SlackStandIn;
import spillway.server.testing.SlackView;

/** What a user who gets something wrong is told, and what can change while the server runs. */
class ConfigurationSystemTest {
    private static final Duration DEADLINE = RunningServer.DEADLINE;

    @TempDir
    private Path directory;

    private int frames;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gruop: {wait: 2s}                      | 4:1: gruop: unknown key (nearest: group)",
                "group: {wait: 5}                       | 4:15: group.wait: \"5\" (expected: a duration with a unit, as 500ms or 2s)",
                "store: {directory: \"${SPILLWAY_NOT_SET}\"} | 4:20: store.directory: ${SPILLWAY_NOT_SET}: not set",
                "rules: [{name: r, post-to: nobody}]    | 3:28: rules[0].post-to: \"nobody\" (expected: a channel that is defined: all)",
            })
    void serve_saysWhatIsWrong_inOneLineWithItsPlace(String wrong, String told) throws Exception {
        String rules = wrong.startsWith("rules:") ? "" : "rules: [{name: all, post-to: all}]\n";
        Path file = Files.writeString(
                directory.resolve("spillway.yml"),
                "drains: [{name: shop, credentials: [\"u:planted\"]}]\nchannels: [{name: all, console: true}]\n"
                        + rules
                        + wrong
                        + "\n");
        StringWriter err = new StringWriter();
        int code = Main.commandLine().setErr(new PrintWriter(err)).execute("serve", "--config", file.toString());
        assertEquals(78, code, err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().startsWith(file + ":" + told), err::toString);
    }

    @Test
    void portInUse_isOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = RunningServer.write(directory, taken.getLocalPort(), "drains: [{name: shop}]");
            assertFails(file, "listen.address: 127.0.0.1:" + taken.getLocalPort() + " (");
        }
    }

    @Test
    void unreadableKey_isOneClearLine() throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Files.writeString(certificate, bundle().getCertificatePathPEM());
        Path file = RunningServer.write(directory, 0, tls(0, certificate, directory.resolve("no.key")));
        assertFails(file, "listen.tls: " + directory.resolve("no.key") + " (expected: a readable PEM file)");
    }

    @Test
    void check_saysWhatAStartWouldFailAt() throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        Files.writeString(certificate, "no certificate");
        Files.writeString(key, "no key");
        Path file = RunningServer.write(
                directory, 0, tls(0, certificate, key), "store: {directory: " + certificate.resolve("data") + "}");
        StringWriter err = new StringWriter();
        assertEquals(78, Main.commandLine().setErr(new PrintWriter(err)).execute("check", "--config", file.toString()));
        assertEquals(
                "listen.tls: " + certificate + ", " + key
                        + " (expected: a certificate chain and its unencrypted PKCS#8 key, both PEM)\n"
                        + "store.directory: " + certificate.resolve("data")
                        + " (expected: a directory that can be written; " + certificate
                        + ": a file is in the way)\n",
                err.toString());
        assertTrue(Files.notExists(directory.resolve("store")));
    }

    @Test
    void check_countsInWords_thatFitTheNumber() throws Exception {
        Path file = Files.writeString(directory.resolve("spillway.yml"), """
                channels: [{name: one, console: true}, {name: two, console: true}]
                rules: [{name: all, post-to: [one, two]}]
                """);
        StringWriter out = new StringWriter();
        assertEquals(0, Main.commandLine().setOut(new PrintWriter(out)).execute("check", "--config", file.toString()));
        assertEquals(
                file + ": right: 1 drain, 1 rule, 2 channels",
                out.toString().lines().findFirst().orElse(""));
    }

    private void assertFails(Path file, String line) throws Exception {
        try (ServerProcess server = new ServerProcess(ServerCommand.serve(file), directory)) {
            assertEquals(74, server.awaitExit(DEADLINE), () -> String.join("\n", server.log()));
            List<String> told = server.log().stream()
                    .filter(one -> !one.contains(" INFO ") && !one.contains(" WARN "))
                    .toList();
            assertEquals(1, told.size(), () -> String.join("\n", server.log()));
            assertTrue(told.get(0).startsWith(line), told::toString);
        }
    }

    @Test
    void sighup_takesOverNewCredentials_andARefusedFileChangesNothing() throws Exception {
        int port = RunningServer.freePort();
        Path file = RunningServer.write(directory, port, drain("u:old"));
        try (ServerProcess server = new ServerProcess(ServerCommand.serve(file), directory)) {
            server.awaitListening(DEADLINE);
            assertEquals(List.of(200, 401), List.of(post(port, "u:old"), post(port, "u:new")));

            RunningServer.write(directory, port, drain("u:new"));
            hangUp(server);
            RunningServer.await("taken over", () -> isLogged(server, "configuration taken over: "));
            assertEquals(List.of(401, 200), List.of(post(port, "u:old"), post(port, "u:new")));

            RunningServer.write(directory, port, drain("u:other"), "gruop: {}");
            hangUp(server);
            RunningServer.await("kept", () -> isLogged(server, "configuration kept: "));
            assertEquals(List.of(200, 401), List.of(post(port, "u:new"), post(port, "u:other")));
            assertEquals(0, server.stop(DEADLINE));
        }
    }

    @Test
    void sighup_restartsInside_whereChannelsChange_andLosesNothing() throws Exception {
        int port = RunningServer.freePort();
        try (SlackStandIn slack = new SlackStandIn()) {
            String unreachable = "http://127.0.0.1:" + RunningServer.freePort() + "/services/T/B/x";
            Path file = RunningServer.write(directory, port, webhook("before", unreachable));
            try (ServerProcess server = new ServerProcess(ServerCommand.serve(file), directory)) {
                server.awaitListening(DEADLINE);
                for (int i = 0; i < 20; i++) {
                    assertEquals(200, post(port, "u:p", "ERROR number " + i));
                }
                RunningServer.await("tried", () -> isLogged(server, "delivery delayed: "));

                RunningServer.write(directory, port, webhook("after", slack.webhook("after")));
                hangUp(server);
                slack.await("after", posts -> slack.view("after").contains("ERROR number 19"), DEADLINE);
                assertTrue(isLogged(server, "restarting with the changed configuration: changed=\"channels\""));
                assertEquals(200, post(port, "u:p", "ERROR and on"));
                slack.await("after", posts -> slack.view("after").contains("ERROR and on"), DEADLINE);
                List<String> shown = slack.lines("after").stream()
                        .map(SlackView.ShownLine::text)
                        .toList();
                for (int i = 0; i < 20; i++) {
                    String text = "ERROR number " + i;
                    assertEquals(1, shown.stream().filter(text::equals).count(), text);
                }
                assertEquals(0, server.stop(DEADLINE));
            }
        }
    }

    @Test
    void sighup_goesOnAsBefore_whereTheNewAddressCantBeHad() throws Exception {
        int port = RunningServer.freePort();
        Path file = RunningServer.write(directory, port, drain("u:old"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerProcess server = new ServerProcess(ServerCommand.serve(file), directory)) {
            server.awaitListening(DEADLINE);
            RunningServer.write(directory, taken.getLocalPort(), drain("u:new"));
            hangUp(server);
            RunningServer.await(
                    "kept",
                    () -> isLogged(server, "configuration kept: listen.address: 127.0.0.1:" + taken.getLocalPort()));
            RunningServer.await("listening again", () -> listenings(server) == 2);
            assertEquals(List.of(200, 401), List.of(post(port, "u:old"), post(port, "u:new")));
            assertEquals(0, server.stop(DEADLINE));
        }
    }

    private static long listenings(ServerProcess server) {
        return server.log().stream()
                .filter(line -> line.contains("INFO  listening: address="))
                .count();
    }

    private static String webhook(String channel, String url) {
        return "drains: [{name: shop, credentials: [\"u:p\"]}]\nchannels: [{name: " + channel + ", webhook: \"" + url
                + "\"}]\nrules: [{name: all, when: {min-severity: warning}, post-to: " + channel + "}]";
    }

    @Test
    void tls_speaks12And13_andTakesOverACertificateThatIsReplaced() throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        X509Bundle first = bundle();
        X509Bundle second = bundle();
        Files.writeString(certificate, first.getCertificatePathPEM());
        Files.writeString(key, first.getPrivateKeyPEM());
        int port = RunningServer.freePort();
        try (RunningServer server = new RunningServer(directory, port, tls(port, certificate, key))) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket socket = connect(first, port, protocol);
                        DrainConnection drain = new DrainConnection(socket)) {
                    assertEquals(200, drain.exchange(request("u:p")));
                    assertEquals(protocol, socket.getSession().getProtocol());
                    assertTrue(socket.getSession().getCipherSuite().contains("GCM"));
                }
            }
            Files.writeString(certificate, second.getCertificatePathPEM());
            Files.writeString(key, second.getPrivateKeyPEM());
            assertNotEquals(serial(first), serial(second));
            RunningServer.await(
                    "certificate replaced", () -> serialOn(second, port).equals(serial(second)));
            assertEquals(2, server.metric("spillway_requests_total"));
        }
    }

    private static X509Bundle bundle() throws Exception {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static BigInteger serial(X509Bundle bundle) {
        return bundle.getCertificate().getSerialNumber();
    }

    private static BigInteger serialOn(X509Bundle trusted, int port) {
        try (SSLSocket socket = connect(trusted, port, "TLSv1.3")) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (Exception notTrusted) {
            return BigInteger.ZERO;
        }
    }

    private static SSLSocket connect(X509Bundle trusted, int port, String protocol) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", trusted.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return socket;
    }

    private static void hangUp(ServerProcess server) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-HUP", Long.toString(server.pid()))
                        .start()
                        .waitFor());
    }

    private static boolean isLogged(ServerProcess server, String event) {
        return server.log().stream().anyMatch(line -> line.contains(" " + event));
    }

    private int post(int port, String credentials) throws Exception {
        return post(port, credentials, "nobody wants this");
    }

    private int post(int port, String credentials, String text) throws Exception {
        try (DrainConnection drain = new DrainConnection(port)) {
            return drain.exchange(request(credentials, text));
        }
    }

    private byte[] request(String credentials) {
        return request(credentials, "nobody wants this");
    }

    private byte[] request(String credentials, String text) {
        String message = "<190>1 " + Instant.now() + " host app web.1 - " + text + "\n";
        String basic = java.util.Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return DrainConnection.logplex(
                "Basic " + basic,
                String.format(Locale.ROOT, "%032x", frames++),
                1,
                (message.length() + " " + message).getBytes(StandardCharsets.UTF_8));
    }

    private static String drain(String credentials) {
        return "drains: [{name: shop, credentials: [\"" + credentials
                + "\"]}]\nchannels: [{name: all, console: true}]\n"
                + "rules: [{name: all, when: {min-severity: critical}, post-to: all}]";
    }

    private static String tls(int port, Path certificate, Path key) {
        return drain("u:p") + "\nlisten: {address: \"127.0.0.1:" + port + "\", tls: {certificate: " + certificate
                + ", key: " + key + "}}";
    }
}
