import type { Ctx } from "../context.ts";
import { changeWebhooks } from "./change-webhooks.ts";
import { requireWebhookKeeper } from "./webhook-context.ts";
import { requireWebhook, type WebhookView } from "./webhook-view.ts";

/**
 * Removes a webhook with its messages: what waited is not sent. Answers it as it was. Refuses: `not_found`,
 * `not_eligible`.
 */
export async function removeWebhook(ctx: Ctx, id: string): Promise<WebhookView> {
	requireWebhookKeeper(ctx.actor);
	return changeWebhooks(ctx, async ({ tx, record }) => {
		const webhook = await requireWebhook(tx, id);
		await tx.sql`delete from webhooks where id = ${id}`;
		await record("webhook_removed", { webhook: id, pending: webhook.pending });
		return webhook;
	});
}
