import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytes, instant, workspaceId } from "./columns.ts";
import { people } from "./people.ts";
import { requests } from "./requests.ts";

/**
 * One person being asked to decide one stage in one round; while the request waits for its requester, also the
 * requester (`via` requester), who has to change or answer.
 */
export const assignments = pgTable(
	"assignments",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		requestId: uuid("request_id")
			.notNull()
			.references(() => requests.id),
		/** The policy core's name for it. */
		key: text("key").notNull(),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		stage: text("stage").notNull(),
		round: integer("round").notNull(),
		via: text("via").notNull(),
		onBehalfOf: uuid("on_behalf_of").references(() => people.id),
		/**
		 * `waiting`: this person is asked now. `paused`: will be again when the requester has answered. `decided`: has
		 * decided. `over`: the stage went on without, or another took the place.
		 */
		state: text("state", { enum: ["waiting", "paused", "decided", "over"] }).notNull(),
		/** The stage's deadline, copied here so that an inbox is one index scan. */
		dueAt: instant("due_at").notNull(),
		since: instant("since").notNull(),
		endedAt: instant("ended_at"),
	},
	(table) => [
		uniqueIndex("assignments_key").on(table.requestId, table.key),
		index("assignments_inbox")
			.on(table.personId, table.dueAt, table.id)
			.where(sql`${table.state} = 'waiting'`),
		// Of open stages: whom a change of the directory may concern.
		index("assignments_live").on(table.personId, table.requestId).where(sql`${table.endedAt} is null`),
		index("assignments_person").on(table.personId, table.requestId),
	],
);

/** One person's verdict on one stage in one round. The first stands. */
export const decisions = pgTable(
	"decisions",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		requestId: uuid("request_id")
			.notNull()
			.references(() => requests.id),
		round: integer("round").notNull(),
		stage: text("stage").notNull(),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		onBehalfOf: uuid("on_behalf_of").references(() => people.id),
		verdict: text("verdict", { enum: ["approve", "reject"] }).notNull(),
		comment: text("comment"),
		/** Salt of the audit entry's commitment to the comment. */
		commentSalt: bytes("comment_salt"),
		channel: text("channel", { enum: ["web", "slack", "email", "api"] }).notNull(),
		/** How sure it was who pressed: session, api_key, email_link, email_code, slack. */
		assurance: text("assurance", {
			enum: ["session", "api_key", "email_link", "email_code", "slack"],
		}).notNull(),
		at: instant("at").notNull(),
		/** The request's content digest at the decision: what was decided on. */
		digest: bytes("digest").notNull(),
		/** The request's version after the decision. */
		version: integer("version").notNull(),
	},
	(table) => [
		uniqueIndex("decisions_once").on(table.requestId, table.round, table.stage, table.personId),
		index("decisions_person").on(table.personId, table.at.desc()),
	],
);
