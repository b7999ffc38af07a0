package spillway.server.http;

import java.util.List;

/** Takes complete requests; each must be answered once. */
public interface RequestSink {
    /**
     * Takes what one turn of an event loop has completed. Called on that event loop; must not wait.
     *
     * @param requests at least one; the list is the caller's to keep
     */
    void accept(List<DrainRequest> requests);
}
