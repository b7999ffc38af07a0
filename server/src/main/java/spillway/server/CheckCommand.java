package spillway.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import spillway.server.config.Configuration;
import spillway.server.config.Configuration.Channel;
import spillway.server.config.Configuration.Durability;
import spillway.server.config.Configuration.Tls;
import spillway.server.forward.Delivery;
import spillway.server.forward.TestPost;
import spillway.server.http.DrainListener;
import spillway.server.store.Store;
import spillway.server.store.StoreException;

/** Says whether a configuration is right, and whether its channels work. */
@Command(
        name = "check",
        description = "Check the configuration: every error with file, line, column, key, value and what was expected.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private static final long ANSWER_SECONDS = 30;

    @Mixin
    private ConfigurationOption configuration = new ConfigurationOption();

    @Option(names = "--send", description = "Post one test message to each channel.")
    private boolean send;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Configuration read = configuration.read();
        new Ruleset(read);
        List<String> unusable = unusable(read);
        if (!unusable.isEmpty()) {
            unusable.forEach(spec.commandLine().getErr()::println);
            return ExitCode.CONFIGURATION;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: right: %s, %s, %s%n",
                configuration.name(),
                counted(read.drains(), "drain"),
                counted(read.rules(), "rule"),
                counted(read.channels(), "channel"));
        read.notices().forEach(out::println);
        return send ? send(read, out) : ExitCode.DONE;
    }

    private static String counted(List<?> things, String word) {
        return things.size() + " " + word + (things.size() == 1 ? "" : "s");
    }

    /** What a start would fail at although it is written right. */
    private static List<String> unusable(Configuration read) {
        List<String> lines = new ArrayList<>();
        try {
            Tls tls = read.listen().tls();
            if (tls != null) {
                DrainListener.requireUsable(tls);
            }
        } catch (IOException e) {
            lines.add(e.getMessage());
        }
        try {
            if (read.store().durability() == Durability.DISK) {
                Store.requireUsable(read.store().directory());
            }
        } catch (StoreException e) {
            lines.add(e.getMessage());
        }
        return lines;
    }

    private static int send(Configuration read, PrintWriter out) throws Exception {
        PrintStream screen = System.out;
        int failed = 0;
        try (ChannelOutlets outlets =
                new ChannelOutlets(new Spillway.Startup(screen, false), Spillway.threads("check"))) {
            for (Channel channel : read.channels()) {
                Delivery delivery = TestPost.send(
                                channel.name(),
                                outlets.of(channel),
                                Clock.systemUTC().millis())
                        .toCompletableFuture()
                        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
                boolean delivered = delivery.outcome() == Delivery.Outcome.DELIVERED;
                failed += delivered ? 0 : 1;
                out.printf(
                        "channel %s: %s%s%n",
                        channel.name(), delivery.outcome().label(), delivered ? "" : " (" + delivery.reason() + ")");
            }
        }
        return failed == 0 ? ExitCode.DONE : ExitCode.INPUT_OUTPUT;
    }
}
