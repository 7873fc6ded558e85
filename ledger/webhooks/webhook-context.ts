import { type Actor, requireScope, seesAll } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { Refusal } from "../refusal.ts";
import type { SecretSealer } from "./secrets.ts";

/** What the verbs about webhooks need beside everybody's. */
export interface WebhookCtx extends Ctx {
	sealer: SecretSealer;
}

/** May keep webhooks: an administrator, or a key that was given the scope for it. */
export function requireWebhookKeeper(actor: Actor): void {
	requireScope(actor, "webhooks:write");
	if (actor.role !== "administrator" && actor.scopes === null)
		throw new Refusal("not_eligible", "Only administrators keep webhooks.");
}

/** May look at webhooks: who keeps them, and auditors. */
export function requireWebhookReader(actor: Actor): void {
	requireScope(actor, "webhooks:write");
	if (actor.scopes === null && !seesAll(actor))
		throw new Refusal("not_eligible", "Webhooks are for administrators and auditors.");
}
