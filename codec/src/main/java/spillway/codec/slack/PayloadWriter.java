package spillway.codec.slack;

import spillway.codec.slack.CodeBlocks.Part;

/** One form of JSON for a post. */
interface PayloadWriter {
    /** Makes clean text safe for the inside of this form's code blocks. */
    String encode(String clean);

    /** The line below the code. */
    String context();

    /**
     * One part as JSON.
     *
     * @param number as {@code  (2/3)}
     * @param first only the first part calls anybody
     */
    String write(Part part, String number, boolean first);
}
