import type { Ctx } from "../context.ts";
import { readingWebhooks } from "./change-webhooks.ts";
import { requireWebhookReader } from "./webhook-context.ts";
import { readWebhooks, requireWebhook, type WebhookView } from "./webhook-view.ts";

/** All webhooks of the workspace, by name: there are few. Refuses: `not_eligible`. */
export async function listWebhooks(ctx: Ctx): Promise<{ items: WebhookView[]; nextCursor: null }> {
	requireWebhookReader(ctx.actor);
	return { items: await readingWebhooks(ctx, (tx) => readWebhooks(tx, null)), nextCursor: null };
}

/** Refuses: `not_found`, `not_eligible`. */
export async function getWebhook(ctx: Ctx, id: string): Promise<WebhookView> {
	requireWebhookReader(ctx.actor);
	return readingWebhooks(ctx, (tx) => requireWebhook(tx, id));
}
