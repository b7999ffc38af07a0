package spillway.server.config;

/** What a value is read with: where references are looked up and where problems go. */
record Source(References references, Problems problems) {}
