import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns.ts";
import { people } from "./people.ts";
import { requests } from "./requests.ts";

export const WEBHOOK_TYPES = [
	"request.opened",
	"request.stage_opened",
	"request.decided",
	"request.escalated",
	"request.closed",
] as const;

/** `standard`: Standard Webhooks; `teams` and `chat`: one-way notices with a link, in those tools' own form. */
export const WEBHOOK_KINDS = ["standard", "teams", "chat"] as const;

/** An address that is told of what happens. */
export const webhooks = pgTable(
	"webhooks",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		name: text("name").notNull(),
		kind: text("kind", { enum: WEBHOOK_KINDS }).notNull().default("standard"),
		url: text("url").notNull(),
		/** Which events it is told of. */
		types: text("types", { enum: WEBHOOK_TYPES }).array().notNull(),
		/** Only of this policy; null: of all. */
		policy: text("policy"),
		/** The signing secret and, after a rotation, the one before (see ledger/webhooks/secrets.ts), sealed. */
		sealedSecret: text("sealed_secret").notNull(),
		active: boolean("active").notNull().default(true),
		createdBy: uuid("created_by").references(() => people.id),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [index("webhooks_workspace").on(table.workspaceId)],
);

/** The secret that signs what goes to the `callbackUrl` of a workspace's requests. Made on first use. */
export const callbackSecrets = pgTable("callback_secrets", {
	workspaceId: workspaceId().primaryKey(),
	sealedSecret: text("sealed_secret").notNull(),
	createdAt: instant("created_at").notNull().default(sql`now()`),
});

/** One event for one address, until it was taken or given up. Its id is the `webhook-id` of every attempt. */
export const webhookMessages = pgTable(
	"webhook_messages",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		/** Null: the request's own `callbackUrl`. */
		webhookId: uuid("webhook_id").references(() => webhooks.id, { onDelete: "cascade" }),
		requestId: uuid("request_id")
			.notNull()
			.references(() => requests.id),
		type: text("type", { enum: WEBHOOK_TYPES }).notNull(),
		/** The request's version after the event. */
		version: integer("version").notNull(),
		/** The event's own instant. */
		at: instant("at").notNull(),
		/** What the event adds to the request: ids, names of stages and groups, verdict, outcome. */
		facts: jsonb("facts").notNull(),
		/** The body as it was first sent: every attempt sends the same. Null before the first. */
		body: text("body"),
		state: text("state", { enum: ["pending", "delivered", "given_up"] })
			.notNull()
			.default("pending"),
		attempts: integer("attempts").notNull().default(0),
		/** Doubles as the lease of a courier that works on it. */
		nextAttemptAt: instant("next_attempt_at"),
		/** HTTP status of the last answer; null where there was none. */
		lastStatus: integer("last_status"),
		lastError: text("last_error"),
		deliveredAt: instant("delivered_at"),
		/** In the order in which they happened. */
		position: bigint("position", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [
		index("webhook_messages_due").on(table.nextAttemptAt).where(sql`${table.nextAttemptAt} is not null`),
		// Of each address the first that are due, however many of another wait.
		index("webhook_messages_next")
			.on(table.webhookId, table.nextAttemptAt)
			.where(sql`${table.nextAttemptAt} is not null`),
		index("webhook_messages_webhook").on(table.webhookId, table.position.desc()),
		index("webhook_messages_request").on(table.requestId),
	],
);
