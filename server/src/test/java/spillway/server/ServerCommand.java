package spillway.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the server of this build is started as a process of its own. */
final class ServerCommand {
    private ServerCommand() {}

    /** {@code spillway serve} on the JVM that runs the tests, in as little memory as is promised to be enough. */
    static List<String> serve(Path configuration) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "spillway.server.Main",
                "serve",
                "--config",
                configuration.toString()));
        return command;
    }
}
