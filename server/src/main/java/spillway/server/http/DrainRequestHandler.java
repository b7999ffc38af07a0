package spillway.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import spillway.codec.syslog.EndOfBody;
import spillway.codec.syslog.EndOfFrames;
import spillway.codec.syslog.SyslogFrames;

/**
 * One connection of a sender: refuses what it must, passes bodies on as octets, and writes the answers.
 *
 * <p>One request at a time: while one is in work, what else comes is held, at most one read of it, and reading stops. A refused
 * request's body is read to its end before the answer, so that the connection can stay; where that end is too far away the
 * answer goes out at once and the connection closes, slowly, so that the sender can still read it.
 */
final class DrainRequestHandler extends ChannelInboundHandlerAdapter {
    private enum State {
        HEAD,
        WAITING_FOR_ROOM,
        BODY,
        REFUSED_BODY,
        IN_WORK,
        LINGERING
    }

    private final DrainListener listener;
    private final LoopTurn turn;
    private final StrictHttpRequestDecoder decoder;
    private final RequestHead head = new RequestHead();
    private final HeadCheck check;
    private final RequestBody body = new RequestBody();
    private final Queue<Object> held = new ArrayDeque<>(0);

    private @Nullable ChannelHandlerContext ctx;
    private State state = State.HEAD;
    private long stateSince;
    private boolean anyRequest;
    private boolean midHead;
    private boolean lastRequest;

    private @Nullable DrainRequest request;
    private Answer refusal = Answer.BAD_REQUEST;
    private long roomWanted;

