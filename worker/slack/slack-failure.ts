import { ErrorCode } from "@slack/web-api";

/** What a call to Slack came to when it did not succeed. */
export type SlackFailure =
	| { kind: "rate_limited"; retryAfterMs: number }
	/** Slack says that it will never do it. */
	| { kind: "permanent"; error: string }
	/** The message is not there any more: somebody deleted it. */
	| { kind: "gone"; error: string }
	/** It may have been done or not: no answer, or one that cannot be read. */
	| { kind: "uncertain"; error: string };

/** Error codes of the Web API that another attempt would meet again; https://docs.slack.dev/reference/methods/chat.postMessage. */
const PERMANENT = new Set([
	"account_inactive",
	"cannot_dm_bot",
	"channel_not_found",
	"ekm_access_denied",
	"invalid_auth",
	"invalid_blocks",
	"invalid_blocks_format",
	"is_archived",
	"messages_tab_disabled",
	"method_not_supported_for_channel_type",
	"missing_scope",
	"msg_too_long",
	"no_permission",
	"not_allowed_token_type",
	"not_authed",
	"not_in_channel",
	"org_login_required",
	"restricted_action",
	"team_access_not_granted",
	"token_expired",
	"token_revoked",
	"user_disabled",
	"user_not_found",
	"user_not_visible",
	"users_not_found",
]);
const GONE = new Set(["message_not_found", "cant_update_message", "edit_window_closed"]);

/** Reads an error of the Web API's client. Throws what is none. */
export function slackFailure(error: unknown): SlackFailure {
	if (!(error instanceof Error) || !("code" in error)) throw error;
	if (error.code === ErrorCode.RateLimitedError && "retryAfter" in error) {
		const seconds = Number(error.retryAfter);
		return {
			kind: "rate_limited",
			retryAfterMs: (Number.isFinite(seconds) ? Math.max(1, seconds) : 30) * 1_000,
		};
	}
	if (error.code === ErrorCode.PlatformError && "data" in error) {
		const { error: code } = error.data as { error: string };
		if (PERMANENT.has(code)) return { kind: "permanent", error: code };
		if (GONE.has(code)) return { kind: "gone", error: code };
		if (code === "ratelimited" || code === "rate_limited")
			return { kind: "rate_limited", retryAfterMs: 30_000 };
		return { kind: "uncertain", error: code };
	}
	if (error.code === ErrorCode.HTTPError || error.code === ErrorCode.RequestError)
		return { kind: "uncertain", error: error.message };
	throw error;
}
