import { v7 as newId } from "uuid";
import { inWorkspace } from "../../db/transaction.ts";
import type { Actor, Scope } from "../actor.ts";
import { type Access, newSecret, secretHash } from "./access.ts";
import { actorOf, type PersonRow } from "./person-row.ts";

/** The person or service account of an API key, or null when the key is unknown, revoked, or its owner deactivated. */
export async function actorOfApiKey(access: Access, key: string): Promise<Actor | null> {
	if (!key.startsWith("csk_") || key.length > 100) return null;
	const [row] = await access.system.sql<(PersonRow & { scopes: Scope[] })[]>`
		select k.workspace_id, k.person_id, p.name, p.email, p.role, k.scopes
		from api_keys k join people p on p.id = k.person_id and p.workspace_id = k.workspace_id
		where k.hash = decode(${secretHash(key)}, 'hex') and k.revoked_at is null and p.active`;
	if (row === undefined) return null;
	return actorOf(row, { channel: "api", assurance: "api_key", scopes: row.scopes, authenticatedAt: null });
}

/** Makes a key and answers it; it is nowhere kept and cannot be shown again. */
export async function createApiKey(
	access: Access,
	input: { workspaceId: string; personId: string; name: string; scopes: readonly Scope[] },
): Promise<string> {
	const key = newSecret("csk");
	await inWorkspace(access.db, { workspaceId: input.workspaceId, actorId: null }, async ({ sql }) => {
		await sql`
			insert into api_keys (id, workspace_id, person_id, name, prefix, hash, scopes)
			values (${newId()}, ${input.workspaceId}, ${input.personId}, ${input.name}, ${key.slice(0, 10)},
				decode(${secretHash(key)}, 'hex'), ${[...input.scopes]})`;
	});
	return key;
}
