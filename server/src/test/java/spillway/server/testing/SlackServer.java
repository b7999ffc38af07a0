package spillway.server.testing;

import java.util.concurrent.CountDownLatch;

/** A {@link SlackStandIn} of its own for scripts: prints its webhook, and when it ends how many posts it took. */
public final class SlackServer {
    private SlackServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        SlackStandIn slack = new SlackStandIn();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("posts=" + slack.posts("load").size());
            slack.violations().stream().distinct().limit(10).forEach(one -> System.out.println("violation: " + one));
        }));
        System.out.println("webhook=" + slack.webhook("load"));
        new CountDownLatch(1).await();
    }
}
