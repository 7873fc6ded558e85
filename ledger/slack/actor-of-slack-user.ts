import type { Access } from "../access/access.ts";
import { actorOf, type PersonRow } from "../access/person-row.ts";
import type { Actor } from "../actor.ts";
import type { SlackStranger, SlackUser } from "./slack-user.ts";

export type Language = "en" | "de";

/** Somebody in Slack who is a person here. */
export interface KnownInSlack {
	known: true;
	actor: Actor;
	language: Language;
	/** IANA name. */
	timeZone: string;
}

/** Somebody who is not; the workspace is known where the bot is installed. */
export interface UnknownInSlack {
	known: false;
	reason: SlackStranger;
	workspaceId: string | null;
	personId: string | null;
}

interface Row extends PersonRow {
	active: boolean;
	language: Language;
	time_zone: string;
}

/** The person whom a Slack user was linked to, never found by e-mail address. Asked at every act. */
export async function actorOfSlackUser(
	access: Access,
	{ enterprise, team, user }: SlackUser,
): Promise<KnownInSlack | UnknownInSlack> {
	const [installed] = await access.system.sql<{ workspace_id: string }[]>`
		select workspace_id from slack_installations
		where enterprise_id = ${enterprise} and team_id = ${team} and revoked_at is null`;
	if (installed === undefined)
		return { known: false, reason: "not_installed", workspaceId: null, personId: null };
	const [row] = await access.system.sql<Row[]>`
		select l.workspace_id, l.person_id, p.name, p.email, p.role, p.active, p.language, p.time_zone
		from slack_links l join people p on p.id = l.person_id and p.workspace_id = l.workspace_id
		where l.enterprise_id = ${enterprise} and l.team_id = ${team} and l.user_id = ${user}
			and l.workspace_id = ${installed.workspace_id}`;
	const workspaceId = installed.workspace_id;
	if (row === undefined) return { known: false, reason: "unlinked", workspaceId, personId: null };
	if (!row.active) return { known: false, reason: "deactivated", workspaceId, personId: row.person_id };
	return {
		known: true,
		actor: actorOf(row, { channel: "slack", assurance: "slack", scopes: null, authenticatedAt: null }),
		language: row.language,
		timeZone: row.time_zone,
	};
}
