package spillway.server.forward;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Prints posts as a person would see them in Slack, so that the program is useful without it. */
public final class ConsoleSender implements PostSender {
    private final PrintStream screen;

    public ConsoleSender(PrintStream screen) {
        this.screen = screen;
    }

    @Override
    public CompletionStage<Delivery> send(Request request, String payload) {
        synchronized (screen) {
            screen.print(payload);
            screen.flush();
        }
        return CompletableFuture.completedFuture(
                screen.checkError()
                        ? Delivery.failed(Delivery.Outcome.AMBIGUOUS, "screen does not take it")
                        : Delivery.delivered("", ""));
    }
}
