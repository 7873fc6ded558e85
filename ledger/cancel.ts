import { inWorkspace } from "../db/transaction.ts";
import { requireMayAct, requireScope, requireScopeOrRead } from "./actor.ts";
import { applyEvent, refusalOf } from "./apply-event.ts";
import { writeComment } from "./comment.ts";
import type { Ctx } from "./context.ts";
import { lockRequest, requireSight } from "./locked-request.ts";
import { Refusal } from "./refusal.ts";
import { cleanComment } from "./text-limits.ts";

/**
 * Withdraws a request before its outcome: by its requester (or who submitted it) or an administrator.
 *
 * Refuses: `not_found`, `too_large`, `late` or `closed` (with the standing outcome), `not_eligible`.
 */
export async function cancel(
	ctx: Ctx,
	input: { requestId: string; comment?: string | null },
): Promise<{ requestId: string; version: number }> {
	const { actor } = ctx;
	requireScopeOrRead(actor, "requests:write");
	const scope = { workspaceId: actor.workspaceId, actorId: actor.personId };
	const answer = await inWorkspace(ctx.db, scope, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, actor.workspaceId, input.requestId);
		await requireSight(tx, actor, request);
		const body = cleanComment(input.comment);
		const result = await applyEvent(
			tx,
			{ ...ctx, workspaceId: actor.workspaceId },
			{
				request,
				people: [actor.personId],
				event: { kind: "cancel", by: actor.personId },
				confirm: async () => {
					requireScope(actor, "requests:write");
					requireMayAct(actor);
				},
				tell: true,
			},
		);
		const refusal = await refusalOf(tx, request, result);
		if (refusal !== null) return refusal;
		const { version } = result.record;
		if (body !== null)
			await writeComment(tx, actor, { requestId: request.id, version, body, now: request.now });
		return { requestId: request.id, version };
	});
	if (answer instanceof Refusal) throw answer;
	return answer;
}
