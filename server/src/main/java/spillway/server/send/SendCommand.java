package spillway.server.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import spillway.server.config.FileFailure;

/** {@code spillway send}: plays Logplex towards a running drain. */
@Command(
        name = "send",
        description = "Posts a file of messages to a running drain as Logplex would: frames, headers, retries.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = SendCommand.USAGE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every message was accepted",
            "64:wrong usage",
            "74:the file cannot be read, the drain not be reached, or it did not accept everything"
        })
public final class SendCommand implements Callable<Integer> {
    static final int USAGE = 64;
    private static final int INPUT_OUTPUT = 74;

    private final Clock clock;
    private final LongSupplier nanoTime;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--to",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8514/logs",
            description = "The drain, as in heroku drains:add (default: ${DEFAULT-VALUE}).")
    private String to = "";

    @Option(
            names = "--credentials",
            paramLabel = "USER:PASSWORD",
            defaultValue = "${env:SPILLWAY_CREDENTIALS:-}",
            description = "If the URL holds none (default: the variable SPILLWAY_CREDENTIALS).",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private String credentials = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "d.00000000-0000-4000-8000-000000000000",
            description = "Logplex-Drain-Token (default: ${DEFAULT-VALUE}).")
    private String token = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Messages a second, 0 for as fast as the drain answers (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often the file is sent (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "10",
            description = "The most messages of one request, 1 to 1024 (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--now", description = "Gives each message the time when it leaves instead of its own.")
    private boolean now;

    @Option(names = "--insecure", description = "Takes any TLS certificate, as Logplex does.")
    private boolean insecure;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A request's body, messages a line each (<PRI>1 ...), or what heroku logs prints; - for standard input.")
    private String file = "-";

    public SendCommand(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Integer call() {
        DrainUrl drain;
        Sending.Pace pace;
        try {
            drain = DrainUrl.of(to);
            pace = new Sending.Pace(batch, rate, repeat, now);
            if (drain.userInfo().isEmpty() && !credentials.isEmpty()) {
                drain = drain.withUserInfo(credentials);
            }
        } catch (IllegalArgumentException e) {
            return fail(USAGE, e.getMessage());
        }
        try {
            return send(Capture.messages(read(), clock.instant()), drain, pace);
        } catch (IllegalArgumentException e) {
            return fail(INPUT_OUTPUT, file + ": " + e.getMessage());
        } catch (IOException e) {
            return fail(INPUT_OUTPUT, FileFailure.line(e));
        }
    }

    private int send(List<byte[]> messages, DrainUrl drain, Sending.Pace pace) throws IOException {
        long begin = nanoTime.getAsLong();
        try (LogplexClient client = new LogplexClient(drain, token, drain.tls() ? tls() : null, clock, nanoTime)) {
            Sending sending = new Sending(client, pace, clock, nanoTime, LockSupport::parkNanos);
            try {
                sending.send(messages);
            } finally {
                double seconds = (nanoTime.getAsLong() - begin) / 1e9;
                out().printf("sent: %s retries=%d seconds=%.1f%n", sending.tally(), client.retries(), seconds);
                out().flush();
            }
            return sending.tally().allAccepted()
                    ? 0
                    : fail(INPUT_OUTPUT, drain + ": not everything was accepted; last: " + client.lastFailure());
        }
    }

    private byte[] read() throws IOException {
        try (InputStream in = InputFile.open(file)) {
            return in.readAllBytes();
        }
    }

    private SSLSocketFactory tls() throws IOException {
        if (!insecure) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    private int fail(int exitCode, @Nullable String message) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println("send: " + message);
        err.flush();
        return exitCode;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
