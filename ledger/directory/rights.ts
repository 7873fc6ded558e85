import { type Actor, requireMayAct, requireScope, seesAll } from "../actor.ts";
import { Refusal } from "../refusal.ts";

/** May change people, groups, calendars and rotas: an administrator, or a key that was given the scope for it. */
export function requireDirectoryWriter(actor: Actor): void {
	requireScope(actor, "directory:write");
	requireMayAct(actor);
	if (actor.role !== "administrator" && actor.scopes === null) {
		throw new Refusal("not_eligible", "Only administrators change the directory.");
	}
}

/**
 * Roles are given and taken by administrators alone: a key of somebody else, made for an identity provider, keeps
 * people and groups and makes nobody an administrator. Refuses with `not_eligible`.
 */
export function requireRoleGiver(actor: Actor): void {
	if (actor.role === "administrator") return;
	throw new Refusal(
		"not_eligible",
		"role: only administrators, and keys of administrators, give or take roles.",
		{
			errors: [
				{ path: "role", message: "only administrators, and keys of administrators, give or take roles" },
			],
		},
	);
}

/** Address, role and standing of administrators and auditors are changed by administrators alone. */
export function requireGuardian(actor: Actor, role: string): void {
	if (actor.role === "administrator") return;
	throw new Refusal(
		"not_eligible",
		`This person's role is ${role}: only administrators, and keys of administrators, change more than the name.`,
	);
}

/** Whether all of the directory may be read: by administrators and auditors, and by a key that may change it. */
export function readsDirectory(actor: Actor): boolean {
	if (actor.scopes === null) return seesAll(actor);
	if (actor.scopes.has("directory:write")) return true;
	return seesAll(actor) && actor.scopes.has("requests:read");
}

/** Refuses with `not_eligible` whoever may not read all of the directory. */
export function requireDirectoryReader(actor: Actor): void {
	if (readsDirectory(actor)) return;
	if (actor.scopes !== null && seesAll(actor)) requireScope(actor, "requests:read");
	throw new Refusal(
		"not_eligible",
		"The directory is for administrators, auditors, and API keys with the scope directory:write.",
	);
}

/** What everybody may read who may read requests at all: colleagues' names, calendars, rotas. */
export function requireAnyReader(actor: Actor): void {
	if (!readsDirectory(actor)) requireScope(actor, "requests:read");
}