    DrainRequestHandler(DrainListener listener, LoopTurn turn, StrictHttpRequestDecoder decoder) {
        this.listener = listener;
        this.check = new HeadCheck(listener);
        this.turn = turn;
        this.decoder = decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        enter(State.HEAD);
        turn.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.LINGERING) {
            ReferenceCountUtil.release(message);
        } else if (isBusy() || !held.isEmpty()) {
            held.add(message);
            context.channel().config().setAutoRead(false);
        } else {
            process(message);
        }
    }

    private boolean isBusy() {
        return state == State.IN_WORK || state == State.WAITING_FOR_ROOM;
    }

    private void process(Object message) {
        if (message instanceof HttpRequest httpRequest) {
            startRequest(httpRequest);
        } else if (message instanceof HttpContent content) {
            readContent(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void processHeld() {
        while (!held.isEmpty() && !isBusy() && state != State.LINGERING) {
            process(held.remove());
        }
        if (held.isEmpty()) {
            context().channel().config().setAutoRead(true);
        }
    }

    // ---- head

    private void startRequest(HttpRequest httpRequest) {
        anyRequest = true;
        midHead = false;
        if (httpRequest.decoderResult().isFailure()) {
            refuseAtOnce(HeadCheck.undecodable(httpRequest.decoderResult().cause()));
            return;
        }
        head.read(httpRequest);
        Answer broken = HeadCheck.broken(head);
        if (broken != null) {
            refuseAtOnce(broken);
            return;
        }
        body.begin(head.isGzip());
        int drain = check.drain(head);
        Answer refused = check.refusal(head, drain);
        if (refused != null) {
            refuse(refused);
            return;
        }
        request = new DrainRequest(this, listener.drain(drain), head);
        enter(State.BODY);
        takeRoom(request, Math.max(1, head.contentLength()));
    }

    /** Takes room for {@code octets} of the body, or reads no further until there is some. */
    private void takeRoom(DrainRequest current, long octets) {
        if (listener.room().take(octets)) {
            current.roomTaken(octets);
        } else {
            roomWanted = octets;
            enter(State.WAITING_FOR_ROOM);
            turn.waitForRoom(this);
        }
    }

    private void refuse(Answer with) {
        listener.refused(with, context().channel().remoteAddress());
        refusal = with;
        if (head.contentLength() > listener.maxBody()) {
            answerAndLinger(with);
        } else {
            enter(State.REFUSED_BODY);
        }
    }

    private void refuseAtOnce(Answer with) {
        listener.refused(with, context().channel().remoteAddress());
        answerAndLinger(with);
    }

    /** Goes on if there is room now, or if nothing is to be waited for any more; false if there is still none. */
    boolean letIn() {
        DrainRequest current = request;
        if (state != State.WAITING_FOR_ROOM || current == null) {
            return true;
        }
        if (!listener.room().take(roomWanted)) {
            return false;
        }
        current.roomTaken(roomWanted);
        enter(State.BODY);
        processHeld();
        return true;
    }

    // ---- body

    private void readContent(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            abandonRequest();
            refuseAtOnce(Answer.BAD_REQUEST);
            return;
        }
        boolean last = content instanceof LastHttpContent;
        if (state == State.BODY) {
            body.read(content.content(), this::passOn);
        } else {
            discard(content.content());
        }
        if (last && state == State.WAITING_FOR_ROOM) {
            held.add(LastHttpContent.EMPTY_LAST_CONTENT); // its octets are here; only its end has to wait
        } else if (last && state == State.BODY) {
            context().fireChannelRead(EndOfBody.INSTANCE);
        } else if (last && state == State.REFUSED_BODY) {
            write(refusal);
        }
    }

    /** Passes a piece of the body on to be split into frames; false once nothing more of it is wanted. */
    private boolean passOn(ByteBuf octets) {
        if (request == null || !octets.isReadable()) {
            octets.release();
        } else if (body.octets() > listener.maxBody()) {
            octets.release();
            abandonRequest();
            refuseAtOnce(Answer.CONTENT_TOO_LARGE);
        } else {
            context().fireChannelRead(octets);
            takeRoomForMore();
        }
        return request != null;
    }

    /** A chunked or compressed body says only as it comes how long it is. */
    private void takeRoomForMore() {
        DrainRequest current = request;
        if (current != null && state == State.BODY && body.octets() > current.roomTaken()) {
            takeRoom(current, body.octets() - current.roomTaken());
        }
    }

    private void discard(ByteBuf octets) {
        body.discard(octets);
        if (state == State.REFUSED_BODY && body.octets() > listener.maxBody()) {
            answerAndLinger(refusal);
        }
    }

    void framesRead(SyslogFrames frames) {
        DrainRequest current = request;
        if (current == null) {
            frames.release();
        } else {
            current.add(frames);
        }
    }

    void framesEnded(EndOfFrames end) {
        DrainRequest current = request;
        if (current == null) {
            return;
        }
        current.ended(body.ended(end), turn.nanoTime());
        listener.framesEnded(current);
        enter(State.IN_WORK);
        if (current.frameCount() > 0) {
            turn.completed(current);
        } else {
            current.answer(current.end().malformed() > 0 ? Answer.BAD_REQUEST : Answer.OK);
        }
    }

    /** Forgets a request whose body will never be whole: it was not answered, so its sender still has it. */
    private void abandonRequest() {
        DrainRequest current = request;
        if (current != null) {
            request = null;
            current.releaseFrames();
            doneWith(current);
            context().fireChannelRead(EndOfBody.INSTANCE); // the decoder forgets the body's octets
        }
        body.close();
    }

    // ---- answer

    /** An answer is known; from any thread. */
    void answerLater(DrainRequest answered) {
        if (turn.loop().inEventLoop() && answered.frameCount() == 0) {
            answered(answered);
        } else {
            turn.answerLater(answered);
        }
    }

    /** Nobody holds the request's octets any more; from any thread. */
    void doneWith(DrainRequest done) {
        listener.room().giveBack(done.roomTaken());
    }

    void answered(DrainRequest answered) {
        if (answered != request) {
            return; // the connection has gone on without it
        }
        listener.answered(answered, turn.nanoTime());
        request = null;
        if (answered.answer() == Answer.SERVICE_UNAVAILABLE) {
            listener.unavailable();
            answerAndLinger(Answer.SERVICE_UNAVAILABLE);
        } else {
            write(answered.answer());
        }
    }

    private void write(Answer answer) {
        if (!context().channel().isActive()) {
            return;
        }
        if (head.isClose() || lastRequest || listener.isClosing()) {
            answerAndLinger(answer);
            return;
        }
        context().writeAndFlush(answer.keepingAlive(head.isHttp10()), context().voidPromise());
        enter(State.HEAD);
        if (!held.isEmpty()) {
            processHeld();
        }
    }

    /** Writes the last answer, sends an end of stream, and reads on for a while: a reset would take the answer away. */
    private void answerAndLinger(Answer answer) {
        enter(State.LINGERING);
        releaseHeld();
        context().channel().config().setAutoRead(true);
        context().writeAndFlush(answer.closing()).addListener(written -> {
            if (written.isSuccess()) {
                endOutput();
            } else {
                context().close();
            }
        });
    }

    private void endOutput() {
        SslHandler tls = context().pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (context().channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            context().close();
        }
    }

    // ---- time

    private void enter(State next) {
        state = next;
        stateSince = turn.sweeps();
    }

    void sweep(long now) {
        long millis = (now - stateSince) * LoopTurn.SWEEP_MILLIS;
        switch (state) {
            case HEAD -> sweepHead(now, millis);
            case BODY -> {
                // its sender is known and would drop what we answer 4xx: it is left to send it again
                if (millis > listener.requestTimeoutMillis()) {
                    listener.timedOut("body");
                    context().close();
                }
            }
            case REFUSED_BODY -> {
                if (millis > listener.requestTimeoutMillis()) {
                    answerAndLinger(Answer.REQUEST_TIMEOUT);
                }
            }
            case WAITING_FOR_ROOM, IN_WORK -> {
                if (millis >= listener.answerWithinMillis()) {
                    giveUp();
                }
            }
            case LINGERING -> {
                if (millis > listener.lingerMillis()) {
                    context().close();
                }
            }
        }
    }

    private void sweepHead(long now, long millis) {
        if (decoder.isMidHead()) {
            if (!midHead) {
                midHead = true;
                stateSince = now;
            } else if (millis > listener.requestTimeoutMillis()) {
                listener.timedOut("head");
                answerAndLinger(Answer.REQUEST_TIMEOUT);
            }
        } else if (millis > (anyRequest ? listener.idleTimeoutMillis() : listener.requestTimeoutMillis())) {
            context().close();
        }
    }

    /** Says 503 before the sender gives up by itself; what is in work may still be accepted, and its repeat is then known. */
    private void giveUp() {
        DrainRequest current = request;
        if (current == null) {
            answerAndLinger(Answer.SERVICE_UNAVAILABLE);
        } else if (state == State.WAITING_FOR_ROOM) {
            abandonRequest();
            listener.unavailable();
            refuseAtOnce(Answer.SERVICE_UNAVAILABLE);
        } else {
            current.answerFirst(Answer.SERVICE_UNAVAILABLE);
        }
    }

    void closeIfIdle() {
        if (state == State.HEAD && !decoder.isMidHead()) {
            context().close();
        }
    }

    /** Credentials are looked up anew with the next request. */
    void forgetCredentials() {
        check.forgetCredentials();
    }

    // ---- end

    /** The sender has sent its last octet; it may still wait for an answer. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            if (isBusy()) {
                lastRequest = true;
            } else {
                context.close();
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        turn.closed(this);
        releaseHeld();
        if (state == State.IN_WORK) {
            request = null; // whoever has it in work releases it
        } else {
            abandonRequest();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        listener.failed(cause);
        context.close();
    }

    private void releaseHeld() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(ctx, "a handler has its context from the moment it is added");
    }
}
