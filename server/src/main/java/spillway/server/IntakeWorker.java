package spillway.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spillway.codec.heroku.Kind;
import spillway.codec.heroku.Meaning;
import spillway.codec.syslog.SyslogFrames;
import spillway.codec.syslog.SyslogParser.Dialect;
import spillway.server.http.Answer;
import spillway.server.http.DrainRequest;
import spillway.server.metrics.Metrics;

/** Works on the requests of some drains, one after the other: reads every message and keeps what some channel wants. */
final class IntakeWorker {
    private static final Logger log = LoggerFactory.getLogger(IntakeWorker.class);

    /** A larger scratch array is given back to the heap after its request. */
    private static final int MAX_SCRATCH = 1 << 20;

    private final Supplier<Ruleset> current;
    private final Metrics metrics;
    private final Clock clock;
    private final Acceptor acceptor;
    private Interpreter interpreter;
    private IntakeCounters counters;
    private byte[] scratch = new byte[1 << 16];

    IntakeWorker(Supplier<Ruleset> current, Metrics metrics, Clock clock, Acceptor acceptor) {
        this.current = current;
        this.metrics = metrics;
        this.clock = clock;
        this.acceptor = acceptor;
        this.interpreter = new Interpreter(current.get());
        this.counters = new IntakeCounters(current.get(), metrics);
    }

    void work(List<DrainRequest> requests) {
        for (DrainRequest request : requests) {
            try {
                takeOverRules();
                work(request);
            } catch (RuntimeException | Error bug) {
                log.error("request failed: drain={}", request.drain(), bug);
                request.releaseFrames();
                request.answer(Answer.SERVICE_UNAVAILABLE);
            }
        }
    }

    private void takeOverRules() {
        Ruleset rules = current.get();
        if (rules != interpreter.ruleset()) {
            interpreter = new Interpreter(rules);
            counters = new IntakeCounters(rules, metrics);
        }
    }

    private void work(DrainRequest request) {
        int drain = interpreter.ruleset().drainIndex(request.drain());
        if (drain == Ruleset.UNKNOWN_DRAIN) {
            request.releaseFrames();
            request.answer(Answer.SERVICE_UNAVAILABLE); // its drain was removed just now: the repeat gets a 401
            return;
        }
        long now = clock.millis();
        Acceptance acceptance = read(request, drain, now);
        request.releaseFrames();
        counters.endRequest(drain, request.frameCount());
        if (acceptance == null) {
            request.answer(Answer.OK);
        } else {
            acceptor.accept(request, acceptance, interpreter.ruleset(), dialect(request, drain), now);
        }
    }

    private Dialect dialect(DrainRequest request, int drain) {
        return interpreter.ruleset().dialect(drain, request.fromLogplex());
    }

    /** Reads every message; null if no channel wants any. */
    private @Nullable Acceptance read(DrainRequest request, int drain, long now) {
        Dialect dialect = dialect(request, drain);
        Acceptance acceptance = null;
        for (SyslogFrames frames : request.frames()) {
            byte[] octets = copy(frames.content());
            for (int i = 0; i < frames.count(); i++) {
                long channels = interpreter.read(octets, frames.start(i), frames.end(i), dialect, drain, now);
                if (interpreter.message().isRaw()) {
                    counters.raw();
                }
                if (interpreter.meaning().kind() == Kind.LOSS_NOTICE) {
                    tellLoss(request, interpreter.meaning());
                }
                if (channels == 0) {
                    counters.filtered(interpreter.rule());
                } else {
                    if (acceptance == null) {
                        acceptance = new Acceptance();
                    }
                    acceptance.add(
                            interpreter.accepted(request.drain(), request.label(), now),
                            channels,
                            interpreter.message());
                }
            }
        }
        if (scratch.length > MAX_SCRATCH) {
            scratch = new byte[1 << 16];
        }
        return acceptance;
    }

    private byte[] copy(ByteBuf content) {
        int length = content.readableBytes();
        if (length > scratch.length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        content.getBytes(content.readerIndex(), scratch, 0, length);
        return scratch;
    }

    private void tellLoss(DrainRequest request, Meaning meaning) {
        String code = meaning.code();
        if (code != null && meaning.lostCount() > 0) {
            acceptor.lostByHeroku(request.drain(), request.label(), code, since(meaning), meaning.lostCount());
        }
    }

    private String since(Meaning meaning) {
        byte[] octets = interpreter.message().octets();
        return new String(octets, meaning.sinceStart(), meaning.sinceEnd() - meaning.sinceStart(), US_ASCII);
    }
}
