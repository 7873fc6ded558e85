import { inWorkspace } from "../../db/transaction.ts";
import { applyEvent } from "../apply-event.ts";
import type { SystemCtx } from "../context.ts";
import { lockRequest } from "../locked-request.ts";
import type { Claimed } from "./claim.ts";

/**
 * Tells the rules that no message reaches somebody who is asked: a stage that too few have heard of escalates, unless
 * its policy says `onUndeliverable: ignore`. Safe to repeat.
 */
export async function noteUnreached(
	ctx: Omit<SystemCtx, "workspaceId">,
	{ workspaceId, requestId, personId, audience }: Claimed,
): Promise<void> {
	if (audience !== "approver") return;
	await inWorkspace(ctx.db, { workspaceId, actorId: null }, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, workspaceId, requestId);
		const event = { kind: "delivery", person: personId, reached: false } as const;
		await applyEvent(tx, { ...ctx, workspaceId }, { request, event, people: [personId], tell: true });
	});
}
