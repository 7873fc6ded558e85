import type { SystemCtx } from "../../ledger/context.ts";
import type { Claimed } from "../../ledger/deliveries/claim.ts";
import { wake } from "../../ledger/wake.ts";

/**
 * What is due happens before anybody is told of the request: after an outage the couriers may be back before the
 * workflow is, and would ask people to act on what its deadline has ended.
 */
export async function applyDueTimers(
	ctx: Omit<SystemCtx, "workspaceId">,
	batch: readonly Claimed[],
): Promise<void> {
	const overdue = new Map(
		batch
			.filter(({ wakeAt, claimedAt }) => wakeAt !== null && wakeAt <= ctx.clock(claimedAt))
			.map(({ requestId, workspaceId }) => [requestId, workspaceId]),
	);
	for (const [requestId, workspaceId] of overdue) {
		await wake({ ...ctx, workspaceId }, requestId, "other");
	}
}
