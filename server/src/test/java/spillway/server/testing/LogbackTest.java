package spillway.server.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.Dsl;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What config/logback.xml lets through. */
class LogbackTest {
    @Test
    void hookUrl_isNeverLogged_evenWhenAllIsTraced() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.setContext(context);
        logged.start();
        root.setLevel(Level.TRACE);
        root.addAppender(logged);
        try (SlackStandIn slack = new SlackStandIn()) {
            slack.always("s3cr3t", Fault.closeWithoutAnswer());
            try (AsyncHttpClient client = Dsl.asyncHttpClient(Dsl.config().setMaxRequestRetry(1))) {
                assertThrows(
                        ExecutionException.class,
                        () -> client.preparePost(slack.webhook("s3cr3t"))
                                .setBody("{}")
                                .execute()
                                .get());
            }
            context.getLogger("spillway.probe").debug("seen");
        } finally {
            root.detachAppender(logged);
            root.setLevel(before);
        }

        assertEquals(
                List.of(),
                logged.list.stream()
                        .map(event -> event.getLoggerName() + " " + event.getFormattedMessage())
                        .filter(line -> line.contains("s3cr3t"))
                        .toList());
        assertTrue(logged.list.stream().anyMatch(event -> event.getLoggerName().equals("spillway.probe")));
    }

    @Test
    void event_isOneLine_whateverItHolds() throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("..", "config", "logback.xml").toFile());
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> stderr = (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");
        Encoder<ILoggingEvent> encoder = Objects.requireNonNull(stderr).getEncoder();

        String plain = encode(encoder, new LoggingEvent("", root, Level.INFO, "started: a=1", null, null));
        String hostile = encode(
                encoder, new LoggingEvent("", root, Level.WARN, "a\nERROR b", new IllegalStateException("c\nd"), null));

        assertTrue(plain.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+\\S+ INFO  started: a=1\n"), plain);
        assertTrue(hostile.matches("\\S+ WARN  a ERROR b [^\n]*IllegalStateException: c d[^\n]*\n"), hostile);
        assertEquals("System.err", stderr.getTarget());
    }

    private static String encode(Encoder<ILoggingEvent> encoder, LoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
