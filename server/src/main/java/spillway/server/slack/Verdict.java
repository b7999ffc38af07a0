package spillway.server.slack;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spillway.codec.slack.ApiAnswer;
import spillway.server.config.Configuration;
import spillway.server.forward.Delivery;
import spillway.server.forward.Delivery.Outcome;

/**
 * What an answer of Slack means for the post. A reason is a status or one of Slack's own error names, never anything else out
 * of the answer.
 */
final class Verdict {
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** The post is at fault: render it simpler, then dead letter. */
    private static final Set<String> REFUSED = Set.of(
            "invalid_payload",
            "invalid_blocks",
            "invalid_blocks_format",
            "invalid_attachments",
            "invalid_arguments",
            "invalid_json",
            "json_not_object",
            "too_many_attachments",
            "no_text",
            "msg_too_long",
            "msg_blocks_too_long",
            "attachment_payload_limit_exceeded");

    /** The channel is at fault: a person has to mend it. */
    private static final Set<String> CLOSED = Set.of(
            "invalid_token",
            "action_prohibited",
            "no_service",
            "no_service_id",
            "no_team",
            "no_active_hooks",
            "channel_not_found",
            "channel_is_archived",
            "is_archived",
            "not_in_channel",
            "user_not_found",
            "invalid_auth",
            "not_authed",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "missing_scope",
            "no_permission",
            "access_denied",
            "restricted_action",
            "posting_to_general_channel_denied",
            "org_login_required",
            "team_disabled",
            "team_access_not_granted");

    private static final Set<String> GONE = Set.of(
            "message_not_found",
            "thread_not_found",
            "cant_update_message",
            "edit_window_closed",
            "cannot_reply_to_message");

    private Verdict() {}

    /**
     * Judges an answer.
     *
     * @param retryAfter the header's value, null if it is missing
     */
    static Delivery of(Configuration.Channel channel, int status, @Nullable String retryAfter, String body) {
        if (status == 429) {
            return Delivery.retryAfter(wait(retryAfter));
        }
        if (channel.kind() == Configuration.Kind.BOT) {
            return bot(status, retryAfter, body);
        }
        String error = body.strip();
        if (isDelivered(channel, status, error)) {
            return Delivery.delivered("", "");
        }
        Outcome named = named(error);
        return status < 500 && named != null ? Delivery.failed(named, error) : byStatus(status);
    }

    private static boolean isDelivered(Configuration.Channel channel, int status, String body) {
        if (status == 200 && body.equals("ok")) {
            return true;
        }
        boolean plain = channel.format() == Configuration.Format.PLAIN;
        return plain
                && status / 100 == 2
                && (body.isEmpty() || body.replace(" ", "").contains("\"success\":true"));
    }

    private static Delivery bot(int status, @Nullable String retryAfter, String body) {
        ApiAnswer answer = ApiAnswer.parse(body);
        if (answer == null) {
            return byStatus(status);
        }
        if (answer.ok()) {
            return Delivery.delivered(answer.channel(), answer.ts());
        }
        if (answer.error().equals("ratelimited") || answer.error().equals("rate_limited")) {
            return Delivery.retryAfter(wait(retryAfter));
        }
        Outcome named = named(answer.error());
        return named == null
                ? Delivery.failed(Outcome.AMBIGUOUS, status + " ok=false")
                : Delivery.failed(named, answer.error());
    }

    private static @Nullable Outcome named(String error) {
        if (REFUSED.contains(error)) {
            return Outcome.REFUSED;
        }
        if (CLOSED.contains(error)) {
            return Outcome.CLOSED;
        }
        return GONE.contains(error) ? Outcome.GONE : null;
    }

    private static Delivery byStatus(int status) {
        String reason = Integer.toString(status);
        if (status == 408 || status >= 500 || status < 300) {
            return Delivery.failed(Outcome.AMBIGUOUS, status / 100 == 2 ? reason + " without ok" : reason);
        }
        boolean closed = status < 400 || status == 401 || status == 403 || status == 404 || status == 410;
        return Delivery.failed(closed ? Outcome.CLOSED : Outcome.REFUSED, reason);
    }

    private static Duration wait(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.matches("\\d{1,6}")) {
            return DEFAULT_WAIT;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
        return asked.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : asked;
    }
}
