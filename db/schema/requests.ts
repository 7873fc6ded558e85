import { sql } from "drizzle-orm";
import {
	check,
	index,
	integer,
	json,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
	uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant, workspaceId } from "./columns.ts";
import { people } from "./people.ts";
import { policyVersions } from "./policies.ts";

export const REQUEST_STATES = [
	"open",
	"changes_requested",
	"question",
	"approved",
	"rejected",
	"expired",
	"cancelled",
] as const;

/** What is asked. `record` is the state the policy core works on; the columns beside it are for looking up. */
export const requests = pgTable(
	"requests",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		policyVersionId: uuid("policy_version_id")
			.notNull()
			.references(() => policyVersions.id),
		policyName: text("policy_name").notNull(),
		policyVersion: integer("policy_version").notNull(),
		requesterId: uuid("requester_id")
			.notNull()
			.references(() => people.id),
		/** Who called submit; another than the requester when a program asks for a person. */
		submittedBy: uuid("submitted_by")
			.notNull()
			.references(() => people.id),
		title: text("title").notNull(),
		summary: text("summary"),
		context: json("context").notNull(),
		attachments: jsonb("attachments").notNull().default([]),
		externalId: text("external_id"),
		callbackUrl: text("callback_url"),
		risk: text("risk", { enum: ["low", "normal", "high"] }).notNull(),
		state: text("state", { enum: REQUEST_STATES }).notNull(),
		version: integer("version").notNull(),
		round: integer("round").notNull(),
		/** Name of the open stage, null after the outcome. */
		stage: text("stage"),
		/** The open stage's deadline. */
		dueAt: instant("due_at"),
		/** When the next timer is due; null after the outcome. */
		wakeAt: instant("wake_at"),
		record: jsonb("record").notNull(),
		/** Random, 32 bytes: makes the digest a commitment that erasing the salt hides. */
		contentSalt: bytes("content_salt").notNull(),
		/** SHA-256(salt ‖ RFC 8785 of { title, summary, context, attachments }). */
		contentDigest: bytes("content_digest").notNull(),
		createdAt: instant("created_at").notNull(),
		closedAt: instant("closed_at"),
	},
	(table) => [
		check(
			"requests_state",
			sql`${table.state} in ('open', 'changes_requested', 'question', 'approved', 'rejected', 'expired', 'cancelled')`,
		),
		check("requests_closed", sql`(${table.closedAt} is null) = (${table.wakeAt} is not null)`),
		index("requests_recent").on(table.workspaceId, table.createdAt.desc(), table.id.desc()),
		index("requests_requester").on(table.requesterId, table.createdAt.desc(), table.id.desc()),
		index("requests_state_recent").on(
			table.workspaceId,
			table.state,
			table.createdAt.desc(),
			table.id.desc(),
		),
		index("requests_policy_recent").on(
			table.workspaceId,
			table.policyName,
			table.createdAt.desc(),
			table.id.desc(),
		),
		index("requests_due").on(table.workspaceId, table.dueAt, table.id).where(sql`${table.closedAt} is null`),
		// Which open requests a change of the directory may concern.
		index("requests_open_policy")
			.on(table.workspaceId, table.policyVersionId)
			.where(sql`${table.closedAt} is null`),
		index("requests_wake").on(table.wakeAt).where(sql`${table.wakeAt} is not null`),
	],
);

/** What was answered to a submission with an `Idempotency-Key`. */
export const idempotencyKeys = pgTable(
	"idempotency_keys",
	{
		workspaceId: workspaceId(),
		/** Keys belong to who sent them. */
		actorId: uuid("actor_id").notNull(),
		key: text("key").notNull(),
		bodyDigest: bytes("body_digest").notNull(),
		requestId: uuid("request_id")
			.notNull()
			.references(() => requests.id),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [primaryKey({ columns: [table.workspaceId, table.actorId, table.key] })],
);

/** What was shown in an earlier round, as it was when it was submitted again. The request itself has the newest. */
export const requestRounds = pgTable(
	"request_rounds",
	{
		workspaceId: workspaceId(),
		requestId: uuid("request_id")
			.notNull()
			.references(() => requests.id),
		round: integer("round").notNull(),
		title: text("title").notNull(),
		summary: text("summary"),
		context: json("context").notNull(),
		attachments: jsonb("attachments").notNull(),
		contentSalt: bytes("content_salt").notNull(),
		contentDigest: bytes("content_digest").notNull(),
		/** When the next round began. */
		endedAt: instant("ended_at").notNull(),
	},
	(table) => [primaryKey({ columns: [table.requestId, table.round] })],
);

/** Texts beside decisions: comments of their own, and what goes with an act (`question`, `answer`, …). */
export const COMMENT_KINDS = [
	"comment",
	"question",
	"answer",
	"sent_back",
	"resubmitted",
	"reassigned",
	"cancelled",
] as const;

export const comments = pgTable(
	"comments",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		requestId: uuid("request_id")
			.notNull()
			.references(() => requests.id),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		/** What it was written with. */
		kind: text("kind", { enum: COMMENT_KINDS }).notNull().default("comment"),
		body: text("body").notNull(),
		/** Salt of the audit entry's commitment to the body. */
		salt: bytes("salt").notNull(),
		at: instant("at").notNull(),
	},
	(table) => [uniqueIndex("comments_request").on(table.requestId, table.at, table.id)],
);
