import type { Actor, Assurance } from "../actor.ts";
import type { LinkRow } from "./link-rows.ts";

/** The recipient of a link, acting through it. It may see and decide that one request, and nothing else is asked of it. */
export function linkActor(link: LinkRow, assurance: Assurance, authenticatedAt: number | null): Actor {
	return {
		workspaceId: link.workspace_id,
		personId: link.person_id,
		name: link.name,
		email: link.email,
		// A link never carries more than a member's rights, whoever received it.
		role: "member",
		channel: "email",
		assurance,
		scopes: new Set(["requests:read", "decisions:write"]),
		authenticatedAt,
	};
}
