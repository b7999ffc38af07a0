package spillway.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import spillway.server.config.Configuration;
import spillway.server.config.ConfigurationException;
import spillway.server.config.FileFailure;
import spillway.server.store.StoreException;

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
    private ConfigurationOption configuration;

    ServeCommand() {
        this(new ConfigurationOption());
    }

    ServeCommand(ConfigurationOption configuration) {
        this.configuration = configuration;
    }

    private enum Order {
        STOP,
        RELOAD
    }

    @Override
    public Integer call() throws Exception {
        Configuration read = configuration.read();
        BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
        AtomicInteger signals = new AtomicInteger();
        Runnable end = () -> {
            if (signals.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(ENDED_BY_SIGNAL); // what is not told is in the store
            }
            orders.add(Order.STOP);
        };
        Signals.handle("TERM", end);
        Signals.handle("INT", end);
        Signals.handle("HUP", () -> orders.add(Order.RELOAD));
        Spillway running = start(read);
        while (orders.take() == Order.RELOAD) {
            running = reload(running);
        }
        running.close();
        return ExitCode.DONE;
    }

    private static Spillway start(Configuration read) throws IOException, StoreException {
        read.notices().forEach(log::warn);
        return new Spillway(read, startup());
    }

    private static Spillway.Startup startup() {
        PrintStream screen = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return new Spillway.Startup(screen, Boolean.getBoolean(COLOURS));
    }

    /** What runs afterwards: the same with what it could take over, another one if more than that changed. */
    private Spillway reload(Spillway running) throws IOException, StoreException {
        Configuration before = running.configuration();
        Configuration read;
        try {
            read = configuration.read();
        } catch (ConfigurationException wrong) {
            wrong.lines().forEach(line -> log.error("configuration kept: {}", line));
            return running;
        } catch (RuntimeException bug) {
            log.error("configuration kept", bug);
            return running;
        }
        List<String> changed = read.differencesNeedingRestart(before);
        if (changed.isEmpty()) {
            running.takeOver(read);
            return running;
        }
        log.info("restarting with the changed configuration: changed=\"{}\"", String.join(", ", changed));
        running.closeForRestart();
        try {
            return start(read);
        } catch (IOException | StoreException notToBeHad) {
            log.error("configuration kept: {}", FileFailure.line(notToBeHad));
            return start(before);
        }
    }
}
