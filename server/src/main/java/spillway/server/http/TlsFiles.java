package spillway.server.http;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.server.config.Configuration.Tls;

/**
 * TLS from PEM files, which are read again when they change. TLS 1.2 and 1.3, forward secrecy, AES-GCM; a sender that asks for
 * a protocol by ALPN gets HTTP/1.1. Any event loop.
 */
final class TlsFiles {
    private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    private final Tls files;
    private final LongSupplier nanoTime;
    private SslContext context;
    private String version;
    private long checkedAt;

    /**
     * Reads both files.
     *
     * @throws IOException in one line, if one can't be read or they do not fit together
     */
    TlsFiles(Tls files, LongSupplier nanoTime) throws IOException {
        this.files = files;
        this.nanoTime = nanoTime;
        this.version = version();
        this.context = read();
        this.checkedAt = nanoTime.getAsLong();
    }

    /** The context for a new connection. Files that can't be read leave the one in use. */
    synchronized SslContext context() {
        long now = nanoTime.getAsLong();
        if (now - checkedAt >= CHECK_NANOS) {
            checkedAt = now;
            readAgain();
        }
        return context;
    }

    private void readAgain() {
        try {
            String found = version();
            if (!found.equals(version)) {
                context = read();
                version = found;
                log.info("certificate read again: file={}", files.certificate());
            }
        } catch (IOException unreadable) {
            log.warn("certificate kept: the files changed but can't be read: {}", unreadable.getMessage());
        }
    }

    private String version() throws IOException {
        return stamp(files.certificate()) + " " + stamp(files.key());
    }

    private static String stamp(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException unreadable) {
            throw new IOException("listen.tls: " + file + " (expected: a readable PEM file)", unreadable);
        }
    }

    private SslContext read() throws IOException {
        for (Path file : List.of(files.certificate(), files.key())) {
            if (!Files.isReadable(file)) {
                throw new IOException("listen.tls: " + file + " (expected: a readable PEM file)");
            }
        }
        try {
            return SslContextBuilder.forServer(
                            files.certificate().toFile(), files.key().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(CIPHERS)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (IllegalArgumentException notPem) {
            throw new IOException(
                    "listen.tls: " + files.certificate() + ", " + files.key()
                            + " (expected: a certificate chain and its unencrypted PKCS#8 key, both PEM)",
                    notPem);
        }
    }
}
