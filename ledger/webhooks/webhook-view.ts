import { WEBHOOK_KINDS, WEBHOOK_TYPES } from "../../db/schema/webhooks.ts";
import type { Tx } from "../../db/transaction.ts";
import { UUID } from "../locked-request.ts";
import { iso } from "../read/request-view.ts";
import { Refusal } from "../refusal.ts";

export { WEBHOOK_KINDS, WEBHOOK_TYPES };
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** An address that is told of what happens. Instants are ISO 8601 UTC with ms. */
export interface WebhookView {
	id: string;
	name: string;
	kind: WebhookKind;
	/** Of `teams` and `chat` only the host: who knows the whole address can write into the chat. */
	url: string;
	types: WebhookType[];
	/** Only requests under this policy; null: all. */
	policy: string | null;
	/** False: nothing new is told, and what waits stays waiting. */
	active: boolean;
	createdAt: string;
	createdBy: { id: string; name: string } | null;
	/** Messages that wait to be taken. */
	pending: number;
	/** Messages of the last 30 days that were given up. */
	givenUp: number;
}

interface Row {
	id: string;
	name: string;
	kind: WebhookKind;
	url: string;
	types: WebhookType[];
	policy: string | null;
	active: boolean;
	created_at: string;
	created_by: string | null;
	creator: string | null;
	pending: number;
	given_up: number;
}

/** The webhooks of the workspace, or the one with this id, by name. */
export async function readWebhooks({ sql }: Tx, id: string | null): Promise<WebhookView[]> {
	const rows = await sql<Row[]>`
		select w.id, w.name, w.kind, w.url, w.types, w.policy, w.active, w.created_at, w.created_by, p.name as creator,
			(select count(*)::int from webhook_messages m where m.webhook_id = w.id and m.next_attempt_at is not null) as pending,
			(select count(*)::int from webhook_messages m where m.webhook_id = w.id and m.state = 'given_up'
				and m.created_at > clock_timestamp() - interval '30 days') as given_up
		from webhooks w left join people p on p.id = w.created_by
		where ${id === null} or w.id = ${id}::uuid
		order by lower(w.name), w.id`;
	return rows.map(toView);
}

/** Refuses with `not_found`. */
export async function requireWebhook(tx: Tx, id: string): Promise<WebhookView> {
	const [found] = UUID.test(id) ? await readWebhooks(tx, id) : [];
	if (found === undefined) throw noWebhook();
	return found;
}

export function noWebhook(): Refusal {
	return new Refusal("not_found", "There is no such webhook.");
}

function toView(row: Row): WebhookView {
	return {
		id: row.id,
		name: row.name,
		kind: row.kind,
		url: row.kind === "standard" ? row.url : `${new URL(row.url).origin}/…`,
		types: row.types,
		policy: row.policy,
		active: row.active,
		createdAt: iso(row.created_at),
		createdBy: row.created_by === null ? null : { id: row.created_by, name: row.creator ?? "" },
		pending: row.pending,
		givenUp: row.given_up,
	};
}
