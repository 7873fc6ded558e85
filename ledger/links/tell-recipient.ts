import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import type { AfterCommit } from "../context.ts";
import type { LinkRow } from "./link-rows.ts";

/** Somebody who presses again and again does not fill the recipient's mailbox. */
const QUIET_MINUTES = 60;

/**
 * Has the recipient of a link told that it was used in somebody else's session: by mail, to the mailbox that the
 * link was sent to, and at most once an hour for a request.
 */
export async function tellRecipient(tx: Tx, after: AfterCommit, link: LinkRow): Promise<void> {
	await tx.sql`
		insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
		values (${newId()}, ${link.workspace_id}, ${link.request_id}, null, ${link.person_id}, 'email', 'recipient', 'link_used', now(), now())
		on conflict (request_id, person_id, channel, audience) where assignment_id is null
		do update set wanted = deliveries.wanted + 1, next_attempt_at = now(), attempts = 0, state = 'pending'
		where deliveries.delivered_at < now() - make_interval(mins => ${QUIET_MINUTES})`;
	const { workspace_id: workspaceId, request_id: requestId } = link;
	tx.afterCommit(() => after.notify({ workspaceId, requestId, version: 0, deliveries: true }));
}
