import { randomBytes } from "node:crypto";
import { v7 as newId } from "uuid";
import { inWorkspace, type Tx } from "../db/transaction.ts";
import type { Instant } from "../policy/directory.ts";
import { type Actor, requireMayAct, requireScope, requireScopeOrRead } from "./actor.ts";
import { applyEvent } from "./apply-event.ts";
import { auditRow, commitment, insertAudit } from "./audit-entry.ts";
import type { Ctx } from "./context.ts";
import { lockRequest, requireSight } from "./locked-request.ts";
import { invalid } from "./refusal.ts";
import { cleanComment } from "./text-limits.ts";

/**
 * Adds a comment: anybody who may see the request, also after its outcome, which it does not touch.
 * It moves the version, so that whoever waits for news sees it, and makes no decision stale.
 *
 * Refuses: `not_found`, `invalid` (empty), `too_large`, `not_eligible`.
 */
export async function comment(
	ctx: Ctx,
	input: { requestId: string; comment: string },
): Promise<{ requestId: string }> {
	const { actor } = ctx;
	requireScopeOrRead(actor, "requests:write");
	const { workspaceId } = actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: actor.personId }, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, workspaceId, input.requestId);
		await requireSight(tx, actor, request);
		requireMayAct(actor);
		const body = cleanComment(input.comment);
		if (body === null) throw invalid("comment", "is empty: write some text");
		requireScope(actor, "requests:write");
		// Timers that are due come first, as before every event.
		const system = { ...ctx, workspaceId };
		const { record: before } = await applyEvent(tx, system, { request, event: { kind: "time" }, tell: true });
		const version = before.version + 1;
		const record = { ...before, version, lastEventAt: request.now };
		await tx.sql`
			update requests set version = ${version}, record = ${JSON.stringify(record)}::jsonb where id = ${request.id}`;
		await writeComment(tx, actor, { requestId: request.id, version, body, now: request.now });
		tx.afterCommit(() =>
			ctx.after.notify({ workspaceId, requestId: request.id, version, deliveries: false }),
		);
		return { requestId: request.id };
	});
}

/** Writes a comment and its audit entry, which holds a salted commitment to the text. */
export async function writeComment(
	tx: Tx,
	actor: Actor,
	input: { requestId: string; version: number; body: string; now: Instant },
): Promise<void> {
	const { workspaceId, personId } = actor;
	const id = newId();
	const salt = randomBytes(32);
	const row = auditRow({
		workspaceId,
		at: input.now,
		appliedAt: input.now,
		kind: "commented",
		actorId: personId,
		requestId: input.requestId,
		requestVersion: input.version,
		facts: { comment: commitment(salt, input.body), commentId: id, channel: actor.channel },
	});
	await Promise.all([
		tx.sql`
			insert into comments (id, workspace_id, request_id, person_id, body, salt, at)
			values (${id}, ${workspaceId}, ${input.requestId}, ${personId}, ${input.body},
				decode(${salt.toString("hex")}, 'hex'), ${new Date(input.now).toISOString()})`,
		insertAudit(tx, workspaceId, row),
	]);
}
