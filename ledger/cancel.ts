import { inWorkspace } from "../db/transaction.ts";
import { requireScope } from "./actor.ts";
import { applyEvent, refusalOf } from "./apply-event.ts";
import type { Ctx } from "./context.ts";
import { lockRequest, requireSight } from "./locked-request.ts";
import { Refusal } from "./refusal.ts";

/**
 * Withdraws a request before its outcome: by its requester (or who submitted it) or an administrator.
 *
 * Refuses: `not_found`, `not_eligible`, `closed` (with the standing outcome).
 */
export async function cancel(
	ctx: Ctx,
	input: { requestId: string },
): Promise<{ requestId: string; version: number }> {
	const { actor } = ctx;
	requireScope(actor, "requests:write");
	const scope = { workspaceId: actor.workspaceId, actorId: actor.personId };
	const answer = await inWorkspace(ctx.db, scope, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, actor.workspaceId, input.requestId);
		await requireSight(tx, actor, request);
		const by = actor.personId === request.submittedBy ? request.requesterId : actor.personId;
		const result = await applyEvent(
			tx,
			{ ...ctx, workspaceId: actor.workspaceId },
			{ request, people: [actor.personId], event: { kind: "cancel", by }, tell: true },
		);
		const refusal = await refusalOf(tx, request, result);
		return refusal ?? { requestId: request.id, version: result.record.version };
	});
	if (answer instanceof Refusal) throw answer;
	return answer;
}
