import { z } from "zod";
import { MESSAGE_STATES } from "../../../ledger/webhooks/read-messages.ts";
import { WEBHOOK_KINDS, WEBHOOK_TYPES } from "../../../ledger/webhooks/webhook-view.ts";
import { listOf } from "./answers.ts";

const instant = z.iso.datetime().meta({ description: "ISO 8601, UTC, with milliseconds." });
const ID = "0197a1c2-7a50-7c3e-9d52-0c6f1b2a3d44";
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

const webhookExample = {
	id: ID,
	name: "Shop",
	kind: "standard" as const,
	url: "https://shop.example.com/approvals",
	types: ["request.closed" as const],
	policy: "refund",
	active: true,
	createdAt: "2026-01-02T08:00:00.000Z",
	createdBy: { id: "0197a1c2-7a10-7c3e-9d52-0c6f1b2a3d40", name: "Ana Ruiz" },
	pending: 0,
	givenUp: 0,
};

export const webhookSchema = z
	.object({
		id: z.string(),
		name: z.string(),
		kind: z.enum(WEBHOOK_KINDS),
		url: z.string().meta({
			description: "Of teams and chat only the host: who knows the whole address can write into the chat.",
		}),
		types: z.array(z.enum(WEBHOOK_TYPES)),
		policy: z.string().nullable().meta({ description: "Only requests under this policy; null: all." }),
		active: z
			.boolean()
			.meta({ description: "False: paused, or switched off because its receiver answered 410 Gone." }),
		createdAt: instant,
		createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
		pending: z.int().meta({ description: "Messages that wait to be taken." }),
		givenUp: z.int().meta({ description: "Messages of the last 30 days that were given up." }),
	})
	.meta({ description: "An address that is told of what happens.", examples: [webhookExample] });

export const webhookListSchema = listOf(webhookSchema).meta({
	description: "All webhooks, by name.",
	examples: [{ items: [webhookExample], nextCursor: null }],
});

/** The answer of `POST /webhooks`. */
export const webhookMadeSchema = webhookSchema
	.extend({ secret: z.string().meta({ description: "Signs its messages. It is not shown again." }) })
	.meta({ description: "The webhook that was added.", examples: [{ ...webhookExample, secret: SECRET }] });

/** The answer of `POST /webhooks/{webhook}/rotate` and of the calls about the callback secret. */
export const webhookSecretSchema = z
	.object({
		secret: z.string(),
		previousUntil: instant
			.nullable()
			.meta({ description: "Until when messages are signed with the secret before as well." }),
	})
	.meta({
		description: "A signing secret.",
		examples: [{ secret: SECRET, previousUntil: "2026-01-03T08:00:00.000Z" }],
	});

const messageExample = {
	id: "0b3f3c1e-52b7-4d0c-9a4e-6f0f3a1c2b3d",
	webhook: ID,
	type: "request.closed" as const,
	request: "0197a1c3-55f0-7e2a-a1b2-c3d4e5f60718",
	version: 2,
	at: "2026-01-05T10:12:03.401Z",
	state: "pending" as const,
	attempts: 3,
	lastStatus: 503,
	lastError: "status",
	nextAttemptAt: "2026-01-05T10:12:40.000Z",
	deliveredAt: null,
};

export const webhookMessageSchema = z
	.object({
		id: z.string().meta({ description: "The webhook-id of every attempt." }),
		webhook: z.string().nullable().meta({ description: "Null: it goes to the request's own callbackUrl." }),
		type: z.enum(WEBHOOK_TYPES),
		request: z.string().meta({ description: "Id." }),
		version: z.int().meta({ description: "The request's version after the event." }),
		at: instant.meta({ description: "When it happened." }),
		state: z.enum(MESSAGE_STATES),
		attempts: z.int(),
		lastStatus: z
			.int()
			.nullable()
			.meta({ description: "HTTP status of the last answer; null where there was none." }),
		lastError: z.string().nullable().meta({
			description:
				"What was wrong with the last attempt: status, redirect, gone, timeout, connection, tls, unresolvable, refused_address, refused_url, internal.",
		}),
		nextAttemptAt: instant.nullable().meta({ description: "Null when it is not tried any more." }),
		deliveredAt: instant.nullable(),
	})
	.meta({ description: "One event for one address.", examples: [messageExample] });

export const webhookMessageListSchema = listOf(webhookMessageSchema).meta({
	description: "A page of messages, newest first.",
	examples: [{ items: [messageExample], nextCursor: null }],
});
