package spillway.server.config;

/**
 * What a value is read with: where references are looked up and where problems go.
 *
 * @param builtIn whether it is the built-in file, of which a user knows the variables only
 */
record Source(References references, Problems problems, boolean builtIn) {}
