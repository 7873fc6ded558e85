import type { Database } from "../../db/connect.ts";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";
import type { ClaimedMessage } from "./claim.ts";

/** What became of one attempt. */
export type MessageAttempt =
	| { result: "delivered"; status: number }
	/** To be tried again `retryMs` from now. */
	| { result: "failed"; status: number | null; error: string; retryMs: number }
	/** Not tried any more. `gone`: the receiver said that it wants no more, of anything. */
	| { result: "given_up"; status: number | null; error: string; gone: boolean }
	/** Not sent, and to be looked at again when its webhook goes on. */
	| { result: "held" };

/**
 * Writes down what became of a message. A receiver that is gone has its webhook switched off, with an audit entry. An
 * attempt that took longer than its lease does not undo what another courier or a «send again» made of it since.
 */
export async function recordMessage(
	db: Database,
	{ id, workspaceId, webhookId, attempts }: ClaimedMessage,
	attempt: MessageAttempt,
): Promise<void> {
	await inWorkspace(db, { workspaceId, actorId: null }, async (tx) => {
		const { sql } = tx;
		switch (attempt.result) {
			case "delivered":
				await sql`
					update webhook_messages set state = 'delivered', delivered_at = clock_timestamp(), next_attempt_at = null,
						last_status = ${attempt.status}, last_error = null where id = ${id}`;
				return forgetOld(tx, workspaceId, webhookId);
			case "failed":
				await sql`
					update webhook_messages set last_status = ${attempt.status}, last_error = ${attempt.error},
						next_attempt_at = clock_timestamp() + make_interval(secs => ${attempt.retryMs / 1000})
					where id = ${id} and attempts = ${attempts} and state = 'pending'`;
				return;
			case "held":
				await sql`
					update webhook_messages set attempts = attempts - 1, next_attempt_at = clock_timestamp()
					where id = ${id} and attempts = ${attempts} and state = 'pending'`;
				return;
			case "given_up":
				await sql`
					update webhook_messages set state = 'given_up', next_attempt_at = null, last_status = ${attempt.status},
						last_error = ${attempt.error} where id = ${id} and attempts = ${attempts} and state = 'pending'`;
		}
		if (!attempt.gone || webhookId === null) return;
		const off = await sql`update webhooks set active = false where id = ${webhookId} and active returning 1`;
		if (off.length === 0) return;
		const now = Date.now();
		const facts = { webhook: webhookId, message: id, status: attempt.status };
		const kind = "webhook_disabled";
		const entry = { workspaceId, at: now, appliedAt: now, kind, facts };
		await insertAudit(
			tx,
			workspaceId,
			auditRow({ ...entry, actorId: null, requestId: null, requestVersion: null }),
		);
	});
}

/** Messages hold what requests say: they are kept for so many days, to be sent again. */
const KEPT_DAYS = 30;
/** Looked at with every message that is taken: more than one, so that the old ones grow fewer. */
const FORGOTTEN_AT_ONCE = 5;

/** Deletes the oldest messages to an address, as far as they are old and not waiting. */
async function forgetOld({ sql }: Tx, workspaceId: string, webhookId: string | null): Promise<void> {
	await sql`
		delete from webhook_messages where next_attempt_at is null
			and created_at < clock_timestamp() - make_interval(days => ${KEPT_DAYS}) and id in (
				select id from webhook_messages where workspace_id = ${workspaceId}
					and ${webhookId === null ? sql`webhook_id is null` : sql`webhook_id = ${webhookId}`}
				order by position limit ${FORGOTTEN_AT_ONCE})`;
}
