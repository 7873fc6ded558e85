import type { Actor } from "../actor.ts";
import { Refusal } from "../refusal.ts";

/** Who somebody is in Slack is said from the signed-in inbox alone. Refuses with `not_eligible`. */
export function requireMayUseSession(actor: Actor): void {
	if (actor.assurance === "session") return;
	throw new Refusal("not_eligible", "Only from a signed-in session: sign in and open Preferences.");
}
