package spillway.server.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A disk that fails on request: commits report an I/O error, before or after they were written; or nothing can be opened. */
final class FailingConnector implements Database.Connector {
    static final int IOERR_FSYNC = 10 | 4 << 8;

    /** So many commits fail from now on. */
    final AtomicInteger failures = new AtomicInteger();

    /** Whether a commit that fails is in the file all the same. */
    volatile boolean writesAllTheSame;

    /** Whether opening fails. */
    volatile boolean isGone;

    /** Pages the file may have; 0 for no limit. */
    volatile int maxPages;

    volatile @Nullable Connection last;

    @Override
    public Connection connect(Path file) throws SQLException {
        if (isGone) {
            throw new SQLException("disk I/O error", null, 10);
        }
        Connection connection = Database.connect(file);
        last = connection;
        limit(maxPages);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = invoke(connection, method, arguments);
                    boolean isCommit = method.getName().equals("prepareStatement") && "COMMIT".equals(arguments[0]);
                    return isCommit ? failing((PreparedStatement) result) : result;
                });
    }

    /** Gives the open file, and those opened later, a number of pages that it can't outgrow. */
    void limit(int pages) throws SQLException {
        maxPages = pages;
        Connection connection = last;
        if (connection != null && pages > 0) {
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA max_page_count=" + pages);
            }
        }
    }

    private Object failing(PreparedStatement commit) {
        return Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
                    boolean fails = method.getName().equals("execute")
                            && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                    if (fails && !writesAllTheSame) {
                        throw new SQLException("disk I/O error", null, IOERR_FSYNC);
                    }
                    Object result = invoke(commit, method, arguments);
                    if (fails) {
                        throw new SQLException("disk I/O error", null, IOERR_FSYNC);
                    }
                    return result;
                });
    }

    private static @Nullable Object invoke(
            Object target, java.lang.reflect.Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
