package spillway.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import spillway.server.config.Configuration;
import spillway.server.config.ConfigurationException;

/** Runs the drain until it is told to stop. */
@Command(
        name = "serve",
        description =
                "Run the drain, in the foreground. SIGTERM and Ctrl-C end it after what it has is told or kept; a second"
                        + " one ends it at once. SIGHUP reads the configuration again.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    /** Set by the launcher, which knows whether the output is a terminal; a JVM before 22 can't tell. */
    private static final String COLOURS = "spillway.colours";

    /** What a process ends with that SIGTERM has ended. */
    private static final int ENDED_BY_SIGNAL = 143;

    @Mixin
    private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() throws Exception {
        Configuration read = configuration.read();
        CountDownLatch stop = new CountDownLatch(1);
        AtomicInteger signals = new AtomicInteger();
        Runnable end = () -> {
            if (signals.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(ENDED_BY_SIGNAL); // what is not told is in the store
            }
            stop.countDown();
        };
        Signals.handle("TERM", end);
        Signals.handle("INT", end);
        read.notices().forEach(log::warn);
        try (Spillway spillway = new Spillway(read, startup())) {
            Signals.handle("HUP", () -> reload(spillway));
            stop.await();
        }
        return ExitCode.DONE;
    }

    private static Spillway.Startup startup() {
        PrintStream screen = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return new Spillway.Startup(screen, Boolean.getBoolean(COLOURS));
    }

    private void reload(Spillway spillway) {
        try {
            spillway.reload(configuration.read());
        } catch (ConfigurationException wrong) {
            wrong.lines().forEach(line -> log.error("configuration kept: {}", line));
        } catch (RuntimeException bug) {
            log.error("configuration kept", bug);
        }
    }
}
