import type { Tx } from "../db/transaction.ts";
import type { Actor } from "./actor.ts";
import { auditRow, insertAudit } from "./audit-entry.ts";
import type { LockedRequest } from "./locked-request.ts";
import type { Refusal } from "./refusal.ts";

/** An attempt that was refused is evidence; it changes nothing but the audit trail. */
export async function recordRefusedAttempt(
	tx: Tx,
	request: LockedRequest,
	actor: Actor,
	refusal: Refusal,
	facts: Record<string, unknown>,
): Promise<void> {
	const { stage, round } = request.record;
	const row = auditRow({
		workspaceId: actor.workspaceId,
		at: request.now,
		appliedAt: request.now,
		kind: "refused",
		actorId: actor.personId,
		requestId: request.id,
		requestVersion: request.record.version,
		facts: {
			code: refusal.code,
			...(stage === null ? {} : { stage: stage.name, round }),
			...facts,
			channel: actor.channel,
			assurance: actor.assurance,
		},
	});
	await insertAudit(tx, actor.workspaceId, row);
}
