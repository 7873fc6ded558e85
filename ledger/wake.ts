import { inWorkspace } from "../db/transaction.ts";
import { applyEvent } from "./apply-event.ts";
import type { SystemCtx } from "./context.ts";
import { lockRequest } from "./locked-request.ts";
import { type ToldDecision, type Wait, waitOf } from "./news.ts";
import { readToldDecisions } from "./told-decisions.ts";

export interface Woken {
	wait: Wait;
	/** With the outcome: every decision of the request, so that the workflow's history holds them all. */
	decisions: ToldDecision[];
}

/**
 * «Time passed»: applies every timer of the request that is due and answers how long to wait from here.
 * Early, it changes nothing and answers what is left. Where the caller is the request's workflow, it gets the
 * news as the answer and nothing goes to the outbox; where it is not, the workflow is told.
 */
export async function wake(
	ctx: SystemCtx,
	requestId: string,
	caller: "workflow" | "other" = "workflow",
): Promise<Woken> {
	return inWorkspace(ctx.db, { workspaceId: ctx.workspaceId, actorId: null }, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, ctx.workspaceId, requestId);
		const { record } = await applyEvent(tx, ctx, {
			request,
			event: { kind: "time" },
			tell: caller !== "workflow",
		});
		const wait = waitOf(record, request.now);
		return { wait, decisions: wait.outcome === null ? [] : await readToldDecisions(tx, requestId, "all") };
	});
}
