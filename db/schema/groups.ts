import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns.ts";
import { people } from "./people.ts";

export const groups = pgTable(
	"groups",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		/** What policies write: `{ group: finance }`. */
		name: text("name").notNull(),
		title: text("title").notNull(),
		/** What an identity provider calls this group (SCIM `externalId`). */
		externalId: text("external_id"),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [
		uniqueIndex("groups_name").on(table.workspaceId, table.name),
		uniqueIndex("groups_external_id").on(table.workspaceId, table.externalId),
	],
);

export const groupMembers = pgTable(
	"group_members",
	{
		workspaceId: workspaceId(),
		groupId: uuid("group_id")
			.notNull()
			.references(() => groups.id, { onDelete: "cascade" }),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
	},
	(table) => [
		primaryKey({ columns: [table.groupId, table.personId] }),
		index("group_members_person").on(table.personId),
	],
);
