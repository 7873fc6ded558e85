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
		check("people_kind", sql`${table.kind} in ('person', 'service')`),
		check("people_role", sql`${table.role} in ('member', 'auditor', 'administrator')`),
	],
);
