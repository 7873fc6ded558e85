import type { Ctx } from "../context.ts";
import { UUID } from "../locked-request.ts";
import { Refusal } from "../refusal.ts";
import { changeWebhooks } from "./change-webhooks.ts";
import { MESSAGE_COLUMNS, type MessageRow, toMessageView, type WebhookMessageView } from "./read-messages.ts";
import { requireWebhookKeeper } from "./webhook-context.ts";

/**
 * Sends a message again, with the same id and body, whatever became of it; one that waits is tried at once. Three
 * days after the event it is tried once.
 *
 * Refuses: `not_found`, `not_eligible`.
 */
export async function resendWebhookMessage(ctx: Ctx, id: string): Promise<WebhookMessageView> {
	requireWebhookKeeper(ctx.actor);
	return changeWebhooks(ctx, async ({ tx, workspaceId, record }) => {
		const [row] = UUID.test(id)
			? await tx.sql<MessageRow[]>`
				update webhook_messages m set state = 'pending', attempts = 0, next_attempt_at = now()
				where m.id = ${id} returning ${tx.sql.unsafe(MESSAGE_COLUMNS)}`
			: [];
		if (row === undefined) throw new Refusal("not_found", "There is no such message.");
		await record("webhook_resent", { message: id, webhook: row.webhook_id }, row.request_id);
		tx.afterCommit(() =>
			ctx.after.notify({ workspaceId, requestId: row.request_id, version: 0, deliveries: true }),
		);
		return toMessageView(row);
	});
}
