import {
	webhookListSchema,
	webhookMadeSchema,
	webhookMessageListSchema,
	webhookMessageSchema,
	webhookSchema,
	webhookSecretSchema,
} from "./webhook-answers.ts";
import { newWebhookBody, webhookChangesBody } from "./webhook-bodies.ts";

/** The webhooks' schemas, by the names that the OpenAPI document gives them. */
export const WEBHOOK_SCHEMAS = {
	Webhook: webhookSchema,
	WebhookList: webhookListSchema,
	NewWebhook: newWebhookBody,
	WebhookMade: webhookMadeSchema,
	WebhookChanges: webhookChangesBody,
	WebhookSecret: webhookSecretSchema,
	WebhookMessage: webhookMessageSchema,
	WebhookMessageList: webhookMessageListSchema,
} as const;

/** The parts of paths that name something of the webhooks. */
export const WEBHOOK_PATH_PARTS: Record<string, { description: string; schema: Record<string, unknown> }> = {
	webhook: {
		description: "Id of a webhook; of its messages also `callback`: those to the callbackUrl of requests.",
		schema: { type: "string" },
	},
	message: { description: "Id of a message.", schema: { type: "string", format: "uuid" } },
};
