import type { Database } from "../../db/connect.ts";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import { iso, REQUEST_COLUMNS, type RequestRow, type RequestView, viewsOf } from "../read/request-view.ts";
import { sealedCallbackSecrets } from "./callback-secret.ts";
import type { ClaimedMessage } from "./claim.ts";
import { openSecrets, type SecretSealer, type SigningSecrets } from "./secrets.ts";
import type { WebhookKind, WebhookType } from "./webhook-view.ts";

/** What a message tells, in whatever form. */
export interface WebhookContent {
	kind: WebhookKind;
	type: WebhookType;
	/** Of the event, ISO 8601. */
	at: string;
	/** The request's version after the event. */
	version: number;
	/** What the event adds: ids, names of stages and groups, verdict, outcome. */
	facts: Record<string, unknown>;
	/** The request as it is now. */
	request: RequestView;
}

/** A message that is ready to be sent. */
export interface LoadedMessage {
	url: string;
	/** The same in every attempt. */
	body: string;
	secrets: SigningSecrets;
}

/**
 * What a claimed message sends, to where, and with which secrets; null if its webhook was removed or paused meanwhile.
 * The body is made by `render` before the first attempt, and kept: every attempt sends the same.
 */
export async function loadWebhookMessage(
	db: Database,
	sealer: SecretSealer,
	{ id, workspaceId }: ClaimedMessage,
	render: (content: WebhookContent) => string,
): Promise<LoadedMessage | null> {
	const row = await inWorkspace(db, { workspaceId, actorId: null }, (tx) => loadIn(tx, id, render));
	if (row === null) return null;
	const sealed = row.sealed_secret ?? (await sealedCallbackSecrets(db, sealer, workspaceId));
	return { url: row.url, body: row.body, secrets: await openSecrets(sealer, workspaceId, sealed) };
}

interface Row {
	request_id: string;
	type: WebhookType;
	version: number;
	at: string;
	facts: Record<string, unknown>;
	body: string | null;
	kind: WebhookKind;
	url: string;
	sealed_secret: string | null;
}

async function loadIn(
	tx: Tx,
	id: string,
	render: (content: WebhookContent) => string,
): Promise<(Row & { body: string }) | null> {
	const [row] = await tx.sql<Row[]>`
		select m.request_id, m.type, m.version, m.at, m.facts, m.body, coalesce(w.kind, 'standard') as kind,
			coalesce(w.url, r.callback_url) as url, w.sealed_secret
		from webhook_messages m join requests r on r.id = m.request_id left join webhooks w on w.id = m.webhook_id
		where m.id = ${id} and (m.webhook_id is null or w.active)`;
	if (row === undefined) return null;
	return { ...row, body: row.body ?? (await keptBody(tx, id, row, render)) };
}

/** Makes the body of the first attempt and keeps it. Of two couriers that make one at once, the first one's stays. */
async function keptBody(
	tx: Tx,
	id: string,
	{ request_id, kind, type, at, version, facts }: Row,
	render: (content: WebhookContent) => string,
): Promise<string> {
	const rows = await tx.sql<
		RequestRow[]
	>`select ${tx.sql.unsafe(REQUEST_COLUMNS)} from requests r where r.id = ${request_id}`;
	const [request] = await viewsOf(tx, rows);
	if (request === undefined) throw new Error(`message ${id} is of no request`);
	const body = render({ kind, type, at: iso(at), version, facts, request });
	const [kept] = await tx.sql<{ body: string }[]>`
		update webhook_messages set body = coalesce(body, ${body}) where id = ${id} returning body`;
	if (kept === undefined) throw new Error(`message ${id} went while its body was made`);
	return kept.body;
}
