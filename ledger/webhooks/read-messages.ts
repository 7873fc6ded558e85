import type { Ctx } from "../context.ts";
import { checkedLimit, keyOfCursor, type PageInput, type PageOf, pageOf } from "../directory/page.ts";
import { iso } from "../read/request-view.ts";
import { invalid } from "../refusal.ts";
import { readingWebhooks } from "./change-webhooks.ts";
import { requireWebhookReader } from "./webhook-context.ts";
import { requireWebhook, type WebhookType } from "./webhook-view.ts";

export const MESSAGE_STATES = ["pending", "delivered", "given_up"] as const;

/** One event for one address. Instants are ISO 8601 UTC with ms. */
export interface WebhookMessageView {
	/** The `webhook-id` of every attempt. */
	id: string;
	/** Null: it goes to the request's own callbackUrl. */
	webhook: string | null;
	type: WebhookType;
	request: string;
	/** The request's version after the event. */
	version: number;
	/** When it happened. */
	at: string;
	state: (typeof MESSAGE_STATES)[number];
	attempts: number;
	/** HTTP status of the last answer; null where there was none. */
	lastStatus: number | null;
	/** What was wrong with the last attempt. */
	lastError: string | null;
	/** When it is tried next; null when it is not tried any more. */
	nextAttemptAt: string | null;
	deliveredAt: string | null;
}

/** What stands for the webhook in paths where callbacks are meant. */
export const CALLBACKS = "callback";

/**
 * The messages to a webhook (`callback`: to the callbackUrl of requests), newest first.
 *
 * Refuses: `not_found`, `invalid` (limit, cursor), `not_eligible`.
 */
export async function listWebhookMessages(
	ctx: Ctx,
	webhook: string,
	filter: PageInput & { state?: WebhookMessageView["state"] } = {},
): Promise<PageOf<WebhookMessageView>> {
	requireWebhookReader(ctx.actor);
	const limit = checkedLimit(filter.limit);
	const [before] = keyOfCursor(filter.cursor, /^\d{1,18}$/) ?? [];
	if (filter.state !== undefined && !MESSAGE_STATES.includes(filter.state))
		throw invalid("state", `write one of ${MESSAGE_STATES.join(", ")}`);
	return readingWebhooks(ctx, async (tx) => {
		const { sql } = tx;
		const id = webhook === CALLBACKS ? null : (await requireWebhook(tx, webhook)).id;
		const rows = await sql<MessageRow[]>`
			select ${sql.unsafe(MESSAGE_COLUMNS)} from webhook_messages m
			where ${id === null ? sql`webhook_id is null` : sql`webhook_id = ${id}`}
				${before === undefined ? sql`` : sql`and position < ${before}`}
				${filter.state === undefined ? sql`` : sql`and state = ${filter.state}`}
			order by position desc limit ${limit + 1}`;
		return pageOf(rows, limit, toMessageView, (row) => [row.position]);
	});
}

export interface MessageRow {
	id: string;
	webhook_id: string | null;
	request_id: string;
	type: WebhookType;
	version: number;
	at: string;
	state: WebhookMessageView["state"];
	attempts: number;
	next_attempt_at: string | null;
	last_status: number | null;
	last_error: string | null;
	delivered_at: string | null;
	position: string;
}

export const MESSAGE_COLUMNS = `m.id, m.webhook_id, m.request_id, m.type, m.version, m.at, m.state, m.attempts,
	m.next_attempt_at, m.last_status, m.last_error, m.delivered_at, m.position::text as position`;

export function toMessageView(row: MessageRow): WebhookMessageView {
	return {
		id: row.id,
		webhook: row.webhook_id,
		type: row.type,
		request: row.request_id,
		version: row.version,
		at: iso(row.at),
		state: row.state,
		attempts: row.attempts,
		lastStatus: row.last_status,
		lastError: row.last_error,
		nextAttemptAt: row.next_attempt_at === null ? null : iso(row.next_attempt_at),
		deliveredAt: row.delivered_at === null ? null : iso(row.delivered_at),
	};
}
