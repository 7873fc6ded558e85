import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Instant } from "../../policy/directory.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";
import type { Ctx } from "../context.ts";
import { readNow } from "../directory/change.ts";

/** A transaction that changes a workspace's webhooks. */
export interface WebhookChange {
	tx: Tx;
	workspaceId: string;
	/** Of this transaction, whole ms. */
	now: Instant;
	/** Writes the audit entry. Facts are ids and names of fields and events: no address, no secret. */
	record(kind: string, facts: Record<string, unknown>, requestId?: string): Promise<void>;
}

/** Runs a change of webhooks in one transaction. Throws what `work` throws, after a rollback. */
export function changeWebhooks<T>(ctx: Ctx, work: (change: WebhookChange) => Promise<T>): Promise<T> {
	const { actor, db } = ctx;
	const { workspaceId, personId } = actor;
	return inWorkspace(db, { workspaceId, actorId: personId }, async (tx) => {
		const now = await readNow(ctx, tx);
		const record: WebhookChange["record"] = (kind, facts, requestId) =>
			insertAudit(
				tx,
				workspaceId,
				auditRow({
					workspaceId,
					at: now,
					appliedAt: now,
					kind,
					actorId: personId,
					requestId: requestId ?? null,
					requestVersion: null,
					facts: { channel: actor.channel, ...facts },
				}),
			);
		return work({ tx, workspaceId, now, record });
	});
}

/** Runs a reading of webhooks in one transaction. */
export function readingWebhooks<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
	const { workspaceId, personId } = ctx.actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: personId }, work);
}
