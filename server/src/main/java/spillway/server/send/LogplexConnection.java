package spillway.server.send;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One kept-alive connection to a drain, one request in flight. Not thread-safe. */
final class LogplexConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 3_000;
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Holds a whole request, so that writing one never waits for a peer that does not read. */
    private static final int SEND_BUFFER = 256 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final LongSupplier nanoTime;
    private long deadline;
    private long lastUse;

    /**
     * @param tls null for a plain connection
     * @throws ConnectException if there is no connection within 3 s, whatever the reason
     */
    LogplexConnection(DrainUrl to, @Nullable SSLSocketFactory tls, LongSupplier nanoTime) throws ConnectException {
        this.nanoTime = nanoTime;
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setSendBufferSize(SEND_BUFFER);
            plain.setSoTimeout(CONNECT_MILLIS); // for the TLS handshake
            plain.connect(new InetSocketAddress(to.host(), to.port()), CONNECT_MILLIS);
            socket = tls == null ? plain : handshake(plain, to, tls);
            in = new BufferedInputStream(new Timed(socket.getInputStream()));
        } catch (IOException e) {
            closeQuietly(plain);
            String why =
                    e instanceof UnknownHostException ? "unknown host" : e.getMessage(); // its own is the host alone
            throw (ConnectException) new ConnectException(to + ": " + why).initCause(e);
        }
        lastUse = nanoTime.getAsLong();
    }

    private static Socket handshake(Socket plain, DrainUrl to, SSLSocketFactory tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, to.host(), to.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @throws IOException if no whole answer comes within 5 s; the connection is then of no more use
     */
    AnswerReader.Answer exchange(byte[] request) throws IOException {
        deadline = nanoTime.getAsLong() + ANSWER_NANOS;
        socket.getOutputStream().write(request);
        AnswerReader.Answer answer = AnswerReader.read(in);
        lastUse = nanoTime.getAsLong();
        return answer;
    }

    /** Whether the peer has closed the connection while it was idle. */
    boolean isClosedByPeer() {
        if (nanoTime.getAsLong() - lastUse < IDLE_NANOS) {
            return false;
        }
        deadline = nanoTime.getAsLong() + 1;
        in.mark(1);
        try {
            if (in.read() < 0) {
                return true;
            }
            in.reset(); // octets nobody asked for: the next answer is spoilt, as it is for Logplex
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }

    /** Ends each read at the deadline. */
    private final class Timed extends FilterInputStream {
        Timed(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - nanoTime.getAsLong());
            socket.setSoTimeout((int) Math.max(1, left));
            return super.read(octets, offset, length);
        }
    }
}
