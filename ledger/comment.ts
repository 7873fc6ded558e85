import { randomBytes } from "node:crypto";
import { v7 as newId } from "uuid";
import { inWorkspace } from "../db/transaction.ts";
import { requireScope } from "./actor.ts";
import { auditRow, commitment, insertAudit } from "./audit-entry.ts";
import type { Ctx } from "./context.ts";
import { lockRequest, requireSight } from "./locked-request.ts";
import { invalid } from "./refusal.ts";
import { cleanComment } from "./text-limits.ts";

/**
 * Adds a comment: anybody who may see the request, also after its outcome, which it does not touch.
 * It moves the version, so that whoever waits for news sees it, and makes no decision stale.
 *
 * Refuses: `not_found`, `invalid` (empty), `too_large`.
 */
export async function comment(
	ctx: Ctx,
	input: { requestId: string; comment: string },
): Promise<{ requestId: string }> {
	const { actor } = ctx;
	requireScope(actor, "requests:write");
	const body = cleanComment(input.comment);
	if (body === null) throw invalid("comment", "is empty: write some text");
	const { workspaceId } = actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: actor.personId }, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, workspaceId, input.requestId);
		await requireSight(tx, actor, request);
		const id = newId();
		const salt = randomBytes(32);
		const version = request.record.version + 1;
		const record = { ...request.record, version, lastEventAt: request.now };
		const at = new Date(request.now).toISOString();
		await Promise.all([
			tx.sql`update requests set version = ${version}, record = ${JSON.stringify(record)}::jsonb where id = ${request.id}`,
			tx.sql`insert into comments (id, workspace_id, request_id, person_id, body, salt, at)
				values (${id}, ${workspaceId}, ${request.id}, ${actor.personId}, ${body}, decode(${salt.toString("hex")}, 'hex'), ${at})`,
			insertAudit(
				tx,
				workspaceId,
				auditRow({
					workspaceId,
					at: request.now,
					appliedAt: request.now,
					kind: "commented",
					actorId: actor.personId,
					requestId: request.id,
					requestVersion: version,
					facts: { comment: commitment(salt, body), commentId: id, channel: actor.channel },
				}),
			),
		]);
		tx.afterCommit(() =>
			ctx.after.notify({ workspaceId, requestId: request.id, version, deliveries: false }),
		);
		return { requestId: request.id };
	});
}
