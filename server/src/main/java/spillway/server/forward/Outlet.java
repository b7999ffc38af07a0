package spillway.server.forward;

/** How a channel's posts look, and how they get there. */
public record Outlet(Rendering rendering, PostSender sender) {}
