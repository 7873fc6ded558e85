import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { assignments } from "./assignments.ts";
import { bytes, instant, workspaceId } from "./columns.ts";
import { CHANNELS, people } from "./people.ts";
import { requests } from "./requests.ts";

/**
 * `asked`, `reminded`, `escalated` and `answered` (the requester answered, it goes on) go to approvers; `question`,
 * `sent_back` and `outcome` to the requester; `stuck` (a stage cannot be satisfied, or its condition failed) to
 * administrators; `code` is the one-time code of an emailed link; `link_used` tells its recipient that it was used in
 * somebody else's session; `over` asks for nothing.
 */
export const DELIVERY_WANTS = [
	"asked",
	"reminded",
	"escalated",
	"answered",
	"question",
	"sent_back",
	"outcome",
	"stuck",
	"code",
	"link_used",
	"over",
] as const;

/**
 * One message to one person on one channel, and what it shows now. The ledger moves `wanted`; the channel's
 * courier brings the copy up to it and moves `shown`. Nothing replays events: several changes that a courier
 * slept through are one delivery of the last state.
 */
export const deliveries = pgTable(
	"deliveries",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		requestId: uuid("request_id")
			.notNull()
			.references(() => requests.id),
		/** Whose assignment the message is about; null for the requester's own. */
		assignmentId: uuid("assignment_id").references(() => assignments.id),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		channel: text("channel", { enum: CHANNELS }).notNull(),
		/** Why this person gets a message: asked to decide, asked for it, administers the workspace, pressed for a link's code, or is whose link somebody else used. */
		audience: text("audience", {
			enum: ["approver", "requester", "administrator", "link", "recipient"],
		}).notNull(),
		/** What the copy should say now. */
		wants: text("wants", { enum: DELIVERY_WANTS }).notNull(),
		wanted: integer("wanted").notNull().default(1),
		shown: integer("shown").notNull().default(0),
		/** Who works on it until when, so that a courier that dies leaves it to the next. */
		leasedUntil: instant("leased_until"),
		nextAttemptAt: instant("next_attempt_at"),
		attempts: integer("attempts").notNull().default(0),
		lastError: text("last_error"),
		/** Where the copy is, in the channel's own words (Slack: team, channel, ts): what it is rewritten by. */
		place: jsonb("place"),
		/** SHA-256 (hex) of what the copy shows: one that shows the same already is not rewritten. */
		shownDigest: text("shown_digest"),
		/** `pending`, `delivered`, `undeliverable` (refused for good), `withdrawn` (over before it was sent). */
		state: text("state", { enum: ["pending", "delivered", "undeliverable", "withdrawn"] })
			.notNull()
			.default("pending"),
		deliveredAt: instant("delivered_at"),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [
		uniqueIndex("deliveries_assignment")
			.on(table.assignmentId, table.channel)
			.where(sql`${table.assignmentId} is not null`),
		uniqueIndex("deliveries_person")
			.on(table.requestId, table.personId, table.channel, table.audience)
			.where(sql`${table.assignmentId} is null`),
		index("deliveries_due")
			.on(table.channel, table.nextAttemptAt)
			.where(sql`${table.nextAttemptAt} is not null`),
		index("deliveries_request").on(table.requestId),
	],
);

/** An emailed link: locates one assignment, for its recipient, until it is spent or over. */
export const linkTokens = pgTable(
	"link_tokens",
	{
		/** The delivery's id; it stands, not secret, in the link's path. */
		id: uuid("id")
			.primaryKey()
			.references(() => deliveries.id),
		workspaceId: workspaceId(),
		requestId: uuid("request_id")
			.notNull()
			.references(() => requests.id),
		assignmentId: uuid("assignment_id")
			.notNull()
			.references(() => assignments.id),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		stage: text("stage").notNull(),
		round: integer("round").notNull(),
		/** SHA-256 of the token, which itself is nowhere stored. */
		tokenHash: bytes("token_hash").notNull(),
		expiresAt: instant("expires_at").notNull(),
		spentAt: instant("spent_at"),
		/** How often a code was asked for; the code is derived from it and the link key. */
		codeSerial: integer("code_serial").notNull().default(0),
		codeIssuedAt: instant("code_issued_at"),
		codeTries: integer("code_tries").notNull().default(0),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [index("link_tokens_request").on(table.requestId)],
);
