import { v7 as newId } from "uuid";
import { inWorkspace } from "../../db/transaction.ts";
import type { SystemCtx } from "../context.ts";
import type { PersonChannel } from "../preferences/preferences.ts";
import type { Claimed } from "./claim.ts";

/**
 * A channel does not reach a person: the same message goes out on the next channel that they have, in their order,
 * unless it stands on one already. Answers false where no other channel reaches them either. Safe to repeat. A code
 * and a warning about an emailed link belong to the mailbox, and go nowhere else.
 */
export async function passToNextChannel(
	ctx: Omit<SystemCtx, "workspaceId">,
	delivery: Claimed,
	failed: PersonChannel,
): Promise<boolean> {
	const { workspaceId, requestId, assignmentId, personId, audience, wants } = delivery;
	if (audience === "link" || audience === "recipient") return false;
	if (wants === "over") return true;
	return inWorkspace(ctx.db, { workspaceId, actorId: null }, async (tx) => {
		const standing = await tx.sql<{ channel: PersonChannel; state: string }[]>`
			select channel, state from deliveries where request_id = ${requestId} and person_id = ${personId}
				and audience = ${audience} and assignment_id is not distinct from ${assignmentId} and channel <> ${failed}`;
		if (standing.some(({ state }) => state !== "undeliverable")) return true;
		const [person] = await tx.sql<{ channels: PersonChannel[] }[]>`
			select channels from people where id = ${personId}`;
		const next = (person?.channels ?? []).find(
			(channel) => channel !== failed && standing.every((item) => item.channel !== channel),
		);
		if (next === undefined) return false;
		await tx.sql`
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			values (${newId()}, ${workspaceId}, ${requestId}, ${assignmentId}, ${personId}, ${next}, ${audience}, ${wants}, now(), now())
			on conflict do nothing`;
		tx.afterCommit(() => ctx.after.notify({ workspaceId, requestId, version: 0, deliveries: true }));
		return true;
	});
}
