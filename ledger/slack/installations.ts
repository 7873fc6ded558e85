import { v7 as newId } from "uuid";
import { inWorkspace } from "../../db/transaction.ts";
import type { Sealer } from "../../vault/sealed.ts";
import type { Access } from "../access/access.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";

export type TokenSealer = Pick<Sealer, "seal" | "open">;

/** A Slack workspace in which the bot is installed. */
export interface Installation {
	id: string;
	workspaceId: string;
	enterprise: string;
	team: string;
	teamName: string;
	botUser: string;
	/** The bot's token. */
	token: string;
}

export interface NewInstallation extends Omit<Installation, "id"> {
	/** Id of the person who installed it; null: by environment. */
	installedBy: string | null;
}

/** The one key of a workspace that belongs to no person and no request. */
const SUBJECT = "history";

/**
 * Keeps an installation, or puts it in the place of the team's earlier one. The token is sealed. Throws when the team
 * belongs to another workspace.
 */
export async function putInstallation(
	access: Access,
	sealer: TokenSealer,
	input: NewInstallation,
): Promise<void> {
	const { workspaceId, enterprise, team, teamName, botUser, installedBy } = input;
	const [standing] = await access.system.sql<{ workspace_id: string }[]>`
		select workspace_id from slack_installations where enterprise_id = ${enterprise} and team_id = ${team}`;
	if (standing !== undefined && standing.workspace_id !== workspaceId)
		throw new Error(`Slack team ${team} is installed for another workspace: remove the app there first.`);
	const known = await installationOf(access, sealer, { enterprise, team });
	if (known !== null && known.token === input.token && known.botUser === botUser) return;
	const sealed = await sealer.seal(input.token, { workspaceId, subject: SUBJECT });
	const now = Date.now();
	const row = auditRow({
		workspaceId,
		at: now,
		appliedAt: now,
		kind: "slack_installed",
		actorId: installedBy,
		requestId: null,
		requestVersion: null,
		facts: { slackTeam: team, slackEnterprise: enterprise },
	});
	await inWorkspace(access.db, { workspaceId, actorId: installedBy }, async (tx) => {
		await tx.sql`
			insert into slack_installations (id, workspace_id, team_id, enterprise_id, team_name, bot_user_id, sealed_token, installed_by)
			values (${newId()}, ${workspaceId}, ${team}, ${enterprise}, ${teamName}, ${botUser}, ${sealed}, ${installedBy})
			on conflict (enterprise_id, team_id) do update set team_name = excluded.team_name,
				bot_user_id = excluded.bot_user_id, sealed_token = excluded.sealed_token,
				installed_by = excluded.installed_by, installed_at = now(), revoked_at = null`;
		await insertAudit(tx, workspaceId, row);
	});
}

interface Row {
	id: string;
	workspace_id: string;
	enterprise_id: string;
	team_id: string;
	team_name: string;
	bot_user_id: string;
	sealed_token: string;
}

/** The installation of a team, or null where there is none, it was revoked, or its token cannot be read any more. */
export async function installationOf(
	access: Pick<Access, "system">,
	sealer: TokenSealer,
	{ enterprise, team }: { enterprise: string; team: string },
): Promise<Installation | null> {
	const [row] = await access.system.sql<Row[]>`
		select id, workspace_id, enterprise_id, team_id, team_name, bot_user_id, sealed_token from slack_installations
		where enterprise_id = ${enterprise} and team_id = ${team} and revoked_at is null`;
	if (row === undefined) return null;
	const opened = await sealer.open(row.sealed_token, { workspaceId: row.workspace_id, subject: SUBJECT });
	if (!opened.ok || typeof opened.value !== "string") return null;
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		enterprise: row.enterprise_id,
		team: row.team_id,
		teamName: row.team_name,
		botUser: row.bot_user_id,
		token: opened.value,
	};
}

/** Whose requests a Slack workspace carries; null where the bot is not installed. */
export async function workspaceOfTeam(
	access: Pick<Access, "system">,
	{ enterprise, team }: { enterprise: string; team: string },
): Promise<string | null> {
	const [row] = await access.system.sql<{ workspace_id: string }[]>`
		select workspace_id from slack_installations
		where enterprise_id = ${enterprise} and team_id = ${team} and revoked_at is null`;
	return row?.workspace_id ?? null;
}

/** Slack said that the app was removed or its token revoked: nothing goes there any more, nobody acts from there. */
export async function revokeInstallation(
	access: Access,
	{ enterprise, team }: { enterprise: string; team: string },
): Promise<void> {
	const [row] = await access.system.sql<{ workspace_id: string }[]>`
		update slack_installations set revoked_at = clock_timestamp()
		where enterprise_id = ${enterprise} and team_id = ${team} and revoked_at is null returning workspace_id`;
	if (row === undefined) return;
	const workspaceId = row.workspace_id;
	const now = Date.now();
	const entry = auditRow({
		workspaceId,
		at: now,
		appliedAt: now,
		kind: "slack_removed",
		actorId: null,
		requestId: null,
		requestVersion: null,
		facts: { slackTeam: team, slackEnterprise: enterprise },
	});
	await inWorkspace(access.db, { workspaceId, actorId: null }, (tx) => insertAudit(tx, workspaceId, entry));
}
