package spillway.codec.slack;

import spillway.codec.syslog.Severity;

/** How a severity looks. Every emoji is two cells wide in a terminal. */
enum SeverityStyle {
    EMERGENCY("🆘", "#8B0000", 0x8B0000, 88),
    ALERT("🚨", "#8B0000", 0x8B0000, 88),
    CRITICAL("🔥", "#8B0000", 0x8B0000, 88),
    ERROR("🔴", "danger", 0xA30200, 160),
    WARNING("🟡", "warning", 0xDAA038, 178),
    NOTICE("🔵", "#439FE0", 0x439FE0, 74),
    INFO("🟢", "good", 0x2EB886, 36),
    DEBUG("⚪", "#aaaaaa", 0xAAAAAA, 248);

    private static final SeverityStyle[] BY_CODE = values();

    /** Stands before the title. */
    final String emoji;

    /** The attachment's colour as Slack names it. */
    final String colour;

    /** The same as red, green and blue. */
    final int rgb;

    /** The nearest of a terminal's 256 colours. */
    final int terminal;

    SeverityStyle(String emoji, String colour, int rgb, int terminal) {
        this.emoji = emoji;
        this.colour = colour;
        this.rgb = rgb;
        this.terminal = terminal;
    }

    static SeverityStyle of(Severity severity) {
        return BY_CODE[severity.code()];
    }

    /** For servers that don't know Slack's colour names. */
    String hex() {
        return String.format("#%06X", rgb);
    }
}
