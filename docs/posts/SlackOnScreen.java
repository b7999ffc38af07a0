import java.util.HashSet;
import java.util.Set;
import spillway.server.testing.Fault;
import spillway.server.testing.SlackStandIn;
import spillway.server.testing.SlackView;

/**
 * Runs the tests' Slack stand-in, prints its webhook on the error output and each post, as a person would see it, on the
 * output; ends with the process that started it. With a number N the first post is answered 429, Retry-After: N.
 */
final class SlackOnScreen {
    public static void main(String[] arguments) throws Exception {
        try (SlackStandIn slack = new SlackStandIn()) {
            if (arguments.length > 0) {
                slack.next("alerts", Fault.tooManyRequests(Integer.parseInt(arguments[0])));
            }
            System.err.println("webhook=" + slack.webhook("alerts"));
            Set<SlackStandIn.Received> shown = new HashSet<>();
            while (ProcessHandle.current().parent().map(ProcessHandle::isAlive).orElse(false)) {
                for (SlackStandIn.Received request : slack.requests("alerts")) {
                    if (shown.add(request)) {
                        System.out.println(
                                request.posted()
                                        ? SlackView.render(request.json())
                                        : "(answered " + request.status() + ")\n");
                        System.out.flush();
                    }
                }
                Thread.sleep(100);
            }
        }
    }
}
