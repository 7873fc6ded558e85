import type { Actor, Assurance, Channel, Role, Scope } from "../actor.ts";

/** A person as the look-ups of sessions and keys join it. */
export interface PersonRow {
	workspace_id: string;
	person_id: string;
	name: string;
	email: string;
	role: Role;
}

export function actorOf(
	row: PersonRow,
	how: {
		channel: Channel;
		assurance: Assurance;
		scopes: readonly Scope[] | null;
		authenticatedAt: number | null;
	},
): Actor {
	return {
		workspaceId: row.workspace_id,
		personId: row.person_id,
		name: row.name,
		email: row.email,
		role: row.role,
		channel: how.channel,
		assurance: how.assurance,
		scopes: how.scopes === null ? null : new Set(how.scopes),
		authenticatedAt: how.authenticatedAt,
	};
}
