import { v7 as newId } from "uuid";
import { inWorkspace } from "../../db/transaction.ts";
import type { Access } from "../access/access.ts";
import type { AfterCommit } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { CODE_MINUTES, CODES_A_LINK, readLink, workspaceOfLink } from "./link-rows.ts";

/**
 * Has a new one-time code mailed to the link's recipient; the one before stops working. Only on a person's
 * press. Refuses: `not_found`, `closed` (the link is over), `rate_limited`.
 */
export async function sendLinkCode(
	access: Access & { after: AfterCommit },
	input: { linkId: string; token: string },
): Promise<{ minutes: number }> {
	const workspaceId = await workspaceOfLink(access.system, input.linkId);
	await inWorkspace(access.db, { workspaceId, actorId: null }, async (tx) => {
		const link = await readLink(tx, input.linkId, input.token, true);
		if (link.spent || link.expired || link.assignment_state !== "waiting" || !link.active) {
			throw new Refusal("closed", "This link is over: there is nothing left to decide with it.");
		}
		if (link.code_serial >= CODES_A_LINK) {
			throw new Refusal("rate_limited", "Too many codes were asked for with this link: sign in to decide.");
		}
		await tx.sql`
			update link_tokens set code_serial = code_serial + 1, code_issued_at = clock_timestamp(), code_tries = 0
			where id = ${link.id}`;
		await tx.sql`
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			values (${newId()}, ${workspaceId}, ${link.request_id}, null, ${link.person_id}, 'email', 'link', 'code', now(), now())
			on conflict (request_id, person_id, channel, audience) where assignment_id is null
			do update set wants = 'code', wanted = deliveries.wanted + 1, next_attempt_at = now(), attempts = 0, state = 'pending'`;
		tx.afterCommit(() =>
			access.after.notify({ workspaceId, requestId: link.request_id, version: 0, deliveries: true }),
		);
	});
	return { minutes: CODE_MINUTES };
}
