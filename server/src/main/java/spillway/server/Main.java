package spillway.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import spillway.server.config.ConfigurationException;
import spillway.server.config.FileFailure;
import spillway.server.send.SendCommand;
import spillway.server.store.StoreException;

/** {@code spillway}: the commands, and what each kind of failure ends with. */
@Command(
        name = "spillway",
        description = "A self-hosted Heroku log drain that tells Slack what a person wants to know.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "64:wrong usage",
            "70:a bug",
            "74:input or output failed",
            "78:the configuration is wrong"
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Runs the command that the arguments name and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(isPlainServe(arguments) ? serve(arguments) : commandLine().execute(arguments));
    }

    /** Whether these are read without picocli, which takes a quarter of the time until a server listens. */
    private static boolean isPlainServe(String[] arguments) {
        return arguments.length > 0
                && arguments[0].equals("serve")
                && (arguments.length == 1 || (arguments.length == 3 && arguments[1].equals("--config")));
    }

    private static int serve(String[] arguments) {
        try {
            ConfigurationOption configuration =
                    arguments.length == 1 ? new ConfigurationOption() : new ConfigurationOption(Path.of(arguments[2]));
            return new ServeCommand(configuration).call();
        } catch (Exception e) {
            return failed(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand(new ServeCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new ExplainCommand())
                .addSubcommand(new SendCommand(Clock.systemUTC(), System::nanoTime))
                .addSubcommand(new DeadLettersCommand())
                .addSubcommand(new VersionCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .setParameterExceptionHandler((wrong, given) -> usage(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()));
    }

    @Override
    public void run() {
        throw withoutCommand(spec);
    }

    static ParameterException withoutCommand(CommandSpec command) {
        return new ParameterException(command.commandLine(), "command: none" + expectedCommands(command));
    }

    /** Two lines: a whole usage would hide what is wrong. */
    private static int usage(ParameterException wrong) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        PrintWriter err = wrong.getCommandLine().getErr();
        boolean unknownCommand = wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.subcommands().isEmpty();
        err.println(
                unknownCommand
                        ? "command: "
                                + ((UnmatchedArgumentException) wrong)
                                        .getUnmatched()
                                        .get(0) + expectedCommands(command)
                        : wrong.getMessage());
        err.println(command.qualifiedName() + " --help says more");
        return ExitCode.USAGE;
    }

    private static String expectedCommands(CommandSpec command) {
        return " (expected: " + String.join(", ", command.subcommands().keySet()) + ")";
    }

    private static int failed(Exception failure, PrintWriter err) {
        if (failure instanceof ConfigurationException wrong) {
            wrong.lines().forEach(err::println);
            return ExitCode.CONFIGURATION;
        }
        Exception cause = failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : failure;
        if (cause instanceof IOException || cause instanceof StoreException) {
            err.println(FileFailure.line(cause));
            return ExitCode.INPUT_OUTPUT;
        }
        failure.printStackTrace(err);
        return ExitCode.BUG;
    }
}
