import { inWorkspace } from "../../db/transaction.ts";
import type { Access } from "../access/access.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";
import type { SlackStranger, SlackUser } from "./slack-user.ts";

/** An attempt from Slack by somebody who is nobody here: evidence, with Slack's own ids. */
export async function recordRefusedStranger(
	access: Access,
	input: SlackUser & {
		workspaceId: string;
		personId: string | null;
		requestId: string | null;
		reason: SlackStranger | "another_person";
		attempt: string;
	},
): Promise<void> {
	const { workspaceId } = input;
	const now = Date.now();
	const row = auditRow({
		workspaceId,
		at: now,
		appliedAt: now,
		kind: "refused",
		actorId: input.personId,
		requestId: input.requestId,
		requestVersion: null,
		facts: {
			code: "not_eligible",
			reason: input.reason,
			attempt: input.attempt,
			slackTeam: input.team,
			slackUser: input.user,
			channel: "slack",
		},
	});
	await inWorkspace(access.db, { workspaceId, actorId: null }, (tx) => insertAudit(tx, workspaceId, row));
}
