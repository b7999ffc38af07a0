package spillway.server.forward;

/** x. */
public interface PostSender {}
