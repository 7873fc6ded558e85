import { inWorkspace } from "../../db/transaction.ts";
import type { Ctx } from "../context.ts";
import { requireAnyReader } from "../directory/rights.ts";
import { type Preferences, preferencesOf } from "./preferences.ts";

/** How the actor likes to be reached. Refuses: `not_eligible` (a key without requests:read). */
export async function readPreferences({ actor, db }: Ctx): Promise<Preferences> {
	requireAnyReader(actor);
	const { workspaceId, personId } = actor;
	return inWorkspace(db, { workspaceId, actorId: personId }, (tx) => preferencesOf(tx, personId));
}
