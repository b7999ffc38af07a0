package spillway.server.http;

import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.EndOfFrames;
import spillway.codec.syslog.SyslogFrames;

/**
 * One request of a drain, complete: who sent it and its frames. Filled on its event loop; then owned by whoever took it from
 * the {@link RequestSink}, who releases the frames and answers.
 */
public final class DrainRequest {
    private static final AtomicIntegerFieldUpdater<DrainRequest> ANSWERED =
            AtomicIntegerFieldUpdater.newUpdater(DrainRequest.class, "answered");

    private final DrainRequestHandler connection;
    private final int drain;
    private final String label;
    private final @Nullable String id;
    private final boolean fromLogplex;
    private final int messageCount;
    private final List<SyslogFrames> frames = new ArrayList<>(1);
    private EndOfFrames end = EndOfFrames.CLEAN;
    private int octets;
    private int frameCount;
    private long receivedNanos;
    private long roomTaken;

    private volatile int answered;
    private Answer answer = Answer.SERVICE_UNAVAILABLE;

    DrainRequest(DrainRequestHandler connection, int drain, RequestHead head) {
        this.connection = connection;
        this.drain = drain;
        this.label = head.label();
        this.id = head.requestId();
        this.fromLogplex = head.fromLogplex();
        this.messageCount = head.messageCount();
    }

    /** Which drain posted it: its index in the configuration. */
    public int drain() {
        return drain;
    }

    /** What the URL carried along as {@code app=NAME}; else empty. */
    public String label() {
        return label;
    }

    /** {@code Logplex-Frame-Id}, else {@code X-Request-Id}: the same whenever the request is sent again. */
    public @Nullable String id() {
        return id;
    }

    /** Whether Logplex sent it (it names its requests), and so its messages have no STRUCTURED-DATA. */
    public boolean fromLogplex() {
        return fromLogplex;
    }

    /** {@code Logplex-Msg-Count}, or -1 if the sender did not say. */
    public int messageCount() {
        return messageCount;
    }

    /** The frames, in order. */
    public List<SyslogFrames> frames() {
        return frames;
    }

    public int frameCount() {
        return frameCount;
    }

    /** The octets of all frames. */
    public int octets() {
        return octets;
    }

    /** How the body ended. */
    public EndOfFrames end() {
        return end;
    }

    /** When its last octet was here, on the event loop's monotonic clock, in nanoseconds. */
    public long receivedNanos() {
        return receivedNanos;
    }

    void add(SyslogFrames some) {
        frames.add(some);
        frameCount += some.count();
        octets += some.content().readableBytes();
    }

    void ended(EndOfFrames frameEnd, long nanos) {
        end = frameEnd;
        receivedNanos = nanos;
    }

    /** Gives the frames back; nothing of them may be used afterwards. */
    public void releaseFrames() {
        for (SyslogFrames some : frames) {
            ReferenceCountUtil.release(some);
        }
        frames.clear();
    }

    void roomTaken(long more) {
        roomTaken += more;
    }

    long roomTaken() {
        return roomTaken;
    }

    /**
     * Answers, once, from any thread; the request is then no longer in work. Its sender has perhaps had its answer before: what
     * takes too long is answered {@link Answer#SERVICE_UNAVAILABLE} in time.
     */
    public void answer(Answer with) {
        answerFirst(with);
        connection.doneWith(this);
    }

    /** Answers while the request stays in work; only the first answer counts. */
    void answerFirst(Answer with) {
        if (ANSWERED.compareAndSet(this, 0, 1)) {
            answer = with;
            connection.answerLater(this);
        }
    }

    /** Whether it has been answered, perhaps because it took too long. */
    public boolean isAnswered() {
        return answered != 0;
    }

    Answer answer() {
        return answer;
    }

    DrainRequestHandler connection() {
        return connection;
    }
}
