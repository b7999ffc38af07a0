package spillway.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import spillway.server.config.Configuration;
import spillway.server.metrics.Metrics;
import spillway.server.slack.SlackClient;
import spillway.server.testing.Fault;
import spillway.server.testing.SlackStandIn;

/** The forwarder with its thread, the real renderer and client, and a Slack on loopback. */
class ShutdownTest implements Settlement {
    private final SlackStandIn slack = new SlackStandIn(0, true);
    private final SlackClient client = new SlackClient(ShutdownTest::daemon);
    private final Metrics metrics = new Metrics();
    private final Set<Long> settled = ConcurrentHashMap.newKeySet();
    private final List<DeadLetter> dead = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() throws Exception {
        client.close();
        slack.close();
    }

    @Test
    void close_postsWhatWaits_atThePace_andEnds() throws Exception {
        Forwarder forwarder = start();
        String[] types = {"web", "worker"};
        for (int i = 0; i < 50; i++) {
            assertTrue(forwarder.offer(
                    Messages.web1()
                            .of(types[i % 2] + ".1")
                            .at(System.currentTimeMillis())
                            .stored(i)
                            .text("line " + i % 5),
                    0));
        }
        assertTrue(forwarder.close(Duration.ofSeconds(25)));
        assertEquals(50, settled.size());
        assertEquals(List.of(), slack.violations());
        assertEquals(2, slack.posts("alerts").size());
        assertFalse(forwarder.offer(Messages.web1().stored(99).text("late"), 0));
        assertEquals(10, slack.lines("alerts").size());
    }

    @Test
    void close_leavesWhatSlackDoesNotTake_inTheStore() throws Exception {
        slack.always("alerts", Fault.tooManyRequests(600));
        Forwarder forwarder = start();
        assertTrue(forwarder.offer(
                Messages.web1().at(System.currentTimeMillis()).stored(1).text("kept"), 0));
        assertTrue(
                forwarder.offer(Messages.web1().at(System.currentTimeMillis()).text("lost"), 0));
        assertTrue(forwarder.close(Duration.ofSeconds(25)));
        assertEquals(Set.of(), settled);
        assertEquals(
                1.0, metrics.messagesDropped.labelValues("alerts", "shutdown").get());
        assertEquals(2.0, metrics.messagesAccepted.labelValues("alerts").get());
        assertEquals(1, slack.requests("alerts").size());
    }

    @Test
    void test_postsOneMessage() throws Exception {
        Configuration.Channel channel = channel();
        Outlet outlet =
                new Outlet(new ChannelRendering(channel, ChannelRendering.Screen.PLAIN), client.sender(channel));
        Delivery delivery = TestPost.send("alerts", outlet, System.currentTimeMillis())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertEquals(Delivery.delivered("", ""), delivery);
        assertTrue(slack.view("alerts").contains("Spillway test · channel alerts"), slack.view("alerts"));
    }

    private Configuration.Channel channel() {
        return new Configuration.Channel(
                "alerts",
                Configuration.Kind.WEBHOOK,
                slack.webhook("alerts"),
                null,
                null,
                Configuration.Format.SLACK,
                false,
                Duration.ofMillis(1050),
                Configuration.Delivery.AT_LEAST_ONCE,
                null);
    }

    private Forwarder start() {
        Configuration configuration = Settings.defaults().with(channel()).make();
        Outlet outlet =
                new Outlet(new ChannelRendering(channel(), ChannelRendering.Screen.PLAIN), client.sender(channel()));
        Time time = new Time(System::nanoTime, Clock.systemUTC(), new Random());
        Forwarder forwarder = new Forwarder(configuration, List.of(outlet), this, metrics, time, 64 << 20);
        daemon(forwarder::run).start();
        return forwarder;
    }

    @Override
    public void settled(String channel, long[] positions) {
        Arrays.stream(positions).forEach(settled::add);
    }

    @Override
    public void deadLetter(DeadLetter letter, long[] positions) {
        dead.add(letter);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        return thread;
    }
}
