package spillway.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import spillway.server.config.ConfigurationException;
import spillway.server.store.DeadLetters;
import spillway.server.store.StoreException;
import spillway.server.store.StoredLetter;

/** Posts that could not be delivered: lists, shows, deletes them, and has them sent again. */
@Command(
        name = "dead-letters",
        description = "Posts that could not be delivered. Works with and without a running server.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand implements Runnable {
    @Mixin
    private ConfigurationOption configuration = new ConfigurationOption();

    /** Picocli's own would say that something "is not a long". */
    private static final class LetterId implements ITypeConverter<Long> {
        @Override
        public Long convert(String id) {
            try {
                return Long.valueOf(id);
            } catch (NumberFormatException notANumber) {
                throw new TypeConversionException("\"" + id + "\" (expected: a number that list shows)");
            }
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw Main.withoutCommand(spec);
    }

    @Command(name = "list", description = "One line a letter, the oldest first.")
    int list() throws ConfigurationException, StoreException {
        Path directory = configuration.read().store().directory();
        if (!DeadLetters.isStore(directory)) {
            print(List.of());
            return ExitCode.DONE;
        }
        try (DeadLetters letters = DeadLetters.open(directory)) {
            print(letters.list());
        }
        return ExitCode.DONE;
    }

    private void print(List<StoredLetter> all) {
        out().println(
                        all.isEmpty()
                                ? "no dead letters"
                                : "    ID  LAST ATTEMPT          MESSAGES  CHANNEL           REASON");
        for (StoredLetter letter : all) {
            out().printf(
                            "%6d  %s  %8d  %-16s  %s%s%n",
                            letter.id(),
                            time(letter.letter().lastAttemptMillis()),
                            letter.letter().messages(),
                            letter.letter().channel(),
                            letter.letter().reason(),
                            letter.replay() ? "  (to be sent again)" : "");
        }
    }

    @Command(name = "show", description = "A letter whole, with its payload.")
    int show(@Parameters(paramLabel = "ID", converter = LetterId.class) long id)
            throws ConfigurationException, StoreException {
        try (DeadLetters letters = open()) {
            StoredLetter letter = letters.find(id);
            if (letter == null) {
                return unknown(id);
            }
            out().printf(
                            "channel: %s%nreason: %s%nmessages: %d%nattempts: %d%nfirst: %s%nlast: %s%n%n%s%n",
                            letter.letter().channel(),
                            letter.letter().reason(),
                            letter.letter().messages(),
                            letter.letter().attempts(),
                            time(letter.letter().firstAttemptMillis()),
                            time(letter.letter().lastAttemptMillis()),
                            letter.letter().payload());
        }
        return ExitCode.DONE;
    }

    @Command(name = "replay", description = "Send a letter again: at once if the server runs, else when it starts.")
    int replay(
            @Parameters(arity = "0..1", paramLabel = "ID", defaultValue = "0", converter = LetterId.class) long id,
            @Option(names = "--all", description = "All of them.") boolean all)
            throws ConfigurationException, StoreException {
        if (all == (id != 0)) {
            throw new ParameterException(
                    spec.subcommands().get("replay"),
                    "replay: " + (all ? "an ID and --all" : "none") + " (expected: an ID, or --all)");
        }
        try (DeadLetters letters = open()) {
            if (!all && !letters.markForReplay(id)) {
                return unknown(id);
            }
            out().printf("to be sent again: %d%n", all ? letters.markAllForReplay() : 1);
        }
        return ExitCode.DONE;
    }

    @Command(name = "delete", description = "Forget a letter.")
    int delete(@Parameters(paramLabel = "ID", converter = LetterId.class) long id)
            throws ConfigurationException, StoreException {
        try (DeadLetters letters = open()) {
            return letters.delete(id) ? ExitCode.DONE : unknown(id);
        }
    }

    private DeadLetters open() throws ConfigurationException, StoreException {
        return DeadLetters.open(configuration.read().store().directory());
    }

    private int unknown(long id) {
        spec.commandLine().getErr().println("dead letter: " + id + " (expected: an ID that list shows)");
        return ExitCode.INPUT_OUTPUT;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
