import { v7 as newId } from "uuid";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Actor } from "../actor.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";
import { UUID } from "../locked-request.ts";
import { type Access, newSecret, secretHash } from "./access.ts";
import { actorOf, type PersonRow } from "./person-row.ts";

export type SignInMethod = "demo" | "oidc";

export interface OpenedSession {
	sessionId: string;
	workspaceId: string;
	personId: string;
	expiresAt: Date;
}

/** Hours a session lasts at the most; ended sooner by signing out or by deactivating the person. */
const SESSION_HOURS = 12;

/**
 * The signed-in person of a session id, or null when it is over: expired, ended, or its person deactivated.
 * Asked at each request, so that ending takes effect at once.
 */
export async function actorOfSession(access: Access, sessionId: string): Promise<Actor | null> {
	if (!UUID.test(sessionId)) return null;
	const [row] = await access.system.sql<(PersonRow & { created_at: string })[]>`
		select s.workspace_id, s.person_id, p.name, p.email, p.role, s.created_at
		from sessions s join people p on p.id = s.person_id and p.workspace_id = s.workspace_id
		where s.id = ${sessionId} and s.ended_at is null and s.expires_at > now() and p.active`;
	if (row === undefined) return null;
	const authenticatedAt = new Date(row.created_at).getTime();
	return actorOf(row, { channel: "web", assurance: "session", scopes: null, authenticatedAt });
}

/** Opens a session for a person whom the caller has authenticated. */
export async function openSession(
	access: Access,
	who: { workspaceId: string; personId: string; method: SignInMethod },
): Promise<OpenedSession> {
	return inWorkspace(access.db, { workspaceId: who.workspaceId, actorId: who.personId }, (tx) =>
		open(tx, who),
	);
}

/** Ends a session. Ending one that is over changes nothing. */
export async function endSession(access: Access, actor: Actor, sessionId: string): Promise<void> {
	const scope = { workspaceId: actor.workspaceId, actorId: actor.personId };
	await inWorkspace(access.db, scope, async ({ sql }) => {
		await sql`update sessions set ended_at = now() where id = ${sessionId} and ended_at is null and person_id = ${actor.personId}`;
	});
}

/** The active person with this e-mail address, if exactly one workspace knows one. */
export async function personOfEmail(
	access: Access,
	email: string,
): Promise<{ workspaceId: string; personId: string } | null> {
	const rows = await access.system.sql<{ workspace_id: string; id: string }[]>`
		select workspace_id, id from people where email = ${email.trim().toLowerCase()} and active and kind = 'person' limit 2`;
	const [row] = rows;
	return row === undefined || rows.length > 1 ? null : { workspaceId: row.workspace_id, personId: row.id };
}

/** Makes a one-use sign-in link's token for the demo. It can be used until `hours` from now. */
export async function createSignInToken(
	access: Access,
	who: { workspaceId: string; personId: string; hours: number },
): Promise<string> {
	const token = newSecret("csl");
	await inWorkspace(access.db, { workspaceId: who.workspaceId, actorId: null }, async ({ sql }) => {
		await sql`
			insert into sign_in_tokens (id, workspace_id, person_id, hash, expires_at)
			values (${newId()}, ${who.workspaceId}, ${who.personId}, decode(${secretHash(token)}, 'hex'), now() + make_interval(hours => ${who.hours}))`;
	});
	return token;
}

/** Uses a sign-in token up and opens a session, or null when it is unknown, used, or too old. */
export async function redeemSignInToken(access: Access, token: string): Promise<OpenedSession | null> {
	const hash = secretHash(token);
	const [found] = await access.system.sql<{ id: string; workspace_id: string; person_id: string }[]>`
		select id, workspace_id, person_id from sign_in_tokens
		where hash = decode(${hash}, 'hex') and used_at is null and expires_at > now()`;
	if (found === undefined) return null;
	const who = { workspaceId: found.workspace_id, personId: found.person_id, method: "demo" as const };
	return inWorkspace(access.db, { workspaceId: who.workspaceId, actorId: who.personId }, async (tx) => {
		const used = await tx.sql`
			update sign_in_tokens set used_at = now() where id = ${found.id} and used_at is null returning 1`;
		return used.length === 1 ? open(tx, who) : null;
	});
}

async function open(
	tx: Tx,
	who: { workspaceId: string; personId: string; method: SignInMethod },
): Promise<OpenedSession> {
	const sessionId = newId();
	const now = Date.now();
	const [row] = await tx.sql<{ expires_at: string }[]>`
		insert into sessions (id, workspace_id, person_id, method, expires_at)
		values (${sessionId}, ${who.workspaceId}, ${who.personId}, ${who.method}, now() + make_interval(hours => ${SESSION_HOURS}))
		returning expires_at`;
	await insertAudit(
		tx,
		who.workspaceId,
		auditRow({
			workspaceId: who.workspaceId,
			at: now,
			appliedAt: now,
			kind: "signed_in",
			actorId: who.personId,
			requestId: null,
			requestVersion: null,
			facts: { method: who.method },
		}),
	);
	const expiresAt = new Date(row?.expires_at ?? now);
	return { sessionId, workspaceId: who.workspaceId, personId: who.personId, expiresAt };
}
