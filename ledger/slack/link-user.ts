import { v7 as newId } from "uuid";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Access } from "../access/access.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";
import { codeHash } from "./link-codes.ts";
import type { SlackUser } from "./slack-user.ts";
import { isUniqueViolation } from "./unique-violation.ts";

export type Linking =
	| { linked: true; person: { id: string; name: string }; workspaceId: string }
	/** `taken`: the Slack user is linked to another account already. */
	| { linked: false; reason: "wrong_code" | "not_installed" | "deactivated" | "taken" };

interface CodeRow {
	id: string;
	workspace_id: string;
	person_id: string;
}

/**
 * Makes a Slack user the person whose signed-in inbox showed the code. The code is used up in the same transaction,
 * Slack becomes the first channel of the person, and a Slack user whom the person had before is let go.
 *
 * The caller has asked Slack that the user is a full member and no guest, bot or external person.
 */
export async function linkSlackUser(access: Access, input: SlackUser & { code: string }): Promise<Linking> {
	const [found] = await access.system.sql<CodeRow[]>`
		select c.id, c.workspace_id, c.person_id from slack_link_codes c
		where c.hash = decode(${codeHash(input.code)}, 'hex') and c.used_at is null and c.expires_at > clock_timestamp()`;
	if (found === undefined) return { linked: false, reason: "wrong_code" };
	const [installed] = await access.system.sql`
		select 1 from slack_installations where workspace_id = ${found.workspace_id}
			and enterprise_id = ${input.enterprise} and team_id = ${input.team} and revoked_at is null`;
	if (installed === undefined) return { linked: false, reason: "not_installed" };
	const scope = { workspaceId: found.workspace_id, actorId: found.person_id };
	try {
		return await inWorkspace(access.db, scope, (tx) => linkIn(tx, found, input));
	} catch (error) {
		if (isUniqueViolation(error)) return { linked: false, reason: "taken" };
		throw error;
	}
}

async function linkIn(tx: Tx, found: CodeRow, input: SlackUser): Promise<Linking> {
	const { workspace_id: workspaceId, person_id: personId } = found;
	const [person] = await tx.sql<{ name: string; active: boolean }[]>`
		select name, active from people where id = ${personId} for update`;
	if (person === undefined || !person.active) return { linked: false, reason: "deactivated" };
	const used = await tx.sql`
		update slack_link_codes set used_at = clock_timestamp()
		where id = ${found.id} and used_at is null and expires_at > clock_timestamp() returning 1`;
	if (used.length === 0) return { linked: false, reason: "wrong_code" };
	const before = await tx.sql<{ user_id: string }[]>`
		delete from slack_links where person_id = ${personId} returning user_id`;
	await tx.sql`
		insert into slack_links (id, workspace_id, person_id, enterprise_id, team_id, user_id)
		values (${newId()}, ${workspaceId}, ${personId}, ${input.enterprise}, ${input.team}, ${input.user})`;
	await tx.sql`
		update people set channels = array['slack']::text[] || array_remove(channels, 'slack') where id = ${personId}`;
	const now = Date.now();
	const row = auditRow({
		workspaceId,
		at: now,
		appliedAt: now,
		kind: "slack_linked",
		actorId: personId,
		requestId: null,
		requestVersion: null,
		facts: {
			channel: "slack",
			person: personId,
			slackTeam: input.team,
			slackUser: input.user,
			replaced: before[0]?.user_id ?? null,
		},
	});
	await insertAudit(tx, workspaceId, row);
	return { linked: true, person: { id: personId, name: person.name }, workspaceId };
}
