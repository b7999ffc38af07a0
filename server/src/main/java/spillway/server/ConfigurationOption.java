package spillway.server;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import spillway.server.config.Configuration;
import spillway.server.config.ConfigurationException;
import spillway.server.config.ConfigurationReader;

/** {@code --config}, for every command that has it. */
final class ConfigurationOption {
    private static final Path DEFAULT = Path.of("config/spillway.yml");

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The configuration (default: config/spillway.yml; where there is none, what is built in).")
    private @Nullable Path file;

    ConfigurationOption() {}

    /** As if given by the command line. */
    ConfigurationOption(Path file) {
        this.file = file;
    }

    /**
     * Reads it.
     *
     * @throws ConfigurationException with every error there is
     */
    Configuration read() throws ConfigurationException {
        if (file != null) {
            return ConfigurationReader.read(file, System.getenv());
        }
        return Files.exists(DEFAULT)
                ? ConfigurationReader.read(DEFAULT, System.getenv())
                : ConfigurationReader.builtIn(System.getenv());
    }

    /** Its name, for people. */
    String name() {
        if (file != null) {
            return file.toString();
        }
        return Files.exists(DEFAULT) ? DEFAULT.toString() : "the built-in configuration";
    }
}
