import { z } from "zod";
import { MESSAGE_STATES } from "../../../ledger/webhooks/read-messages.ts";
import { WEBHOOK_KINDS, WEBHOOK_TYPES } from "../../../ledger/webhooks/webhook-view.ts";
import { oneOf, write } from "./field-message.ts";
import { text } from "./text.ts";

const name = text("what it is for, such as Shop").min(1).max(100);
const url = text("an address such as https://hooks.example.com/approvals").min(1).max(2048).meta({
	description:
		"https and on the public internet; anything else only where the installation allows it (COUNTERSIGN_OUTBOUND_ALLOW).",
});
const types = z
	.array(z.enum(WEBHOOK_TYPES, { error: write(oneOf(WEBHOOK_TYPES)) }), { error: write("a list of events") })
	.min(1)
	.max(WEBHOOK_TYPES.length)
	.meta({ description: "Which events it is told of." });
const policy = text("the name of a policy, or null for all")
	.min(1)
	.max(64)
	.nullable()
	.meta({ description: "Only requests under this policy; null: all." });

/** The body of `POST /webhooks`. */
export const newWebhookBody = z
	.strictObject(
		{
			name,
			url,
			kind: z
				.enum(WEBHOOK_KINDS, { error: write(oneOf(WEBHOOK_KINDS)) })
				.exactOptional()
				.meta({
					description:
						"standard: signed events for programs (Standard Webhooks). teams: a card for Microsoft Teams. chat: {text}, as Slack, Mattermost and Google Chat take it. Default: standard.",
				}),
			types: types.exactOptional().meta({ description: "Which events it is told of. Default: all." }),
			policy: policy.exactOptional(),
		},
		{ error: write("an object such as { name, url }") },
	)
	.meta({
		description: "A webhook to add.",
		examples: [
			{
				name: "Shop",
				url: "https://shop.example.com/approvals",
				types: ["request.closed"],
				policy: "refund",
			},
		],
	});

/** The body of `PATCH /webhooks/{webhook}`. */
export const webhookChangesBody = z
	.strictObject(
		{
			name: name.exactOptional(),
			url: url.exactOptional(),
			types: types.exactOptional(),
			policy: policy.exactOptional(),
			active: z
				.boolean({ error: write("true or false") })
				.exactOptional()
				.meta({
					description: "false pauses it: nothing new is told, and what waits stays waiting.",
				}),
		},
		{ error: write("an object such as { active }") },
	)
	.meta({
		description: "What changes; the rest stays as it is.",
		examples: [{ active: false }, { types: ["request.closed"] }],
	});

/** The query of `GET /webhooks/{webhook}/messages`. */
export const webhookMessagesQuery = z.strictObject({
	state: z
		.enum(MESSAGE_STATES, { error: write(oneOf(MESSAGE_STATES)) })
		.exactOptional()
		.meta({ description: "Only those in this state." }),
	limit: z
		.int({ error: write("a whole number from 1 to 200") })
		.min(1)
		.max(200)
		.exactOptional()
		.meta({ description: "How many items a page holds. Default 50." }),
	cursor: text("the nextCursor of the page before")
		.max(500)
		.exactOptional()
		.meta({ description: "The nextCursor of the page before." }),
});
