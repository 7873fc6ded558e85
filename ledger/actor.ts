import { Refusal } from "./refusal.ts";

export type Channel = "web" | "slack" | "email" | "api";
/** How sure it is who acts: a signed-in session, an API key, an emailed link, the link with the mailed code, or a linked Slack user. */
export type Assurance = "session" | "api_key" | "email_link" | "email_code" | "slack";
export type Role = "member" | "auditor" | "administrator";

/** What an API key may be used for. A session has all that its person's role allows. */
export const SCOPES = [
	"requests:read",
	"requests:write",
	"requests:on-behalf",
	"decisions:write",
	"policies:write",
	"audit:read",
	"directory:write",
	"webhooks:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** Those that go beyond what a member may do. */
export const PRIVILEGED_SCOPES: readonly Scope[] = SCOPES.filter(
	(scope) => !["requests:read", "requests:write", "decisions:write"].includes(scope),
);

/** Whoever acts, as each channel makes it out of its user. Always a person or service account of one workspace. */
export interface Actor {
	workspaceId: string;
	personId: string;
	name: string;
	email: string;
	role: Role;
	channel: Channel;
	assurance: Assurance;
	/** Null: not limited (a session). */
	scopes: ReadonlySet<Scope> | null;
	/** When the session was opened (ms since 1970), for acts that need a fresh one. */
	authenticatedAt: number | null;
}

/** Refuses with `not_eligible` an API key that lacks the scope. */
export function requireScope(actor: Actor, scope: Scope): void {
	const refusal = lacksScope(actor, scope);
	if (refusal !== null) throw refusal;
}

/** The refusal of an API key that lacks the scope, or null. */
export function lacksScope(actor: Actor, scope: Scope): Refusal | null {
	if (actor.scopes === null || actor.scopes.has(scope)) return null;
	return new Refusal("not_eligible", `This API key lacks the scope ${scope}.`);
}

/**
 * For verbs that refuse a missing scope only after what the request itself says: a key that may not even read
 * requests learns nothing from that order. Refuses with `not_eligible`.
 */
export function requireScopeOrRead(actor: Actor, scope: Scope): void {
	if (lacksScope(actor, "requests:read") !== null) requireScope(actor, scope);
}

/** May keep policies: an administrator, or a key that was given the scope for it. */
export function requirePolicyWriter(actor: Actor): void {
	requireScope(actor, "policies:write");
	requireMayAct(actor);
	if (actor.role !== "administrator" && actor.scopes === null) {
		throw new Refusal("not_eligible", "Only administrators change policies.");
	}
}

/** Auditors read everything and change nothing. Refuses with `not_eligible`. */
export function requireMayAct(actor: Actor): void {
	if (actor.role === "auditor") throw new Refusal("not_eligible", "Auditors look and change nothing.");
}

/** Administrators and auditors see every request and the whole audit trail. */
export function seesAll(actor: Actor): boolean {
	return actor.role === "administrator" || actor.role === "auditor";
}
