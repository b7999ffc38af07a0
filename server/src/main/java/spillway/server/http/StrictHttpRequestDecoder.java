package spillway.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import spillway.codec.syslog.SyslogFormatException;

/**
 * Netty's decoder, which also refuses what a proxy in front might read otherwise: folded header lines, and a length beside
 * chunks.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-5.2">RFC 9112, sections 5.2 and 6.3</a>
 */
final class StrictHttpRequestDecoder extends HttpRequestDecoder {
    private static final int MAX_LINE = 8_192;
    private static final int MAX_HEADERS = 8_192;
    private static final int MAX_CHUNK = 1 << 17;

    private boolean inHead = true;
    private boolean pastRequestLine;
    private boolean folded;
    private boolean lengthBesideChunks;

    StrictHttpRequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(MAX_CHUNK)
                .setInitialBufferSize(512)
                .setStrictLineParsing(true));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!inHead) {
            super.decode(ctx, in, out);
            if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent) {
                nextHead();
            }
            return;
        }
        int start = in.readerIndex();
        int before = out.size();
        super.decode(ctx, in, out);
        if (!folded) {
            folded = hasFoldedLine(in, start, in.readerIndex());
        }
        if (out.size() > before && out.get(before) instanceof HttpRequest request) {
            refuseAmbiguous(request);
            inHead = false;
            if (out.get(out.size() - 1) instanceof LastHttpContent) {
                nextHead();
            }
        }
    }

    /** Whether a head has begun to come and is not whole. */
    boolean isMidHead() {
        return inHead && (pastRequestLine || actualReadableBytes() > 0);
    }

    private void nextHead() {
        inHead = true;
        pastRequestLine = false;
        folded = false;
        lengthBesideChunks = false;
    }

    /** Whether a line of the head that was read just now starts with a blank. Lines are read whole, so each starts in sight. */
    private boolean hasFoldedLine(ByteBuf in, int start, int end) {
        int line = start;
        while (line < end) {
            byte first = in.getByte(line);
            if (pastRequestLine && (first == ' ' || first == '\t')) {
                return true;
            }
            if (first != '\r' && first != '\n') {
                pastRequestLine = true;
            }
            int newline = in.indexOf(line, end, (byte) '\n');
            line = newline < 0 ? end : newline + 1;
        }
        return false;
    }

    private void refuseAmbiguous(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return;
        }
        if (folded) {
            request.setDecoderResult(DecoderResult.failure(new SyslogFormatException("folded header line")));
        } else if (lengthBesideChunks) {
            request.setDecoderResult(
                    DecoderResult.failure(new SyslogFormatException("Content-Length beside Transfer-Encoding")));
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        lengthBesideChunks = true;
        super.handleTransferEncodingChunkedWithContentLength(message);
    }
}
