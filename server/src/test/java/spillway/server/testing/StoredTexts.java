package spillway.server.testing;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import spillway.codec.syslog.SyslogMessage;
import spillway.codec.syslog.SyslogParser;
import spillway.server.store.Replay;
import spillway.server.store.Store;
import spillway.server.store.StoredRequest;

/**
 * What the store of a server that has ended still holds for a channel, read as its next start would; holds it against what
 * {@link ManyConnections} sent.
 *
 * <p>Run with a directory, how many messages were sent, a channel and the names of all others, it prints what it found, and
 * ends with 1 if that is not each text once, and whole.
 */
public final class StoredTexts implements Replay {
    private static final int LONGEST_WAIT_MILLIS = 60_000;

    private final String channel;
    private final SyslogMessage message = new SyslogMessage();
    private final BitSet[] seen = new BitSet[ManyConnections.DRIVERS];
    private final List<String> problems = new ArrayList<>();
    private int count;

    private StoredTexts(String channel) {
        this.channel = channel;
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new BitSet();
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<String> channels = List.of(arguments).subList(2, arguments.length);
        int sent = Integer.parseInt(arguments[1]);
        List<String> problems = problems(Path.of(arguments[0]), channels, sent);
        problems.stream().limit(10).forEach(System.out::println);
        System.out.println(problems.isEmpty() ? "whole=" + sent : "problems=" + problems.size());
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    /**
     * Reads the store.
     *
     * @param channels all of it, first the one that the texts were for
     * @param sent how many messages there should be
     * @return texts that are broken, there twice or missing
     */
    public static List<String> problems(Path directory, List<String> channels, int sent) throws Exception {
        StoredTexts texts = new StoredTexts(channels.get(0));
        try (Store store = Store.open(directory, 1L << 40, Clock.systemUTC(), System::nanoTime)) {
            store.start(channels, texts, letter -> {}, StoredTexts::daemon);
            texts.await(sent);
        }
        return texts.problems(sent);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "read-back");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized void replay(StoredRequest request, List<String> channels, long[] wants) {
        long ours = 1L << channels.indexOf(channel);
        byte[] octets = request.frames().array();
        int at = request.frames().arrayOffset();
        for (int m = 0; m < request.messages(); m++) {
            int length = 0;
            while (octets[at] != ' ') {
                length = length * 10 + octets[at++] - '0';
            }
            if ((wants[m] & ours) != 0) {
                SyslogParser.parse(octets, at + 1, at + 1 + length, SyslogParser.Dialect.LOGPLEX, message);
                read(message.text());
            }
            at += 1 + length;
            wants[m] = 0;
        }
        notifyAll();
    }

    private void read(String text) {
        count++;
        List<Numbered.Found> found = Numbered.find(text);
        if (found.size() != 1 || !found.get(0).intact()) {
            problems.add("not whole: " + text);
            return;
        }
        BitSet numbers = seen[Integer.parseInt(found.get(0).drain().substring(1))];
        int number = (int) found.get(0).number();
        if (numbers.get(number)) {
            problems.add("twice: " + text);
        }
        numbers.set(number);
    }

    private synchronized void await(int sent) throws InterruptedException {
        long end = System.currentTimeMillis() + LONGEST_WAIT_MILLIS;
        for (long left = LONGEST_WAIT_MILLIS; left > 0 && count < sent; left = end - System.currentTimeMillis()) {
            wait(left);
        }
    }

    private synchronized List<String> problems(int sent) {
        List<String> all = new ArrayList<>(problems);
        if (count != sent) {
            all.add("messages: " + count + " (expected: " + sent + ")");
        }
        for (int driver = 0; driver < seen.length; driver++) {
            if (seen[driver].length() != seen[driver].cardinality()) {
                all.add("gaps: driver " + driver + ", first number " + seen[driver].nextClearBit(0));
            }
        }
        return all;
    }
}
