import type { Ctx } from "../context.ts";
import { changeWebhooks } from "./change-webhooks.ts";
import { requireWebhookKeeper } from "./webhook-context.ts";
import { cleanName, cleanTypes, cleanUrl, requirePolicyName } from "./webhook-fields.ts";
import { requireWebhook, type WebhookType, type WebhookView } from "./webhook-view.ts";

export interface WebhookChanges {
	name?: string;
	url?: string;
	types?: readonly WebhookType[];
	policy?: string | null;
	/** False pauses it: nothing new is told, and what waits stays waiting. */
	active?: boolean;
}

/**
 * Changes a webhook; what is left out stays. What waits goes to the new address; switched on again, what waited is
 * tried at once.
 *
 * Refuses: `not_found`, `invalid`, `not_eligible`.
 */
export async function changeWebhook(ctx: Ctx, id: string, changes: WebhookChanges): Promise<WebhookView> {
	const name = changes.name === undefined ? null : cleanName(changes.name);
	const url = changes.url === undefined ? null : cleanUrl(ctx, "url", changes.url);
	const types = changes.types === undefined ? null : cleanTypes(changes.types);
	requireWebhookKeeper(ctx.actor);
	return changeWebhooks(ctx, async ({ tx, record }) => {
		const before = await requireWebhook(tx, id);
		const policy = changes.policy === undefined ? before.policy : changes.policy;
		if (policy !== before.policy) await requirePolicyName(tx, policy);
		const active = changes.active ?? before.active;
		const [kept] = await tx.sql<{ url: string }[]>`select url from webhooks where id = ${id} for update`;
		const changed = [
			...(name !== null && name !== before.name ? ["name"] : []),
			...(url !== null && url !== kept?.url ? ["url"] : []),
			...(types !== null && types.join() !== before.types.join() ? ["types"] : []),
			...(policy !== before.policy ? ["policy"] : []),
			...(active !== before.active ? ["active"] : []),
		];
		if (changed.length === 0) return before;
		await tx.sql`
			update webhooks set name = coalesce(${name}, name), url = coalesce(${url}, url),
				types = coalesce(${types}::text[], types), policy = ${policy}, active = ${active}
			where id = ${id}`;
		if (active && !before.active)
			await tx.sql`
				update webhook_messages set next_attempt_at = now() where webhook_id = ${id} and next_attempt_at is not null`;
		await record("webhook_changed", { webhook: id, changed, active });
		return requireWebhook(tx, id);
	});
}
