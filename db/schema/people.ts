import { sql } from "drizzle-orm";
import {
	type AnyPgColumn,
	boolean,
	check,
	index,
	pgTable,
	text,
	uniqueIndex,
	uuid,
} from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns.ts";

export const LANGUAGES = ["en", "de"] as const;
/** Channels that reach a person; each has its courier. */
export const CHANNELS = ["email", "slack"] as const;

/** People and service accounts. Nobody is deleted: who left is `active = false`. */
export const people = pgTable(
	"people",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		/** Lower case. */
		email: text("email").notNull(),
		name: text("name").notNull(),
		kind: text("kind", { enum: ["person", "service"] })
			.notNull()
			.default("person"),
		role: text("role", { enum: ["member", "auditor", "administrator"] })
			.notNull()
			.default("member"),
		active: boolean("active").notNull().default(true),
		managerId: uuid("manager_id").references((): AnyPgColumn => people.id),
		/** IANA name; mails and Slack show times in it. */
		timeZone: text("time_zone").notNull().default("UTC"),
		/** The language of pages, mails and Slack messages. */
		language: text("language", { enum: LANGUAGES }).notNull().default("en"),
		/** Where messages can reach this person, in the order that the person likes; never empty. */
		channels: text("channels", { enum: CHANNELS }).array().notNull().default(["email"]),
		/** Wall-clock times such as 22:00 in `timeZone`: what is not urgent waits until the end. Both or neither. */
		quietFrom: text("quiet_from"),
		quietTo: text("quiet_to"),
		/** Wall-clock time of one daily mail with what is not urgent, in place of single ones; null: single ones. */
		digestAt: text("digest_at"),
		/** What an identity provider calls this person (SCIM `externalId` and `userName`). */
		externalId: text("external_id"),
		userName: text("user_name"),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [
		uniqueIndex("people_email").on(table.workspaceId, table.email),
		index("people_manager").on(table.managerId),
		uniqueIndex("people_external_id").on(table.workspaceId, table.externalId),
		uniqueIndex("people_user_name").on(table.workspaceId, sql`lower(${table.userName})`),
		check("people_email_lower", sql`${table.email} = lower(${table.email})`),
		check("people_language", sql`${table.language} in ('en', 'de')`),
		check(
			"people_channels",
			sql`cardinality(${table.channels}) > 0 and ${table.channels} <@ array['email', 'slack']`,
		),
		check("people_quiet", sql`(${table.quietFrom} is null) = (${table.quietTo} is null)`),
		check("people_kind", sql`${table.kind} in ('person', 'service')`),
		check("people_role", sql`${table.role} in ('member', 'auditor', 'administrator')`),
	],
);
