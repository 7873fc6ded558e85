import { v7 as newId } from "uuid";
import { inWorkspace } from "../../db/transaction.ts";
import type { SystemCtx } from "../context.ts";
import type { ClaimedCopy } from "./claim.ts";

/**
 * Slack does not reach a person: a mail goes out for the same assignment instead, unless there is one. Answers false
 * where a mail did not reach them either. Safe to repeat.
 */
export async function fallBackToEmail(
	ctx: Omit<SystemCtx, "workspaceId">,
	copy: ClaimedCopy,
): Promise<boolean> {
	const { workspaceId, requestId, assignmentId, personId, audience, wants } = copy;
	if (wants === "over") return true;
	return inWorkspace(ctx.db, { workspaceId, actorId: null }, async (tx) => {
		const added = await tx.sql`
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			values (${newId()}, ${workspaceId}, ${requestId}, ${assignmentId}, ${personId}, 'email', ${audience}, ${wants}, now(), now())
			on conflict do nothing returning 1`;
		if (added.length > 0) {
			tx.afterCommit(() => ctx.after.notify({ workspaceId, requestId, version: 0, deliveries: true }));
			return true;
		}
		const standing = await tx.sql<{ state: string }[]>`
			select state from deliveries where request_id = ${requestId} and person_id = ${personId} and channel = 'email'
				and audience = ${audience} and assignment_id is not distinct from ${assignmentId}`;
		return standing.some(({ state }) => state !== "undeliverable");
	});
}
